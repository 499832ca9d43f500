// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/air_view.h"

namespace leitai::show {

namespace {

int pixels(const Json& channel, const char* name, int fallback) {
  const auto found = channel.find(name);
  return found != channel.end() && found->is_number_integer() ? found->get<int>() : fallback;
}

using Layers = std::map<int, std::shared_ptr<const Layer>>;

const Layers& layers_of(const AirState& state, const std::string& channel) {
  static const Layers kNone;
  const auto found = state.channels.find(channel);
  return found == state.channels.end() ? kNone : found->second.layers;
}

std::shared_ptr<const overlays::AirChannel> earlier_channel(const EarlierView& earlier, const std::string& id,
                                                            const Layers& layers, int width, int height) {
  if (!earlier.air || !earlier.state) return nullptr;
  const auto found = earlier.air->channels.find(id);
  if (found == earlier.air->channels.end()) return nullptr;
  const bool same =
      found->second->width == width && found->second->height == height && layers_of(*earlier.state, id) == layers;
  return same ? found->second : nullptr;
}

}  // namespace

std::shared_ptr<const overlays::Air> view_of(const AirState& state, const contest::Store& store, std::uint64_t token,
                                             const EarlierView& earlier) {
  auto air = std::make_shared<overlays::Air>();
  air->token = token;
  for (const auto& [id, resource] : store.all("channels")) {
    const int width = pixels(resource->data, "width", 1920);
    const int height = pixels(resource->data, "height", 1080);
    const Layers& layers = layers_of(state, id);
    if (auto unchanged = earlier_channel(earlier, id, layers, width, height)) {
      air->channels.emplace(id, std::move(unchanged));
      continue;
    }
    auto channel = std::make_shared<overlays::AirChannel>();
    channel->id = id;
    channel->width = width;
    channel->height = height;
    for (const auto& [number, layer] : layers) {
      if (!layer->current && !layer->leaving) continue;
      overlays::AirLayer& shown = channel->layers.emplace_back();
      shown.number = number;
      if (layer->current) shown.current = to_air_item(*layer->current);
      if (layer->leaving) shown.leaving = to_air_item(*layer->leaving);
    }
    air->channels.emplace(id, std::move(channel));
  }
  return air;
}

}  // namespace leitai::show
