// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/ballots.h"
#include "server/contest/rules.h"
#include "server/contest/scores.h"

/// What the documents and the commands of ballots share.
namespace leitai::contest {

/// A round that has ballots: it is open or closed, and its totals are not given by somebody else.
struct BallotRound {
  std::string id;
  const Json* data = nullptr;  ///< lives as long as the store
  const Json* lock = nullptr;  ///< null: none
  Rules rules;
  std::vector<std::string> order;  ///< of contestants who have not withdrawn

  bool closed() const;
  bool all_locked() const;  ///< also where it is closed
  bool locked(std::string_view judge) const;
};
std::optional<BallotRound> ballot_round(const Store& store, std::string_view id);

/// By `order`, then id.
std::vector<std::string> rounds_in_order(const Store& store);

/// The judges that panels name, in the panels' order, each once.
std::vector<std::string> named_judges(const Rules& rules);

/// A judge takes part where a panel names them, one of the audience in the round of their ballot.
bool takes_part(const BallotRound& round, const Voter& voter);

/// Indexes into Rules::criteria.
std::vector<std::size_t> asked_criteria(const Rules& rules, const Voter& voter);

/// Whom the voter may be told of: the running order where the audience may see it, else who is on stage in this round
/// and whom the voter has marked.
std::vector<std::string> visible_contestants(const Store& store, const BallotRound& round, const Voter& voter);

/// The judge's own; `contestant` empty: the ballot. Null where there is none.
const Score* own_score(const Store& store, std::string_view round, std::string_view judge, std::string_view contestant);

}  // namespace leitai::contest
