// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/air_wire.h"

#include <algorithm>

namespace leitai::show {

namespace {

using json::Json;

/// As much as a channel may be asked to be, in pixels.
constexpr int kMinSide = 16;
constexpr int kMaxSide = 16'384;

constexpr const char* kReduced = "reduced";

/// What a renderer takes for granted.
bool is_sound(const overlays::AirItem& item) {
  const auto earlier = [](const overlays::AirVersion& a, const overlays::AirVersion& b) { return a.at < b.at; };
  return !item.versions.empty() && item.versions.size() <= 2 * overlays::kMaxVersions &&
         std::is_sorted(item.versions.begin(), item.versions.end(), earlier) &&
         std::all_of(item.versions.begin(), item.versions.end(),
                     [](const overlays::AirVersion& version) { return version.data->is_object(); }) &&
         (item.resumed_from == nullptr || is_sound(*item.resumed_from));
}

bool is_sound(const overlays::AirChannel& channel) {
  const auto fits = [](int side) { return side >= kMinSide && side <= kMaxSide; };
  const auto lower = [](const overlays::AirLayer& a, const overlays::AirLayer& b) { return a.number < b.number; };
  return fits(channel.width) && fits(channel.height) &&
         std::is_sorted(channel.layers.begin(), channel.layers.end(), lower) &&
         std::all_of(channel.layers.begin(), channel.layers.end(), [](const overlays::AirLayer& layer) {
           return (!layer.current || is_sound(*layer.current)) && (!layer.leaving || is_sound(*layer.leaving));
         });
}

overlays::AirLayer layer_from(const Json& json) {
  overlays::AirLayer layer;
  layer.number = json.at("number").get<int>();
  if (json.contains("current")) layer.current = air_item_from(json["current"]);
  if (json.contains("leaving")) layer.leaving = air_item_from(json["leaving"]);
  return layer;
}

}  // namespace

Json versions_json(const std::vector<overlays::AirVersion>& versions) {
  Json list = Json::array();
  for (const overlays::AirVersion& version : versions) {
    Json& entry = list.emplace_back(Json::array());
    entry.push_back(version.at);
    entry.push_back(version.step);
    entry.push_back(*version.data);
  }
  return list;
}

std::vector<overlays::AirVersion> versions_from(const Json& list) {
  std::vector<overlays::AirVersion> versions;
  for (const Json& entry : list) {
    versions.push_back(
        {entry.at(0).get<std::int64_t>(), entry.at(1).get<int>(), std::make_shared<const Json>(entry.at(2))});
  }
  return versions;
}

Json air_item_json(const overlays::AirItem& item) {
  Json json = {{"id", item.id}, {"template", item.template_id}, {"taken_at", item.taken_at}};
  json["versions"] = versions_json(item.versions);
  if (item.out_at) json["out_at"] = *item.out_at;
  if (item.resumed_from) json["resumed_from"] = air_item_json(*item.resumed_from);
  return json;
}

overlays::AirItem air_item_from(const Json& json) {
  overlays::AirItem item;
  item.id = json.at("id").get<std::string>();
  item.template_id = json.at("template").get<std::string>();
  item.taken_at = json.at("taken_at").get<std::int64_t>();
  item.versions = versions_from(json.at("versions"));
  if (json.contains("out_at")) item.out_at = json["out_at"].get<std::int64_t>();
  if (json.contains("resumed_from")) {
    item.resumed_from = std::make_shared<const overlays::AirItem>(air_item_from(json["resumed_from"]));
  }
  return item;
}

Json air_channel_json(const overlays::AirChannel& channel) {
  Json layers = Json::array();
  for (const overlays::AirLayer& layer : channel.layers) {
    Json& line = layers.emplace_back(Json{{"number", layer.number}});
    if (layer.current) line["current"] = air_item_json(*layer.current);
    if (layer.leaving) line["leaving"] = air_item_json(*layer.leaving);
  }
  Json json = {{"width", channel.width}, {"height", channel.height}, {"theme", channel.theme}};
  json["motion"] = channel.motion == overlays::MotionLevel::reduced ? kReduced : "full";
  json["rehearsal"] = channel.rehearsal;
  json["layers"] = std::move(layers);
  return json;
}

tl::expected<overlays::AirChannel, std::string> air_channel_from(const std::string& id, const Json& json) {
  overlays::AirChannel channel;
  channel.id = id;
  try {
    channel.width = json.at("width").get<int>();
    channel.height = json.at("height").get<int>();
    channel.theme = json.at("theme").get<std::string>();
    if (json.at("motion") == kReduced) channel.motion = overlays::MotionLevel::reduced;
    channel.rehearsal = json.value("rehearsal", false);
    for (const Json& layer : json.at("layers")) channel.layers.push_back(layer_from(layer));
  } catch (const Json::exception& error) {
    return tl::unexpected("the channel " + id + " has another shape: " + error.what());
  }
  if (!is_sound(channel)) return tl::unexpected("the channel " + id + " cannot be drawn");
  return channel;
}

}  // namespace leitai::show
