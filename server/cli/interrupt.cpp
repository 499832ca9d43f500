// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/interrupt.h"

#include <atomic>
#include <csignal>

namespace leitai::cli {

namespace {

std::atomic<bool> asked{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal's handler may do nothing else");

void note(int) {
  asked.store(true);
}

}  // namespace

Interrupts::Interrupts()
    : interrupt_before_(std::signal(SIGINT, note)), terminate_before_(std::signal(SIGTERM, note)) {}

Interrupts::~Interrupts() {
  std::signal(SIGINT, interrupt_before_);
  std::signal(SIGTERM, terminate_before_);
}

bool interrupted() {
  return asked.load();
}

}  // namespace leitai::cli
