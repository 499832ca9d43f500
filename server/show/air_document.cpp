// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/air_document.h"

#include "server/show/air_phase.h"
#include "server/show/rundown.h"

namespace leitai::show {

namespace {

struct Context {
  const Templates& templates;
  const FirstFrames& frames;
  std::int64_t now_ms;
};

const char* state_name(Phase phase) {
  switch (phase) {
    case Phase::in:
      return "in";
    case Phase::on:
      return "on";
    default:
      return "out";
  }
}

Json item_document(const AirItem& item, const std::string& channel, const Context& context) {
  const Phase phase = phase_of(item, context.templates, context.now_ms);
  Json document = {{"item", std::to_string(item.take)},
                   {"template", item.template_id},
                   {"state", state_name(phase)},
                   {"step", item.versions.empty() ? item.step : item.versions.back().step},
                   {"data", item.shown(context.now_ms)},
                   {"bind", item.bind},
                   {"bind_state", nullptr},
                   {"cue", nullptr},
                   {"taken_at", contest::format_time(item.taken_at)},
                   {"out_at", nullptr}};
  if (!item.bind.is_null()) document["bind_state"] = item.missing ? "missing" : "ok";
  if (!item.cue.empty()) document["cue"] = item.cue;
  if (item.out_at) document["out_at"] = contest::format_time(*item.out_at);
  const auto drawn = context.frames.find({channel, std::to_string(item.take)});
  if (drawn != context.frames.end() && drawn->second.changed_token == item.changed_token) {
    document["first_frame"] = {{"time", contest::format_time(drawn->second.time_ms)},
                               {"latency_ms", drawn->second.time_ms - item.changed_at}};
  }
  return document;
}

Json layers_document(const Channel& channel, const std::string& id, const Context& context) {
  Json layers = Json::object();
  for (const auto& [number, folded] : channel.layers) {
    const Layer layer = present(*folded, context.templates, context.now_ms);
    if (!layer.current && !layer.leaving) continue;
    // What was replaced may outlast what replaced it.
    Json document = item_document(layer.current ? *layer.current : *layer.leaving, id, context);
    document["held"] = channel.held || layer.held;
    document["leaving"] = layer.current && layer.leaving ? item_document(*layer.leaving, id, context) : Json();
    layers[std::to_string(number)] = std::move(document);
  }
  return layers;
}

}  // namespace

Json document_of_air(const Snapshot& snapshot, const Templates& templates, const FirstFrames& frames,
                     std::int64_t now_ms) {
  const Context context{templates, frames, now_ms};
  const AirState& air = *snapshot.air_state;
  Json channels = Json::object();
  for (const auto& [id, resource] : snapshot.store.all("channels")) {
    Json document = {{"audience", resource->data.value("audience", "public")},
                     {"width", resource->data.value("width", 1920)},
                     {"height", resource->data.value("height", 1080)},
                     {"held", false},
                     {"layers", Json::object()}};
    const auto channel = air.channels.find(id);
    if (channel != air.channels.end()) {
      document["held"] = channel->second.held;
      document["layers"] = layers_document(channel->second, id, context);
    }
    channels[id] = std::move(document);
  }
  return {{"token", snapshot.token},
          {"now", contest::format_time(now_ms)},
          {"automation", air.automation_held ? "held" : "run"},
          {"channels", std::move(channels)},
          {"rundown", rundown_document(snapshot.store, air, templates, now_ms)}};
}

void note_first_frame(FirstFrames& frames, const AirState& state, const FirstFrame& frame) {
  std::map<std::pair<std::string, std::string>, const AirItem*> items;
  for (const auto& [id, channel] : state.channels) {
    for (const auto& [number, layer] : channel.layers) {
      if (layer->current) items[{id, std::to_string(layer->current->take)}] = &*layer->current;
      if (layer->leaving) items[{id, std::to_string(layer->leaving->take)}] = &*layer->leaving;
    }
  }
  std::erase_if(frames, [&](const auto& entry) { return !items.contains(entry.first); });
  const auto found = items.find({frame.channel, frame.item_id});
  if (found == items.end() || frame.token < found->second->changed_token) return;
  Drawn& drawn = frames[found->first];
  if (drawn.changed_token != found->second->changed_token) drawn = {found->second->changed_token, frame.time_ms};
}

}  // namespace leitai::show
