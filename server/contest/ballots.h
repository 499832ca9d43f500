// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"

/// Ballots: what a judge, or one of the audience, may mark now; what they sent; and who may send no more. Marks are
/// `scores` like any others.
namespace leitai::contest {

/// Who fills in ballots.
struct Voter {
  std::string judge;  ///< a person's id; of the audience, the ballot's own name
  std::string round;  ///< of the audience: the only round that it votes in; empty: a judge

  bool of_audience() const { return !round.empty(); }
};

/// Resources of a type that is none of the API's, by round: {all: bool, judges: {id: bool}}. `judges` holds those who
/// stand apart from `all`.
constexpr const char* kBallotLocksType = "ballot_locks";

/// Has the voter a ballot in that round? Not before the round is open.
bool has_ballot(const Store& store, const Voter& voter, std::string_view round);

/// The `scores` resource of a judge's own marks for a contestant, or, without one, of their ballot; null: none.
const Resource* own_ballot(const Store& store, std::string_view round, std::string_view judge,
                           std::string_view contestant);

/// What the voter is to mark, and marked: {contest, judge, current, stage, rounds: [{id, name, votes, state, criteria,
/// max_choices, choices, position, contestants: [{id, number, name, organization, title, group, group_name, state,
/// marks, position}]}]}. Nothing of other judges, no totals. A running order that the audience may not see is told only
/// as far as the voter has met it on stage. `state`: open, locked, absent; `position`: of the record of the voter's own
/// marks.
Json ballot_document(const Store& store, const Voter& voter);

/// The `scores` resource that a ballot means: {round, contestant, marks} or {round, choices}, and `replaces`: the
/// position of the voter's own marks that it takes the place of, 0 for none. conflict, with a member `state`, where it
/// is `locked`, `absent`, or `changed` from what it would replace. Whether its marks are right is for check() to say.
tl::expected<Event, Refusal> sent_ballot(const Store& store, const Voter& voter, const Json& body);

/// {round} or {round, judge}. Returns the events that it means.
enum class BallotLock { lock, reopen };
tl::expected<std::vector<Event>, Refusal> ballot_lock_command(const Store& store, const Json& body, BallotLock what);

/// {round, judge, contestant, absent: true}: without a contestant, of all whom the judge has not marked. `absent:
/// false` takes it back. conflict where there are marks.
tl::expected<std::vector<Event>, Refusal> ballot_absent_command(const Store& store, const Json& body);

/// The rounds that have ballots, in order: [{id, name, state, votes, audience, locked}].
Json ballot_rounds(const Store& store);

/// What operators see of a round's ballots: {id, name, state, votes, audience, locked, stage, contestants: [{id,
/// number, name}], judges: [{id, name, locked, cells: {contestant: {state, position}}}]}. `state`: none, partial, sent,
/// absent. In a vote a judge has `ballot` in place of `cells`, and the audience `ballots`, their number. Null where
/// there is no such round.
Json ballot_sheet(const Store& store, std::string_view round);

}  // namespace leitai::contest
