// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/ballot_parts.h"

#include <algorithm>

#include "server/contest/values.h"

namespace leitai::contest {

bool BallotRound::closed() const {
  return text_or(*data, "state", "open") == "closed";
}

bool BallotRound::all_locked() const {
  return closed() || (lock && flag(*lock, "all"));
}

bool BallotRound::locked(std::string_view judge) const {
  if (closed()) return true;
  if (!lock) return false;
  const Json* judges = member(*lock, "judges");
  const Json* own = judges ? member(*judges, judge) : nullptr;
  return own ? *own == true : flag(*lock, "all");
}

std::optional<BallotRound> ballot_round(const Store& store, std::string_view id) {
  const Resource* found = store.find("rounds", id);
  if (!found || !round_is_visible(found->data, Audience::everyone)) return std::nullopt;
  const Resource* lock = store.find(kBallotLocksType, id);
  BallotRound round{std::string(id), &found->data, lock ? &lock->data : nullptr, rules_of(store, found->data), {}};
  if (round.rules.method == Method::given) return std::nullopt;
  for (std::string& contestant : running_order(store, found->data)) {
    const Resource* known = store.find("contestants", contestant);
    if (known && !flag(known->data, "withdrawn")) round.order.push_back(std::move(contestant));
  }
  return round;
}

std::vector<std::string> rounds_in_order(const Store& store) {
  std::vector<std::pair<std::int64_t, std::string>> rounds;
  for (const auto& [id, round] : store.all("rounds"))
    rounds.emplace_back(integer_or(round->data, "order", INT64_MAX), id);
  std::sort(rounds.begin(), rounds.end());
  std::vector<std::string> ids;
  ids.reserve(rounds.size());
  for (auto& [order, id] : rounds) ids.push_back(std::move(id));
  return ids;
}

std::vector<std::string> named_judges(const Rules& rules) {
  std::vector<std::string> judges;
  for (const Panel& panel : rules.panels)
    for (const std::string& judge : panel.judges)
      if (std::find(judges.begin(), judges.end(), judge) == judges.end()) judges.push_back(judge);
  return judges;
}

bool takes_part(const BallotRound& round, const Voter& voter) {
  if (voter.of_audience())
    return voter.round == round.id && round.rules.method == Method::votes && round.rules.has_audience();
  const auto& panels = round.rules.panels;
  return std::any_of(panels.begin(), panels.end(), [&](const Panel& panel) { return panel.has_judge(voter.judge); });
}

std::vector<std::size_t> asked_criteria(const Rules& rules, const Voter& voter) {
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < rules.criteria.size(); ++i)
    if (std::any_of(rules.panels.begin(), rules.panels.end(), [&](const Panel& panel) {
          return panel.marks(i) && (voter.of_audience() ? panel.audience : panel.has_judge(voter.judge));
        }))
      asked.push_back(i);
  return asked;
}

const Score* own_score(const Store& store, std::string_view round, std::string_view judge,
                       std::string_view contestant) {
  const RoundScores& scores = scores_of(store, round);
  const Scores* filed = contestant.empty() ? scores.ballots().get(judge) : &scores.of(contestant);
  if (!filed) return nullptr;
  const auto own = std::find_if(filed->list.begin(), filed->list.end(), [&](const Score& score) {
    return text_or(score.resource->data, "judge", "") == judge;
  });
  return own == filed->list.end() ? nullptr : &*own;
}

std::vector<std::string> visible_contestants(const Store& store, const BallotRound& round, const Voter& voter) {
  if (order_is_visible(store, *round.data, Audience::everyone)) return round.order;
  const Resource* stage = store.find("stage", "stage");
  const bool here = stage && text_or(stage->data, "round", "") == round.id;
  const std::string_view called = here ? text_or(stage->data, "contestant", "") : "";
  std::vector<std::string> visible;
  for (const std::string& contestant : round.order)
    if (contestant == called || own_score(store, round.id, voter.judge, contestant)) visible.push_back(contestant);
  return visible;
}

}  // namespace leitai::contest
