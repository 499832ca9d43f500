// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "server/contest/contest.h"
#include "server/contest/rules.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

struct Turn {
  std::string round;
  std::string contestant;
  std::string segment;  ///< empty: the round has none
};

Turn turn_on_stage(const Store& store) {
  const Resource* stage = store.find("stage", "stage");
  if (!stage) return {};
  return {std::string(text_or(stage->data, "round", "")), std::string(text_or(stage->data, "contestant", "")),
          std::string(text_or(stage->data, "segment", ""))};
}

const Json* segment_of(const Json& round, std::string_view id) {
  const Json* segments = member(round, "segments");
  if (!segments) return nullptr;
  const auto found = std::find_if(segments->begin(), segments->end(),
                                  [id](const Json& segment) { return text_or(segment, "id", "") == id; });
  return found == segments->end() ? nullptr : &*found;
}

std::string first_segment(const Json& round) {
  const Json* segments = member(round, "segments");
  return segments && !segments->empty() ? std::string(text_or(segments->front(), "id", "")) : std::string();
}

std::optional<std::string> next_segment(const Json& round, std::string_view id) {
  const Json* segments = member(round, "segments");
  if (!segments) return std::nullopt;
  for (std::size_t i = 0; i + 1 < segments->size(); ++i)
    if (text_or((*segments)[i], "id", "") == id) return std::string(text_or((*segments)[i + 1], "id", ""));
  return std::nullopt;
}

bool is_withdrawn(const Store& store, std::string_view contestant) {
  const Resource* found = store.find("contestants", contestant);
  return found && flag(found->data, "withdrawn");
}

/// The clock of a segment, ready to start. A round without segments keeps the clock's own times.
Json ready_timer(const Json* old, const Json* segment) {
  Json timer = old ? *old : Json::object();
  if (segment) {
    for (const char* name : {"duration_ms", "warn_ms", "danger_ms", "overtime"}) {
      timer.erase(name);
      if (const Json* value = member(*segment, name)) timer[name] = *value;
    }
    timer["label"] = text_or(*segment, "name", "");
    timer["mode"] = member(*segment, "duration_ms") ? "down" : "up";
  }
  if (!timer.contains("mode")) timer["mode"] = "down";
  timer["state"] = "idle";
  timer["elapsed_ms"] = 0;
  timer["anchor"] = nullptr;
  return timer;
}

std::vector<Event> call(const Store& store, const Turn& turn, std::int64_t now_ms) {
  const Turn now = turn_on_stage(store);
  if (now.round == turn.round && now.contestant == turn.contestant && now.segment == turn.segment) return {};
  Json stage = {{"round", turn.round},
                {"contestant", turn.contestant},
                {"segment", turn.segment.empty() ? Json(nullptr) : Json(turn.segment)},
                {"since", format_time(now_ms)}};
  std::vector<Event> events;
  events.push_back({"stage", "stage", std::move(stage)});
  const Resource* old = store.find("timers", "stage");
  const Json* segment = segment_of(store.find("rounds", turn.round)->data, turn.segment);
  if (!old && !segment) return events;
  Json timer = ready_timer(old ? &old->data : nullptr, segment);
  if (!old || timer != old->data) events.push_back({"timers", "stage", std::move(timer)});
  return events;
}

/// The round that a command means where it does not say: the one on stage, or the only open one.
tl::expected<std::string, Refusal> meant_round(const Store& store, const Json& body) {
  if (const Json* round = member(body, "round")) {
    if (round->is_string() && store.find("rounds", round->get_ref<const std::string&>()))
      return round->get<std::string>();
    return tl::unexpected(invalid("/round", "there is no such round"));
  }
  if (const Turn now = turn_on_stage(store); !now.round.empty()) return now.round;
  std::vector<std::string> open;
  for (const auto& [id, round] : store.all("rounds"))
    if (text_or(round->data, "state", "open") == "open") open.push_back(id);
  if (open.size() == 1) return open.front();
  return tl::unexpected(invalid("/round", "is required while nobody is on stage"));
}

tl::expected<Turn, Refusal> next_turn(const Store& store, const std::string& round_id) {
  const Json& round = store.find("rounds", round_id)->data;
  const Turn now = turn_on_stage(store);
  const std::vector<std::string> order = running_order(store, round);
  auto at = order.begin();
  if (now.round == round_id) {
    if (auto segment = next_segment(round, now.segment); segment && !is_withdrawn(store, now.contestant))
      return Turn{round_id, now.contestant, std::move(*segment)};
    at = std::find(order.begin(), order.end(), now.contestant);
    if (at == order.end())
      return tl::unexpected(refuse(RefusalKind::conflict, "who is on stage has left the running order of this round"));
    ++at;
  }
  while (at != order.end() && is_withdrawn(store, *at)) ++at;
  if (at == order.end()) return tl::unexpected(refuse(RefusalKind::conflict, "the running order is at its end"));
  return Turn{round_id, *at, first_segment(round)};
}

tl::expected<Turn, Refusal> named_turn(const Store& store, const std::string& round_id, const Json& body) {
  const Json& round = store.find("rounds", round_id)->data;
  const Json* named = member(body, "contestant");
  if (!named) return tl::unexpected(invalid("/contestant", "is required"));
  const std::vector<std::string> order = running_order(store, round);
  if (!named->is_string() || !store.find("contestants", named->get_ref<const std::string&>()))
    return tl::unexpected(invalid("/contestant", "there is no such contestant"));
  const std::string& contestant = named->get_ref<const std::string&>();
  if (std::find(order.begin(), order.end(), contestant) == order.end())
    return tl::unexpected(invalid("/contestant", "is not in the running order of this round"));
  if (is_withdrawn(store, contestant))
    return tl::unexpected(refuse(RefusalKind::conflict, "this contestant has withdrawn"));
  const Json* segment = member(body, "segment");
  if (!segment) return Turn{round_id, contestant, first_segment(round)};
  if (!segment->is_string() || !segment_of(round, segment->get_ref<const std::string&>()))
    return tl::unexpected(invalid("/segment", "the round has no such segment"));
  return Turn{round_id, contestant, segment->get<std::string>()};
}

}  // namespace

tl::expected<std::vector<Event>, Refusal> stage_command(const Store& store, const Json& body, std::int64_t now_ms) {
  if (!body.is_object()) return tl::unexpected(invalid("", "must be an object"));
  for (const char* name : {"next", "clear"}) {
    const Json* value = member(body, name);
    if (value && *value != true) return tl::unexpected(invalid("/" + std::string(name), "must be true"));
    for (const char* other : {"contestant", "segment"})
      if (value && member(body, other))
        return tl::unexpected(invalid("/" + std::string(name), "cannot stand beside a " + std::string(other)));
  }
  if (flag(body, "clear")) {
    if (!store.find("stage", "stage")) return std::vector<Event>{};
    return std::vector<Event>{{"stage", "stage", nullptr}};
  }
  const auto round = meant_round(store, body);
  if (!round) return tl::unexpected(round.error());
  const auto turn = flag(body, "next") ? next_turn(store, *round) : named_turn(store, *round, body);
  if (!turn) return tl::unexpected(turn.error());
  return call(store, *turn, now_ms);
}

}  // namespace leitai::contest
