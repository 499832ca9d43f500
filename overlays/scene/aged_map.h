// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace leitai::overlays {

/// What was made before, until it has not been asked for in a while.
template <typename Key, typename Value>
class AgedMap {
 public:
  /// `many`: up to so many entries nothing is forgotten.
  explicit AgedMap(std::size_t many) : many_(many) {}

  /// The entry, and whether it is new.
  std::pair<Value&, bool> at(const Key& key) {
    const auto [it, fresh] = entries_.try_emplace(key);
    it->second.used = now_;
    return {it->second.value, fresh};
  }

  void clear() { entries_.clear(); }
  template <typename Forget>
  void forget_if(const Forget& forget) {
    std::erase_if(entries_, [&](const auto& entry) { return forget(entry.first); });
  }

  /// Called once for each prepared scene.
  void age() {
    constexpr std::uint64_t kKeptPrepares = 64;
    ++now_;
    if (entries_.size() < many_) return;
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.used + kKeptPrepares < now_; });
  }

 private:
  struct Entry {
    Value value{};
    std::uint64_t used = 0;
  };

  std::size_t many_;
  std::uint64_t now_ = 0;
  std::map<Key, Entry> entries_;
};

}  // namespace leitai::overlays
