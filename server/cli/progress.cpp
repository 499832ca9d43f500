// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/progress.h"

#include <algorithm>
#include <cstdio>

#include "server/platform/platform.h"

namespace leitai::cli {

Progress::Progress(std::int64_t all, const char* unit)
    : all_(all),
      unit_(unit),
      terminal_(platform::stderr_is_terminal()),
      start_(Clock::now()),
      next_(start_ + interval()) {}

std::chrono::milliseconds Progress::interval() const {
  constexpr std::chrono::milliseconds kWritten{250}, kLines{10'000};
  return terminal_ ? kWritten : kLines;
}

void Progress::show(std::int64_t done) {
  const auto now = Clock::now();
  if (now < next_ || done == 0) return;
  next_ = now + interval();
  const double passed = std::chrono::duration<double>(now - start_).count();
  const auto left = static_cast<long>(all_ > done ? passed * double(all_ - done) / double(done) : 0);
  std::fprintf(stderr, "%sleitai: %lld of %lld %s, %ld:%02ld left%s", terminal_ ? "\r" : "",
               static_cast<long long>(done), static_cast<long long>(std::max(all_, done)), unit_, left / 60, left % 60,
               terminal_ ? "   " : "\n");
  std::fflush(stderr);
  shown_ = true;
}

void Progress::end() {
  if (terminal_ && shown_) std::fputc('\n', stderr);
}

}  // namespace leitai::cli
