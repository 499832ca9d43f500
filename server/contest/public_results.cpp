// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>

#include "server/contest/standings.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// The named members, and nothing else: what is not listed here does not become public.
Json picked(const Json& data, std::initializer_list<const char*> names) {
  Json result = Json::object();
  for (const char* name : names)
    if (const Json* value = member(data, name)) result[name] = *value;
  return result;
}

struct PublicRound {
  std::string id;
  View view;
};

std::vector<PublicRound> public_rounds(const Store& store) {
  std::vector<PublicRound> rounds;
  for (const auto& [id, round] : store.all("rounds"))
    if (auto seen = view(store, id, Audience::everyone, Detail::criteria)) rounds.push_back({id, std::move(*seen)});
  std::stable_sort(rounds.begin(), rounds.end(), [](const PublicRound& a, const PublicRound& b) {
    return integer_or(*a.view.sheet.data, "order", 0) < integer_or(*b.view.sheet.data, "order", 0);
  });
  return rounds;
}

Json segments_of(const Json& round) {
  Json result = Json::array();
  if (const Json* segments = member(round, "segments"))
    for (const Json& segment : *segments)
      result.push_back(picked(segment, {"id", "name", "duration_ms", "warn_ms", "danger_ms", "overtime"}));
  return result;
}

Json criteria_of(const Rules& rules) {
  Json result = Json::array();
  for (const Criterion& criterion : rules.criteria)
    result.push_back({{"id", criterion.id}, {"name", criterion.name}, {"weight", decimal_text(criterion.weight)}});
  return result;
}

Json contestants_of(const Store& store, const std::vector<PublicRound>& rounds) {
  std::set<std::string> ids;
  for (const PublicRound& round : rounds)
    for (const Row& row : round.view.sheet.rows) ids.insert(row.contestant);
  Json result = Json::array();
  for (const std::string& id : ids) {
    const Resource* found = store.find("contestants", id);
    if (!found) continue;
    Json contestant = picked(
        found->data, {"name", "number", "group", "organization", "title", "origin", "photo", "remote", "withdrawn"});
    contestant["id"] = id;
    result.push_back(std::move(contestant));
  }
  return result;
}

Json groups_of(const Store& store) {
  std::vector<std::pair<std::int64_t, Json>> groups;
  for (const auto& [id, group] : store.all("groups")) {
    Json entry = picked(group->data, {"name", "short_name", "order"});
    entry["id"] = id;
    groups.emplace_back(integer_or(group->data, "order", 0), std::move(entry));
  }
  std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Json result = Json::array();
  for (auto& [order, group] : groups) result.push_back(std::move(group));
  return result;
}

/// An award is public once every contestant that it names is public in its round.
Json awards_of(const Store& store, const std::vector<PublicRound>& rounds) {
  Json result = Json::array();
  for (const auto& [id, award] : store.all("awards")) {
    const std::string_view name = text_or(award->data, "round", "");
    const auto round =
        std::find_if(rounds.begin(), rounds.end(), [&](const PublicRound& other) { return other.id == name; });
    if (round == rounds.end() || !shows_all(round->view, ids_of(award->data, "contestants"))) continue;
    Json entry = picked(award->data, {"citation", "contestants", "round", "group"});
    entry["id"] = id;
    result.push_back(std::move(entry));
  }
  return result;
}

Json stage_of(const Store& store) {
  const Resource* stage = store.find("stage", "stage");
  if (!stage) return nullptr;
  const Resource* round = store.find("rounds", text_or(stage->data, "round", ""));
  if (!round || !is_public(round->data)) return nullptr;
  return picked(stage->data, {"round", "contestant", "segment", "since"});
}

}  // namespace

Json public_results(const Store& store) {
  const Resource* contest = store.find("contest", "contest");
  std::vector<PublicRound> rounds = public_rounds(store);
  Json document = {{"contest", contest ? picked(contest->data, {"name", "subtitle", "logo", "locale", "time_zone"})
                                       : Json::object()},
                   {"groups", groups_of(store)},
                   {"contestants", contestants_of(store, rounds)},
                   {"stage", stage_of(store)},
                   {"awards", awards_of(store, rounds)},
                   {"rounds", Json::array()}};
  for (PublicRound& round : rounds) {
    const Json& data = *round.view.sheet.data;
    Json entry = picked(data, {"name", "order"});
    entry["id"] = round.id;
    entry["state"] = text_or(data, "state", "open");
    entry["segments"] = segments_of(data);
    entry["criteria"] = criteria_of(round.view.sheet.rules);
    entry["running_order"] = Json::array();
    if (order_is_visible(store, data, Audience::everyone))
      for (const Row& row : round.view.sheet.rows) entry["running_order"].push_back(row.contestant);
    entry["standings"] = standings_document(store, std::move(round.view), "", Audience::everyone, Detail::criteria);
    document["rounds"].push_back(std::move(entry));
  }
  return document;
}

}  // namespace leitai::contest
