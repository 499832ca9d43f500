// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace leitai::plugin {

/// Wakes one sleeping thread. raise() takes no lock, so that the graphics thread may call it.
class Signal {
 public:
  void raise() {
    count_.fetch_add(1, std::memory_order_release);
    count_.notify_all();
  }
  /// Read it before looking for work; then wait() misses nothing that was raised meanwhile.
  std::uint32_t count() const { return count_.load(std::memory_order_acquire); }
  void wait(std::uint32_t seen) const { count_.wait(seen, std::memory_order_acquire); }

 private:
  std::atomic<std::uint32_t> count_{0};
};

}  // namespace leitai::plugin
