// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/ranking.h"

#include <algorithm>
#include <functional>

#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// Contenders that nothing has told apart so far, in running order.
using Tie = std::vector<std::size_t>;
using Ties = std::vector<Tie>;

/// Splits each tie by `better`, which is a strict weak order.
Ties split(const Ties& ties, const std::function<bool(std::size_t, std::size_t)>& better) {
  Ties result;
  for (Tie tie : ties) {
    std::stable_sort(tie.begin(), tie.end(), better);
    for (std::size_t i = 0; i < tie.size(); ++i) {
      if (i == 0 || better(tie[i - 1], tie[i])) result.emplace_back();
      result.back().push_back(tie[i]);
    }
  }
  return result;
}

/// Applies each decision to the tie that it lists in whole.
Ties decide(const Ties& ties, const std::vector<const Contender*>& contenders, const Decisions& decisions) {
  Ties result;
  for (const Tie& tie : ties) {
    const auto position = [&](const std::vector<std::string>& list, std::size_t i) {
      return std::find(list.begin(), list.end(), contenders[i]->contestant) - list.begin();
    };
    const auto lists_all = [&](const std::vector<std::string>& list) {
      return std::all_of(tie.begin(), tie.end(),
                         [&](std::size_t i) { return position(list, i) < static_cast<std::ptrdiff_t>(list.size()); });
    };
    const auto found = tie.size() > 1 ? std::find_if(decisions.begin(), decisions.end(), lists_all) : decisions.end();
    if (found == decisions.end()) {
      result.push_back(tie);
      continue;
    }
    Tie sorted = tie;
    std::sort(sorted.begin(), sorted.end(),
              [&](std::size_t a, std::size_t b) { return position(*found, a) < position(*found, b); });
    for (const std::size_t i : sorted) result.push_back({i});
  }
  return result;
}

Ties split_by_result(const std::vector<const Contender*>& contenders, const Tie& ranked) {
  const bool by_rank =
      std::any_of(ranked.begin(), ranked.end(), [&](std::size_t i) { return contenders[i]->position.has_value(); });
  return split({ranked}, [&](std::size_t a, std::size_t b) {
    const Contender& left = *contenders[a];
    const Contender& right = *contenders[b];
    if (by_rank && (left.position || right.position))
      return left.position.value_or(INT32_MAX) < right.position.value_or(INT32_MAX);
    return *left.total > *right.total;
  });
}

/// The ties among those of a group: a decision may list the whole of one, and not of the tie among all.
Ties ties_within(const Ties& ties, const std::vector<const Contender*>& contenders, std::string_view group,
                 const Decisions& decisions) {
  Ties result;
  for (const Tie& tie : ties) {
    Tie members;
    for (const std::size_t i : tie)
      if (contenders[i]->group == group) members.push_back(i);
    if (!members.empty()) result.push_back(std::move(members));
  }
  return decide(result, contenders, decisions);
}

/// A tie across the cut awards nobody in it.
void award(const Ties& ties, std::int64_t places, std::vector<Placing>& placings) {
  std::int64_t taken = 0;
  for (const Tie& tie : ties) {
    const auto count = static_cast<std::int64_t>(tie.size());
    if (taken >= places) return;
    const bool fits = taken + count <= places;
    for (const std::size_t i : tie) (fits ? placings[i].awarded : placings[i].at_cut) = true;
    taken += count;
  }
}

}  // namespace

Decisions decisions_of(const Store& store, std::string_view round) {
  Decisions decisions;
  for (const auto& [id, tiebreak] : store.all("tiebreaks"))
    if (text_or(tiebreak->data, "round", "") == round) decisions.push_back(ids_of(tiebreak->data, "order"));
  return decisions;
}

Quota quota_of(const Json& round) {
  Quota quota;
  const Json* data = member(round, "quota");
  if (!data) return quota;
  if (member(*data, "total")) quota.emplace("", integer_or(*data, "total", 0));
  if (const Json* groups = member(*data, "groups"))
    for (const auto& [group, count] : groups->items()) quota.emplace(group, count.get<std::int64_t>());
  return quota;
}

Ranking rank(const std::vector<const Contender*>& contenders, const Rules& rules, const Decisions& decisions,
             const Quota& quota, GivenRanks given) {
  Ranking ranking;
  ranking.placings.resize(contenders.size());
  Tie ranked;
  for (std::size_t i = 0; i < contenders.size(); ++i)
    if (contenders[i]->ranked) ranked.push_back(i);
  Ties ties = split_by_result(contenders, ranked);
  for (std::size_t k = 0; k < rules.tie_break.size(); ++k) {
    if (rules.tie_break[k].by == TieBreak::By::manual)
      ties = decide(ties, contenders, decisions);
    else
      ties = split(ties, [&](std::size_t a, std::size_t b) { return contenders[a]->keys[k] > contenders[b]->keys[k]; });
  }
  ties = decide(ties, contenders, decisions);
  const bool keeps = given == GivenRanks::keep && rules.method == Method::given;
  int before = 0;
  int distinct = 0;
  for (const Tie& tie : ties) {
    const int place = 1 + (rules.dense ? distinct : before);
    for (const std::size_t i : tie) {
      Placing& placing = ranking.placings[i];
      placing.rank = keeps ? contenders[i]->position.value_or(place) : place;
      placing.place_twice = 2 * before + static_cast<int>(tie.size()) + 1;
      placing.tied = tie.size() > 1;
      ranking.order.push_back(i);
    }
    before += static_cast<int>(tie.size());
    ++distinct;
  }
  for (const auto& [group, places] : quota)
    award(group.empty() ? ties : ties_within(ties, contenders, group, decisions), places, ranking.placings);
  for (std::size_t i = 0; i < contenders.size(); ++i)
    if (!contenders[i]->ranked) ranking.order.push_back(i);
  return ranking;
}

}  // namespace leitai::contest
