// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace leitai::http {

/// How often somebody may do something: `capacity` times at once, and again once in `refill_ms`. Remembers at most so
/// many at a time, and forgets first who has waited longest.
class Buckets {
 public:
  Buckets(int capacity, std::int64_t refill_ms, std::size_t most);

  /// Once more at `now_ms`; or the milliseconds until that is allowed, and nothing is taken.
  std::optional<std::int64_t> take(const std::string& who, std::int64_t now_ms);
  void give_back(const std::string& who);

 private:
  void make_room(std::int64_t now_ms);

  const std::int64_t refill_ms_;
  const std::int64_t burst_ms_;
  const std::size_t most_;
  std::mutex mutex_;
  std::map<std::string, std::int64_t> full_at_;  ///< when each will have all of it again, milliseconds
};

}  // namespace leitai::http
