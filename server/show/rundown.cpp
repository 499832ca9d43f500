// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/rundown.h"

#include <algorithm>
#include <set>

#include "server/show/air_phase.h"
#include "server/show/air_request.h"
#include "server/show/take.h"

namespace leitai::show {

namespace {

using Ids = std::vector<std::string>;

/// The member as an id; empty where it is none.
std::string id_in(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Ids ids_in(const Json& object, const char* name) {
  Ids ids;
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_array()) return ids;
  for (const Json& id : *found) {
    if (id.is_string()) ids.push_back(id.get<std::string>());
  }
  return ids;
}

const Json* cue_of(const contest::Store& store, const std::string& id) {
  const contest::Resource* cue = id.empty() ? nullptr : store.find("cues", id);
  return cue == nullptr ? nullptr : &cue->data;
}

bool is_group(const Json& cue) {
  return cue.contains("cues");
}

Ids items_of(const contest::Store& store) {
  const contest::Resource* rundown = store.find("rundown", "rundown");
  return rundown == nullptr ? Ids() : ids_in(rundown->data, "items");
}

Json playhead_of(const contest::Store& store) {
  const contest::Resource* playhead = store.find("playhead", "playhead");
  return playhead == nullptr ? Json{{"current", nullptr}, {"next", nullptr}} : playhead->data;
}

bool is_true(const Json& body, const char* name) {
  const auto found = body.find(name);
  return found != body.end() && *found == true;
}

/// The cue that the last `next` took, while another press of the same key may still bounce.
std::string just_taken(const State& state, const Moment& moment) {
  const Json playhead = playhead_of(state.store);
  const auto pressed = playhead.find("pressed");
  if (moment.by_rule || pressed == playhead.end() || !playhead.at("next").is_null()) return "";
  const auto at = contest::parse_time(id_in(*pressed, "at"));
  return at && moment.now_ms - *at <= kDoubleTakeMs ? id_in(*pressed, "cue") : "";
}

Refusal not_next(const std::string& asked, const std::optional<std::string>& next) {
  Refusal refusal = next ? refuse(RefusalKind::conflict, "/cue", "\"" + asked + "\" is not next: \"" + *next + "\" is")
                         : refuse(RefusalKind::conflict, "/next", "the rundown is at its end");
  refusal.members["next"] = next ? Json(*next) : Json();
  return refusal;
}

/// "The next one", said by somebody who has not seen that another is next by now. What no number can be compared with
/// is refused where the take is read.
bool is_behind_playhead(const State& state, const Json& body) {
  const auto expected = body.find("expected_token");
  const contest::Resource* playhead = state.store.find("playhead", "playhead");
  return expected != body.end() && expected->is_number_unsigned() && playhead != nullptr &&
         expected->get<std::uint64_t>() < playhead->token;
}

/// `{next: true}` becomes `{cue}`.
tl::expected<Json, Refusal> with_next_cue(const State& state, const Moment& moment, Json body, Takes& takes) {
  if (!body["next"].is_boolean()) return tl::unexpected(refuse(RefusalKind::invalid, "/next", "must be true or false"));
  const bool wanted = body["next"] == true;
  body.erase("next");
  if (!wanted) return body;
  if (body.contains("template")) {
    return tl::unexpected(refuse(RefusalKind::invalid, "/template", "cannot stand beside \"next\""));
  }
  const std::string asked = id_in(body, "cue");
  if (asked.empty() && body.contains("cue") && !body["cue"].is_null()) {
    return tl::unexpected(refuse(RefusalKind::invalid, "/cue", "must be an id"));
  }
  const std::string bounced = just_taken(state, moment);
  takes.next = true;
  takes.repeated = !bounced.empty() && (asked.empty() || asked == bounced) && cue_of(state.store, bounced) != nullptr;
  if (asked.empty() && !takes.repeated && is_behind_playhead(state, body)) {
    return tl::unexpected(changed_since(state, "the play head"));
  }
  const std::optional<std::string> next = takes.repeated ? bounced : next_cue(state.store);
  if (!next || (!asked.empty() && asked != *next)) return tl::unexpected(not_next(asked, next));
  body["cue"] = *next;
  return body;
}

/// A group's cues, each as if it were taken alone.
tl::expected<std::vector<Json>, Refusal> bodies_of_group(const contest::Store& store, const Json& group,
                                                         const Json& body) {
  for (const char* name : {"channel", "layer", "bind", "data", "duration_ms"}) {
    if (body.contains(name) && !body[name].is_null()) {
      return tl::unexpected(
          refuse(RefusalKind::invalid, std::string("/") + name, "the cue is a group, taken as it is"));
    }
  }
  std::vector<Json> bodies;
  for (const std::string& id : ids_in(group, "cues")) {
    Json one = {{"cue", id}};
    if (body.contains("expected_token")) one["expected_token"] = body["expected_token"];
    auto filled = filled_from_cue(store, one);
    if (!filled) return tl::unexpected(std::move(filled.error()));
    bodies.push_back(std::move(*filled));
  }
  return bodies;
}

/// The play head after a take of the cue.
Json moved(const contest::Store& store, const Moment& moment, const Takes& takes) {
  Json playhead = playhead_of(store);
  const Ids items = items_of(store);
  const bool in_rundown = std::find(items.begin(), items.end(), takes.cue) != items.end();
  if (!in_rundown && playhead.at("next") != takes.cue) return playhead;
  if (in_rundown) playhead["current"] = takes.cue;
  playhead["next"] = nullptr;
  playhead.erase("pressed");
  if (takes.next && !moment.by_rule) {
    playhead["pressed"] = {{"cue", takes.cue}, {"at", contest::format_time(moment.now_ms)}};
  }
  return playhead;
}

/// A refusal of one of several, which says whose it is.
Refusal of_cue(Refusal refusal, const Json& body) {
  refusal.detail = "cue \"" + id_in(body, "cue") + "\": " + refusal.detail;
  return refusal;
}

}  // namespace

std::optional<std::string> next_cue(const contest::Store& store) {
  const Json playhead = playhead_of(store);
  const std::string readied = id_in(playhead, "next");
  if (cue_of(store, readied) != nullptr) return readied;
  const Ids items = items_of(store);
  const auto current = std::find(items.begin(), items.end(), id_in(playhead, "current"));
  const auto next =
      std::find_if(current == items.end() ? items.begin() : current + 1, items.end(), [&](const std::string& id) {
        const Json* cue = cue_of(store, id);
        return cue != nullptr && !is_true(*cue, "skip");
      });
  return next == items.end() ? std::nullopt : std::optional(*next);
}

tl::expected<Takes, Refusal> takes_of(const State& state, const Moment& moment, const Json& body) {
  Takes takes;
  Json meant = body;
  if (body.is_object() && body.contains("next") && !body["next"].is_null()) {
    auto named = with_next_cue(state, moment, std::move(meant), takes);
    if (!named) return tl::unexpected(std::move(named.error()));
    meant = std::move(*named);
  }
  takes.cue = id_in(meant, "cue");
  const Json* cue = cue_of(state.store, takes.cue);
  if (cue != nullptr && is_group(*cue) && !meant.contains("template")) {
    auto bodies = bodies_of_group(state.store, *cue, meant);
    if (!bodies) return tl::unexpected(std::move(bodies.error()));
    takes.bodies = std::move(*bodies);
  } else {
    auto filled = filled_from_cue(state.store, meant);
    if (!filled) return tl::unexpected(std::move(filled.error()));
    takes.bodies.push_back(std::move(*filled));
  }
  return takes;
}

PlanResult plan_takes(const State& state, const Templates& templates, const Moment& moment, const Takes& takes) {
  Plan whole;
  // The play head goes first, so that the last record, and with it the answer's token, is a take's.
  if (!takes.cue.empty() && !takes.repeated) {
    Json playhead = moved(state.store, moment, takes);
    if (playhead != playhead_of(state.store)) whole.changes.push_back({"playhead", "playhead", std::move(playhead)});
  }
  const bool several = takes.bodies.size() > 1;
  std::set<std::pair<std::string, int>> places;
  for (const Json& body : takes.bodies) {
    const auto request = read_take(state, templates, body);
    if (!request) return tl::unexpected(several ? of_cue(request.error(), body) : request.error());
    if (!places.emplace(request->channel, request->layer).second) {
      return tl::unexpected(of_cue(
          refuse(RefusalKind::invalid, "/cue",
                 "another cue of the group is on layer " + std::to_string(request->layer) + " of " + request->channel),
          body));
    }
    Moment own = moment;
    own.next_token += whole.changes.size();
    auto planned = plan_take(state, templates, own, *request);
    if (!planned) return tl::unexpected(several ? of_cue(std::move(planned.error()), body) : planned.error());
    for (contest::Event& change : planned->changes) whole.changes.push_back(std::move(change));
    if (planned->token) whole.token = planned->token;
  }
  return whole;
}

PlanResult plan_ready(const State& state, const Json& body) {
  BodyReader reader(body);
  const auto cue = reader.text("cue");
  if (body.is_object() && !body.contains("cue")) reader.fail("/cue", "is required: a cue's id, or null");
  if (cue && state.store.find("cues", *cue) == nullptr) reader.fail("/cue", "there is no cue \"" + *cue + "\"");
  if (auto refusal = reader.refusal()) return tl::unexpected(std::move(*refusal));
  Json playhead = playhead_of(state.store);
  playhead["next"] = cue ? Json(*cue) : Json();
  if (playhead == playhead_of(state.store)) return Plan{};
  return Plan{{{"playhead", "playhead", std::move(playhead)}}, std::nullopt};
}

std::vector<std::pair<std::size_t, std::string>> refused_by_lock(
    const contest::Store& before, const contest::Store& after,
    std::span<const std::pair<std::string, std::string>> changed) {
  std::vector<std::pair<std::size_t, std::string>> refused;
  const contest::Resource* rundown = before.find("rundown", "rundown");
  if (rundown == nullptr || !is_true(rundown->data, "locked")) return refused;
  const contest::Resource* next = after.find("rundown", "rundown");
  if (next != nullptr && next->data.value("locked", Json()) == false) return refused;
  std::set<std::string> cues;
  for (const std::string& id : items_of(before)) {
    cues.insert(id);
    const Json* cue = cue_of(before, id);
    if (cue == nullptr) continue;
    for (std::string& member : ids_in(*cue, "cues")) cues.insert(std::move(member));
  }
  for (std::size_t i = 0; i < changed.size(); ++i) {
    const auto& [type, id] = changed[i];
    if (type == "rundown") {
      refused.emplace_back(i, "the rundown is locked: unlock it with \"locked\": false");
    } else if (type == "cues" && cues.contains(id)) {
      refused.emplace_back(i, "cues/" + id + " stands in the rundown, which is locked");
    }
  }
  return refused;
}

Json rundown_document(const contest::Store& store, const AirState& air, const Templates& templates,
                      std::int64_t now_ms) {
  std::set<std::string> on_air;
  for (const auto& [id, channel] : air.channels) {
    for (const auto& [number, layer] : channel.layers) {
      const auto& item = layer->current;
      if (item && !item->cue.empty() && is_on(*item, templates, now_ms)) on_air.insert(item->cue);
    }
  }
  std::set<std::string> groups;
  for (const std::string& id : items_of(store)) {
    const Json* cue = cue_of(store, id);
    const Ids members = cue == nullptr ? Ids() : ids_in(*cue, "cues");
    const auto is_on_air = [&](const std::string& member) { return on_air.contains(member); };
    if (std::any_of(members.begin(), members.end(), is_on_air)) groups.insert(id);
  }
  on_air.merge(groups);
  const auto next = next_cue(store);
  return {{"current", playhead_of(store).at("current")}, {"next", next ? Json(*next) : Json()}, {"on_air", on_air}};
}

}  // namespace leitai::show
