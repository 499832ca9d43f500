// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "server/contest/eyes.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

using Names = std::set<std::string, std::less<>>;

/// The contestants of a round who have not withdrawn, with their groups.
std::map<std::string, std::string, std::less<>> field_of(const Store& store, const Json& round) {
  std::map<std::string, std::string, std::less<>> field;
  for (std::string& id : running_order(store, round)) {
    const Resource* contestant = store.find("contestants", id);
    if (!contestant || flag(contestant->data, "withdrawn")) continue;
    field.emplace(std::move(id), text_or(contestant->data, "group", ""));
  }
  return field;
}

/// Those of `names` who take part in the round.
std::vector<std::string> taking_part(const Store& store, const Json& round, const Names& names) {
  std::vector<std::string> both;
  for (const auto& [id, group] : field_of(store, round))
    if (names.contains(id)) both.push_back(id);
  return both;
}

/// Does who is named tell who of the round went on?
bool is_selection(const Store& store, const Json& round, const Names& names) {
  const auto field = field_of(store, round);
  Names named_groups;
  for (const auto& [id, group] : field)
    if (names.contains(id)) named_groups.insert(group);
  return std::any_of(field.begin(), field.end(), [&](const auto& entry) {
    return named_groups.contains(entry.second) && !names.contains(entry.first);
  });
}

bool outcome_is_public(const Store& store, std::string_view round, const Names& names) {
  const Resource* found = store.find("rounds", round);
  if (!found) return false;
  const std::vector<std::string> told = taking_part(store, found->data, names);
  if (told.empty()) return true;
  const auto seen = shown_rows(store, round);
  return seen && shows_all(*seen, told);
}

}  // namespace

bool shows_all(const View& view, const std::vector<std::string>& contestants) {
  std::set<std::string_view> shown;
  for (const Seen& seen : view.rows) shown.insert(seen.contender.contestant);
  return !contestants.empty() && std::all_of(contestants.begin(), contestants.end(),
                                             [&](const std::string& contestant) { return shown.contains(contestant); });
}

bool round_is_visible(const Json& round, Audience audience) {
  return audience == Audience::operators || is_public(round);
}

bool order_is_visible(const Store& store, const Json& round, Audience audience) {
  if (audience == Audience::operators) return true;
  if (!is_public(round)) return false;
  const std::vector<std::string> order = running_order(store, round);
  const Names names(order.begin(), order.end());
  const std::string_view source = text_or(round, "outcome_of", "");
  if (!source.empty() && !outcome_is_public(store, source, names)) return false;
  if (!member(round, "contestants")) return true;
  const Json* scoring = member(round, "scoring");
  const Json* carry = scoring ? member(*scoring, "carry") : nullptr;
  return !carry || std::all_of(carry->begin(), carry->end(), [&](const Json& entry) {
    const std::string_view id = text_or(entry, "round", "");
    const Resource* carried = store.find("rounds", id);
    return !carried || !is_selection(store, carried->data, names) || outcome_is_public(store, id, names);
  });
}

bool board_is_visible(const Store& store, const Json& board, Audience audience) {
  if (audience == Audience::operators) return true;
  if (const Json* source = member(board, "source")) {
    const Resource* round = store.find("rounds", text_or(*source, "round", ""));
    if (!round || !is_public(round->data)) return false;
  }
  const std::string_view told = text_or(board, "outcome_of", "");
  if (told.empty()) return true;
  const auto seen = view(store, told, Audience::everyone, Detail::totals);
  if (!seen) return false;
  if (seen->whole) return true;
  std::vector<std::string> names;
  if (const Json* rows = member(board, "rows"))
    for (const Json& row : *rows) names.emplace_back(text_or(row, "id", ""));
  return shows_all(*seen, names);
}

bool award_is_visible(const Store& store, const Json& award, Audience audience) {
  if (audience == Audience::operators) return true;
  const auto seen = shown_rows(store, text_or(award, "round", ""));
  return seen && shows_all(*seen, ids_of(award, "contestants"));
}

}  // namespace leitai::contest
