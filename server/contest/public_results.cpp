// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>

#include "server/contest/standings.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// Writes the named members, and nothing else: what is not listed does not become public.
void write_picked(Sink& sink, const Json& data, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const Json* value = member(data, name);
    if (value && value->is_string())
      sink.text(name, value->get_ref<const std::string&>());
    else if (value)
      sink.tree(name, *value);
  }
}

/// The same as an object.
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

/// What the groups of judges are called, where a row's value is put together from theirs.
Json panels_of(const Json& round) {
  Json result = Json::array();
  const Json* scoring = member(round, "scoring");
  const Json* panels = scoring ? member(*scoring, "panels") : nullptr;
  if (panels)
    for (const Json& panel : *panels) result.push_back(picked(panel, {"id", "name", "weight"}));
  return result;
}

/// Everybody of the rounds whose running order is public; of others who has a row, or is on stage.
std::set<std::string_view> public_contestants(const Store& store, const std::vector<PublicRound>& rounds) {
  std::set<std::string_view> ids;
  const Resource* stage = store.find("stage", "stage");
  for (const PublicRound& round : rounds) {
    const Json& data = *round.view.sheet.data;
    if (order_is_visible(store, data, Audience::everyone)) {
      for (const Row& row : round.view.sheet.rows) ids.insert(row.contestant);
      continue;
    }
    for (const Seen& seen : round.view.rows) ids.insert(seen.contender.contestant);
    if (stage && text_or(stage->data, "round", "") == round.id) ids.insert(text_or(stage->data, "contestant", ""));
  }
  return ids;
}

void write_contestants(Sink& sink, const Store& store, const std::vector<PublicRound>& rounds) {
  sink.name("contestants");
  sink.open_list();
  for (const std::string_view id : public_contestants(store, rounds)) {
    const Resource* found = store.find("contestants", id);
    if (!found) continue;
    sink.open_object();
    sink.text("id", id);
    write_picked(sink, found->data,
                 {"name", "number", "group", "organization", "title", "origin", "photo", "remote", "withdrawn"});
    sink.close_object();
  }
  sink.close_list();
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
    Json entry = picked(award->data, {"name", "citation", "contestants", "round", "group"});
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

/// The clock of who is on stage. It runs as the audience sees it: that much later as the audience is told.
Json clock_of(const Store& store) {
  const Resource* timer = store.find("timers", "stage");
  if (!timer || stage_of(store).is_null()) return nullptr;
  Json clock = picked(timer->data, {"label", "mode", "duration_ms", "warn_ms", "danger_ms", "overtime", "state",
                                    "anchor", "elapsed_ms"});
  const auto anchor = parse_time(text_or(timer->data, "anchor", ""));
  if (anchor) clock["anchor"] = format_time(*anchor + public_delay_ms(store));
  return clock;
}

void write_round(Sink& sink, const Store& store, PublicRound round) {
  const Json& data = *round.view.sheet.data;
  sink.open_object();
  sink.text("id", round.id);
  write_picked(sink, data, {"name", "order"});
  sink.text("state", text_or(data, "state", "open"));
  sink.tree("segments", segments_of(data));
  sink.tree("criteria", criteria_of(round.view.sheet.rules));
  sink.tree("panels", panels_of(data));
  sink.name("running_order");
  sink.open_list();
  if (order_is_visible(store, data, Audience::everyone))
    for (const Row& row : round.view.sheet.rows) sink.text(row.contestant);
  sink.close_list();
  sink.name("standings");
  write_standings(sink, store, std::move(round.view), "", Audience::everyone, Detail::criteria);
  sink.close_object();
}

void write_results(Sink& sink, const Store& store) {
  const Resource* contest = store.find("contest", "contest");
  std::vector<PublicRound> rounds = public_rounds(store);
  sink.open_object();
  sink.name("contest");
  sink.open_object();
  if (contest) write_picked(sink, contest->data, {"name", "subtitle", "logo", "locale", "time_zone"});
  sink.close_object();
  sink.tree("groups", groups_of(store));
  write_contestants(sink, store, rounds);
  sink.tree("stage", stage_of(store));
  sink.tree("clock", clock_of(store));
  sink.tree("awards", awards_of(store, rounds));
  sink.name("rounds");
  sink.open_list();
  for (PublicRound& round : rounds) write_round(sink, store, std::move(round));
  sink.close_list();
  sink.close_object();
}

}  // namespace

Json public_results(const Store& store) {
  TreeSink sink;
  write_results(sink, store);
  return sink.take();
}

std::string public_results_text(const Store& store) {
  constexpr std::size_t kOfContestant = 1'024;
  TextSink sink(store.all("contestants").size() * kOfContestant);
  write_results(sink, store);
  return sink.take();
}

}  // namespace leitai::contest
