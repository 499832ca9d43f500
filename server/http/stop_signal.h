// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>

namespace leitai::http {

/// Wakes everybody who polls, once and for good.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  void raise();
  bool raised() const { return raised_.load(std::memory_order_acquire); }
  int handle() const { return handle_; }  ///< readable from raise() on

 private:
  std::atomic<bool> raised_ = false;
  int handle_;
};

}  // namespace leitai::http
