// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace leitai::cli {

/// How far a long piece of work is, on stderr, with the time that is left: on a terminal one line that is written over,
/// elsewhere a line each ten seconds.
class Progress {
 public:
  /// Of so many pictures, or whatever `unit` says; 0: nobody knows.
  explicit Progress(std::int64_t all, const char* unit = "pictures");
  void show(std::int64_t done);
  /// The line is ended.
  void end();

 private:
  using Clock = std::chrono::steady_clock;
  std::chrono::milliseconds interval() const;

  const std::int64_t all_;
  const char* const unit_;
  const bool terminal_;
  const Clock::time_point start_;
  Clock::time_point next_;
  bool shown_ = false;
};

}  // namespace leitai::cli
