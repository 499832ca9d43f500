// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "server/show/show.h"

namespace leitai::http {

/// A number that others wait to see changed.
class Signal {
 public:
  std::uint64_t value() const;
  void set(std::uint64_t value);
  /// Waits until the value is another than `seen`, the time is over, or end() was called.
  void wait(std::uint64_t seen, std::chrono::milliseconds timeout) const;
  void end();

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::uint64_t value_ = 0;
  bool ended_ = false;
};

/// Wakes the operators' feeds when the show publishes.
class Publication {
 public:
  explicit Publication(show::Show& show);
  ~Publication();
  Publication(const Publication&) = delete;
  Publication& operator=(const Publication&) = delete;

  const Signal& records() const { return records_; }  ///< the journal's position
  /// Counts publications: a cut is published before the journal has it.
  const Signal& publications() const { return publications_; }
  void end();

 private:
  show::Show& show_;
  Signal publications_;
  Signal records_;
  int subscription_;
};

}  // namespace leitai::http
