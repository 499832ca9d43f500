// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/air_phase.h"
#include "server/show/air_request.h"
#include "server/show/plan.h"
#include "server/show/rundown.h"
#include "server/show/take.h"

namespace leitai::show {

namespace {

contest::Event layer_change(const std::string& channel, int number, const Layer& layer) {
  return {"air", air_id(channel, number), layer_record(layer)};
}

/// The layers of a place, as they are present.
std::map<int, Layer> layers_at(const State& state, const Templates& templates, const Moment& moment,
                               const Place& place) {
  std::map<int, Layer> layers;
  const auto channel = state.air.channels.find(place.channel);
  if (channel == state.air.channels.end()) return layers;
  for (const auto& [number, layer] : channel->second.layers) {
    if (!place.layer || *place.layer == number) layers[number] = present(*layer, templates, moment.now_ms);
  }
  return layers;
}

/// The item that update and next work on: 409 where nothing is on, or it is leaving.
tl::expected<Layer, Refusal> layer_that_is_on(const State& state, const Templates& templates, const Moment& moment,
                                              const Place& place) {
  Layer layer = present_layer(state.air, place.channel, *place.layer, templates, moment.now_ms);
  const std::string where = "layer " + std::to_string(*place.layer) + " of " + place.channel;
  if (!layer.current) return tl::unexpected(refuse(RefusalKind::conflict, "/layer", "nothing is on " + where));
  if (!is_on(*layer.current, templates, moment.now_ms)) {
    return tl::unexpected(refuse(RefusalKind::conflict, "/layer", "what was on " + where + " is leaving"));
  }
  return layer;
}

PlanResult plan_take_command(const State& state, const Templates& templates, const Moment& moment, const Json& body) {
  const auto takes = takes_of(state, moment, body);
  return takes ? plan_takes(state, templates, moment, *takes) : tl::unexpected(takes.error());
}

PlanResult plan_update(const State& state, const Templates& templates, const Moment& moment, const Json& body) {
  BodyReader reader(body);
  const auto data = reader.object("data", kMaxDataBytes);
  if (!reader.has("data")) reader.fail("/data", "is required");
  const auto place = read_place(state.store, reader, true);
  if (!place) return tl::unexpected(place.error());
  auto layer = layer_that_is_on(state, templates, moment, *place);
  if (!layer) return tl::unexpected(layer.error());
  check_data(templates, layer->current->template_id, reader, *data);
  if (auto refusal = reader.refusal()) return tl::unexpected(std::move(*refusal));
  Json patched = composed_patch(layer->current->data, *data);
  if (json::dump(patched).size() > kMaxDataBytes) {
    return tl::unexpected(refuse(RefusalKind::invalid, "/data", "makes the item's data too large"));
  }
  layer->current->data = std::move(patched);
  return Plan{{layer_change(place->channel, *place->layer, *layer)}, std::nullopt};
}

PlanResult plan_next(const State& state, const Templates& templates, const Moment& moment, const Json& body) {
  BodyReader reader(body);
  const auto place = read_place(state.store, reader, true);
  if (!place) return tl::unexpected(place.error());
  auto layer = layer_that_is_on(state, templates, moment, *place);
  if (!layer) return tl::unexpected(layer.error());
  AirItem& item = *layer->current;
  const auto found = templates.find(item.template_id);
  if (found != templates.end() && item.step + 1 < found->second.steps) {
    ++item.step;
  } else {
    item.out_at = moment.now_ms;
  }
  return Plan{{layer_change(place->channel, *place->layer, *layer)}, std::nullopt};
}

PlanResult plan_out(const State& state, const Templates& templates, const Moment& moment, const Json& body) {
  BodyReader reader(body);
  const auto place = read_place(state.store, reader, false);
  if (!place) return tl::unexpected(place.error());
  Plan result;
  bool kept = false;
  for (auto& [number, layer] : layers_at(state, templates, moment, *place)) {
    if (!layer.current || !is_on(*layer.current, templates, moment.now_ms)) continue;
    if (is_kept_from(moment, layer, templates)) {
      kept = true;
      continue;
    }
    layer.current->out_at = moment.now_ms;
    result.changes.push_back(layer_change(place->channel, number, layer));
  }
  if (kept && result.changes.empty()) return tl::unexpected(kept_by_hand());
  return result;
}

void cut_into(Plan& result, const State& state, const Templates& templates, const Moment& moment, const Place& place) {
  for (const auto& [number, layer] : layers_at(state, templates, moment, place)) {
    if (!layer.current && !layer.leaving) continue;
    result.changes.push_back(layer_change(place.channel, number, Layer{layer.held, std::nullopt, std::nullopt}));
  }
}

PlanResult plan_clear(const State& state, const Templates& templates, const Moment& moment, const Json& body) {
  BodyReader reader(body);
  const auto place = read_place(state.store, reader, false);
  if (!place) return tl::unexpected(place.error());
  Plan result;
  cut_into(result, state, templates, moment, *place);
  return result;
}

PlanResult plan_panic(const State& state, const Templates& templates, const Moment& moment, const Json& body) {
  BodyReader reader(body);
  if (auto refusal = reader.refusal()) return tl::unexpected(std::move(*refusal));
  Plan result;
  for (const auto& [id, channel] : state.air.channels) cut_into(result, state, templates, moment, {id, std::nullopt});
  result.changes.push_back({"automation", "automation", Json{{"state", "held"}}});
  return result;
}

/// `held` for a channel or one of its layers.
PlanResult plan_hold(const State& state, const Json& body) {
  BodyReader reader(body);
  const auto place = read_place(state.store, reader, false);
  if (!place) return tl::unexpected(place.error());
  if (!place->layer) return Plan{{{"air", channel_air_id(place->channel), Json{{"held", true}}}}, std::nullopt};
  // The record as it stands, so that a hold alone does not touch what has gone by itself.
  Layer layer = layer_from_record(air_record(state.air, air_id(place->channel, *place->layer)));
  layer.held = true;
  return Plan{{layer_change(place->channel, *place->layer, layer)}, std::nullopt};
}

PlanResult plan_release(const State& state, const Json& body) {
  BodyReader reader(body);
  Plan result;
  if (reader.has("automation")) {
    if (reader.text("automation") != "release") reader.fail("/automation", "must be \"release\"");
    if (auto refusal = reader.refusal()) return tl::unexpected(std::move(*refusal));
    if (state.air.automation_held) result.changes.push_back({"automation", "automation", Json{{"state", "run"}}});
    if (!reader.has("channel") && !reader.has("layer")) return result;
  }
  const auto place = read_place(state.store, reader, false);
  if (!place) return tl::unexpected(place.error());
  const auto channel = state.air.channels.find(place->channel);
  if (channel == state.air.channels.end()) return result;
  if (channel->second.held && place->layer) {
    return tl::unexpected(refuse(RefusalKind::conflict, "/layer", "the whole channel is held: release the channel"));
  }
  if (channel->second.held) result.changes.push_back({"air", channel_air_id(place->channel), nullptr});
  for (const auto& [number, layer] : channel->second.layers) {
    if (!layer->held || (place->layer && *place->layer != number)) continue;
    Layer released = *layer;
    released.held = false;
    result.changes.push_back(layer_change(place->channel, number, released));
  }
  return result;
}

}  // namespace

PlanResult plan_air(const State& state, const Templates& templates, const Moment& moment, const AirCommand& command) {
  switch (command.verb) {
    case AirVerb::take:
      return plan_take_command(state, templates, moment, command.body);
    case AirVerb::update:
      return plan_update(state, templates, moment, command.body);
    case AirVerb::next:
      return plan_next(state, templates, moment, command.body);
    case AirVerb::out:
      return plan_out(state, templates, moment, command.body);
    case AirVerb::clear:
      return plan_clear(state, templates, moment, command.body);
    case AirVerb::panic:
      return plan_panic(state, templates, moment, command.body);
    case AirVerb::hold:
      return plan_hold(state, command.body);
    case AirVerb::release:
      return plan_release(state, command.body);
    case AirVerb::ready:
      return plan_ready(state, command.body);
  }
  return tl::unexpected(refuse(RefusalKind::not_found, "", "no such command"));
}

}  // namespace leitai::show
