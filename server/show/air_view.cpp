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

std::shared_ptr<const overlays::AirChannel> earlier_channel(const EarlierView& earlier, const Layers& layers,
                                                            const overlays::AirChannel& bare) {
  if (!earlier.air || !earlier.state) return nullptr;
  const auto found = earlier.air->channels.find(bare.id);
  if (found == earlier.air->channels.end()) return nullptr;
  const overlays::AirChannel& known = *found->second;
  const bool same = known.width == bare.width && known.height == bare.height && known.motion == bare.motion &&
                    known.theme == bare.theme && known.pictures == bare.pictures && known.rehearsal == bare.rehearsal &&
                    layers_of(*earlier.state, bare.id) == layers;
  return same ? found->second : nullptr;
}

/// A channel with nothing on it.
overlays::AirChannel bare_channel(const std::string& id, const Json& data, const Staging& staging) {
  overlays::AirChannel channel;
  channel.id = id;
  channel.width = pixels(data, "width", 1920);
  channel.height = pixels(data, "height", 1080);
  const auto motion = data.find("motion");
  if (motion != data.end() && *motion == "reduced") channel.motion = overlays::MotionLevel::reduced;
  const auto theme = data.find("theme");
  if (theme != data.end() && theme->is_string()) channel.theme = theme->get<std::string>();
  channel.pictures = staging.pictures;
  channel.rehearsal = staging.rehearsal;
  return channel;
}

}  // namespace

std::shared_ptr<const overlays::Air> view_of(const AirState& state, const contest::Store& store, std::uint64_t token,
                                             const Staging& staging, const EarlierView& earlier) {
  auto air = std::make_shared<overlays::Air>();
  air->token = token;
  for (const auto& [id, resource] : store.all("channels")) {
    const Layers& layers = layers_of(state, id);
    auto channel = std::make_shared<overlays::AirChannel>(bare_channel(id, resource->data, staging));
    if (auto unchanged = earlier_channel(earlier, layers, *channel)) {
      air->channels.emplace(id, std::move(unchanged));
      continue;
    }
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
