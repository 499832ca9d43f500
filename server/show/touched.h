// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace leitai::show {

/// What one or several commands have touched.
struct Touched {
  using Ids = std::set<std::string, std::less<>>;

  std::map<std::string, Ids, std::less<>> resources;  ///< ids by type, but for what belongs to a round
  Ids rounds;   ///< themselves, or in what belongs to them, before or now: scores, reveals, awards …
  Ids air_ids;  ///< as air_id() and channel_air_id()

  bool any(std::string_view type) const { return resources.contains(type); }
  bool has(std::string_view type, std::string_view id) const {
    const auto found = resources.find(type);
    return found != resources.end() && found->second.contains(id);
  }
  void add(Touched other) {
    for (auto& [type, ids] : other.resources) resources[type].merge(ids);
    rounds.merge(other.rounds);
    air_ids.merge(other.air_ids);
  }
  bool nothing() const { return resources.empty() && rounds.empty() && air_ids.empty(); }
};

}  // namespace leitai::show
