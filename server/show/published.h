// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace leitai::show {

/// The newest value, for any number of readers. The lock is held for the copy of one pointer, so
/// that nobody waits for anybody's work. std::atomic<std::shared_ptr> would say it in the language,
/// but libstdc++ 12 unlocks in its load() with relaxed order, which is a data race with the next
/// store() (and ThreadSanitizer says so).
template <typename T>
class Published {
 public:
  std::shared_ptr<const T> load() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

  void store(std::shared_ptr<const T> value) {
    {
      const std::lock_guard lock(mutex_);
      value_.swap(value);
    }
    // What was published before may end here, outside the lock.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace leitai::show
