// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/contest/rules.h"

/// From totals to places: section "ranking" of docs/scoring.md.
namespace leitai::contest {

/// What decides somebody's place.
struct Contender {
  std::string contestant;
  std::string group;
  bool ranked = false;  ///< false: listed last, without a rank
  std::optional<Rational> total;
  std::vector<std::optional<Rational>> keys;  ///< one for each of Rules::tie_break
  std::optional<int> position;                ///< given by somebody else, or by the order of places: 1 is best
};

struct Placing {
  int rank = 0;         ///< 0: none
  int place_twice = 0;  ///< twice the mean of the places that the tied span; 0: none
  bool tied = false;
  bool awarded = false;
  bool at_cut = false;
};

struct Ranking {
  std::vector<std::size_t> order;  ///< indexes of the contenders: in rank order, then the unranked
  std::vector<Placing> placings;   ///< by the contenders' index
};

/// Decisions of the lot or the jury: each lists a whole tie, the best first.
using Decisions = std::vector<std::vector<std::string>>;
Decisions decisions_of(const Store& store, std::string_view round);

/// How many are awarded: in each group, or under "" in all.
using Quota = std::map<std::string, std::int64_t, std::less<>>;
Quota quota_of(const Json& round);

/// Where ranks are given by somebody else (method given): whether the numbers themselves are kept.
enum class GivenRanks { keep, count_anew };

/// Contenders come in running order, and equal ones stay in it. None is null.
Ranking rank(const std::vector<const Contender*>& contenders, const Rules& rules, const Decisions& decisions,
             const Quota& quota, GivenRanks given);

}  // namespace leitai::contest
