// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"
#include "server/contest/rules.h"

/// What a rehearsal invents: the parts that marks and ballots share.
namespace leitai::contest {

/// A round for which something is invented.
struct InventionRound {
  const Store& store;
  std::string_view id;
  Rules rules;
  std::vector<std::string> contestants;  ///< in running order, without the withdrawn
  std::vector<std::string> judges;       ///< of all panels, each once
};
InventionRound invention_round(const Store& store, std::string_view id, const Json& round);

/// Ids for new scores that nobody has.
class InventedIds {
 public:
  explicit InventedIds(const Store& store) : store_(store) {}
  /// `plain`, as long as that is an id which is free; else shortened and numbered.
  std::string next(const std::string& plain);

 private:
  const Store& store_;
  std::set<std::string> used_;
};

/// A ballot of each judge who has cast none, and so many of the audience, where it votes, that there are `audience` in
/// all. A voter names as many as the round's limits let him, or nearly; some contestants are liked better than others.
std::vector<Event> invented_ballots(const InventionRound& round, std::size_t audience, std::uint64_t seed);

}  // namespace leitai::contest
