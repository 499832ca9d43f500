// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/buckets.h"

#include <algorithm>

namespace leitai::http {

Buckets::Buckets(int capacity, std::int64_t refill_ms, std::size_t most)
    : refill_ms_(refill_ms), burst_ms_((capacity - 1) * refill_ms), most_(most) {}

std::optional<std::int64_t> Buckets::take(const std::string& who, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  const auto found = full_at_.find(who);
  const std::int64_t full_at = found == full_at_.end() ? now_ms : std::max(found->second, now_ms);
  if (full_at - now_ms > burst_ms_) {
    return full_at - now_ms - burst_ms_;
  }
  if (found == full_at_.end()) {
    make_room(now_ms);
  }
  full_at_[who] = full_at + refill_ms_;
  return std::nullopt;
}

void Buckets::give_back(const std::string& who) {
  const std::lock_guard lock(mutex_);
  if (const auto found = full_at_.find(who); found != full_at_.end()) {
    found->second -= refill_ms_;
  }
}

void Buckets::make_room(std::int64_t now_ms) {
  if (full_at_.size() < most_) {
    return;
  }
  std::erase_if(full_at_, [now_ms](const auto& entry) { return entry.second <= now_ms; });
  if (full_at_.size() >= most_) {
    full_at_.erase(std::min_element(full_at_.begin(), full_at_.end(),
                                    [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
}

}  // namespace leitai::http
