// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/saved_air.h"

#include "server/show/air_wire.h"

namespace leitai::show {

namespace {

std::shared_ptr<const Json> shared(const Json& data) {
  return std::make_shared<const Json>(data);
}

/// What does not stand in the layer's record.
Json followed_json(const AirItem& item) {
  Json json = {{"missing", item.missing}, {"changed_token", item.changed_token}, {"changed_at", item.changed_at}};
  json["versions"] = versions_json(item.versions);
  json["ahead"] = versions_json(item.ahead);
  if (item.bound) json["bound"] = *item.bound;
  if (item.resumed_from) json["resumed_from"] = air_item_json(*item.resumed_from);
  Json& bound_ahead = json["bound_ahead"] = Json::array();
  for (const DatedData& later : item.bound_ahead) bound_ahead.push_back(Json::array({later.at_ms, *later.data}));
  return json;
}

void add_followed(AirItem& item, const Json& json) {
  item.missing = json.at("missing").get<bool>();
  item.changed_token = json.at("changed_token").get<std::uint64_t>();
  item.changed_at = json.at("changed_at").get<std::int64_t>();
  item.versions = versions_from(json.at("versions"));
  item.ahead = versions_from(json.at("ahead"));
  if (json.contains("bound")) item.bound = shared(json["bound"]);
  if (json.contains("resumed_from")) {
    item.resumed_from = std::make_shared<const overlays::AirItem>(air_item_from(json["resumed_from"]));
  }
  for (const Json& later : json.at("bound_ahead")) {
    item.bound_ahead.push_back({later.at(0).get<std::int64_t>(), shared(later.at(1))});
  }
}

}  // namespace

Json channel_line(const std::string& id, const Channel& channel) {
  Json layers = Json::array();
  for (const auto& [number, layer] : channel.layers) {
    Json& line = layers.emplace_back(Json{{"number", number}, {"record", layer_record(*layer)}});
    if (layer->current) line["current"] = followed_json(*layer->current);
    if (layer->leaving) line["leaving"] = followed_json(*layer->leaving);
  }
  Json line = {{"id", id}, {"held", channel.held}, {"changed_token", channel.changed_token}};
  line["layers"] = std::move(layers);
  line["layer_tokens"] = channel.layer_tokens;
  return line;
}

std::pair<std::string, Channel> channel_from(const Json& line) {
  Channel channel;
  channel.held = line.at("held").get<bool>();
  channel.changed_token = line.at("changed_token").get<std::uint64_t>();
  channel.layer_tokens = line.at("layer_tokens").get<std::map<int, std::uint64_t>>();
  for (const Json& saved : line.at("layers")) {
    auto layer = std::make_shared<Layer>(layer_from_record(saved.at("record")));
    if (layer->current) add_followed(*layer->current, saved.at("current"));
    if (layer->leaving) add_followed(*layer->leaving, saved.at("leaving"));
    channel.layers.emplace(saved.at("number").get<int>(), std::move(layer));
  }
  return {line.at("id").get<std::string>(), std::move(channel)};
}

}  // namespace leitai::show
