// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>
#include <set>

#include "server/contest/contest.h"
#include "server/contest/scoring.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

using Ids = std::set<std::string, std::less<>>;

/// The rows of a round that a change may have completed.
struct Rows {
  bool all = false;
  Ids contestants;

  /// True: these are more than there were.
  bool add(const Rows& more) {
    const bool grows = more.all && !all;
    const std::size_t before = contestants.size();
    all = all || more.all;
    contestants.insert(more.contestants.begin(), more.contestants.end());
    return grows || contestants.size() > before;
  }
};

using ByRound = std::map<std::string, Rows, std::less<>>;

/// A row is complete only where those are that it carries.
void add_carrying(const Store& store, ByRound& touched) {
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& [id, round] : store.all("rounds")) {
      const Json* scoring = member(round->data, "scoring");
      const Json* carry = scoring ? member(*scoring, "carry") : nullptr;
      if (!carry) continue;
      for (const Json& from : *carry) {
        const auto found = touched.find(text_or(from, "round", ""));
        if (found != touched.end() && found->first != id) grown = touched[id].add(Rows(found->second)) || grown;
      }
    }
  }
}

ByRound touched_rounds(const Store& before, const Store& after) {
  ByRound touched;
  for (const char* type : {"scores", "totals"})
    Store::Collection::visit_differences(before.all(type), after.all(type),
                                         [&](const std::string&, const Resource& resource) {
                                           Rows& rows = touched[std::string(text_or(resource.data, "round", ""))];
                                           const std::string_view contestant = text_or(resource.data, "contestant", "");
                                           if (contestant.empty()) rows.all = true;  // a ballot
                                           rows.contestants.emplace(contestant);
                                         });
  Store::Collection::visit_differences(before.all("rounds"), after.all("rounds"),
                                       [&](const std::string& id, const Resource&) { touched[id].all = true; });
  // Where a round names no panel, its judges are the people of that role.
  bool people = false;
  Store::Collection::visit_differences(before.all("people"), after.all("people"),
                                       [&](const std::string&, const Resource&) { people = true; });
  for (auto round = after.all("rounds").begin(); people && round != after.all("rounds").end(); ++round)
    touched[round->first].all = true;
  add_carrying(after, touched);
  return touched;
}

Ids complete_rows(const Store& store, std::string_view round, const Rows& rows) {
  if (!store.find("rounds", round)) return {};
  Wish wish{Detail::totals, {}, Numbers::fastest};
  if (!rows.all) wish.wanted = [&rows](std::string_view contestant) { return rows.contestants.contains(contestant); };
  Ids complete;
  for (const Row& row : compute(store, round, wish).rows)
    if (!row.withdrawn && row.status == Status::complete) complete.insert(row.contestant);
  return complete;
}

}  // namespace

std::vector<RowName> marks_completed(const Store& before, const Store& after) {
  std::vector<RowName> completed;
  for (const auto& [round, rows] : touched_rounds(before, after)) {
    const Resource* found = after.find("rounds", round);
    if (!found) continue;
    const Ids now = complete_rows(after, round, rows);
    if (now.empty()) continue;
    const Ids earlier = complete_rows(before, round, rows);
    for (std::string& contestant : running_order(after, found->data))
      if (now.contains(contestant) && !earlier.contains(contestant))
        completed.push_back({round, std::move(contestant)});
  }
  return completed;
}

}  // namespace leitai::contest
