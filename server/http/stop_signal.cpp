// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/stop_signal.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

namespace leitai::http {

StopSignal::StopSignal() : handle_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

StopSignal::~StopSignal() {
  if (handle_ >= 0) {
    ::close(handle_);
  }
}

void StopSignal::raise() {
  raised_.store(true, std::memory_order_release);
  const std::uint64_t one = 1;
  // Only a full counter makes this fail, and a full counter is readable too.
  [[maybe_unused]] const ssize_t written = ::write(handle_, &one, sizeof one);
}

}  // namespace leitai::http
