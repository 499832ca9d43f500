// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/air_state.h"

#include <algorithm>
#include <charconv>
namespace leitai::show {

namespace {

/// A running animation that was interrupted again and again needs no longer memory than this.
constexpr int kMaxResumed = 4;

std::shared_ptr<const overlays::AirItem> shortened(const overlays::AirItem& item, int depth) {
  auto copy = std::make_shared<overlays::AirItem>(item);
  if (depth <= 1) {
    copy->resumed_from = nullptr;
  } else if (copy->resumed_from) {
    copy->resumed_from = shortened(*copy->resumed_from, depth - 1);
  }
  return copy;
}

const AirItem* find_take(const Layer* layer, std::uint64_t take) {
  if (layer == nullptr || take == 0) return nullptr;
  if (layer->current && layer->current->take == take) return &*layer->current;
  if (layer->leaving && layer->leaving->take == take) return &*layer->leaving;
  return nullptr;
}

/// The record gives an item's facts; what follows from earlier records is taken from the layer as
/// it stood.
void inherit(AirItem& item, const Layer* before, std::uint64_t token, std::int64_t time_ms) {
  if (const AirItem* same = find_take(before, item.take)) {
    const bool same_bind = same->bind == item.bind;
    item.bound = same_bind ? same->bound : nullptr;
    item.bound_ahead = same_bind ? same->bound_ahead : std::vector<DatedData>();
    item.missing = same->missing;
    item.versions = same->versions;
    item.ahead = same->ahead;
    item.resumed_from = same->resumed_from;
    const bool changed = same->data != item.data || same->out_at != item.out_at || same->step != item.step;
    item.changed_token = changed ? token : same->changed_token;
    item.changed_at = changed ? time_ms : same->changed_at;
    return;
  }
  item.changed_token = token;
  item.changed_at = time_ms;
  if (const AirItem* source = find_take(before, item.resumes)) {
    item.resumed_from = shortened(to_air_item(*source), kMaxResumed);
  }
}

/// What was ahead and has begun by now is history, and what has not is made anew.
void let_time_pass(AirItem& item, std::int64_t time_ms) {
  for (overlays::AirVersion& version : item.ahead) {
    if (version.at <= time_ms) item.versions.push_back(std::move(version));
  }
  item.ahead.clear();
}

/// Many versions go at once, and rarely.
void drop_oldest(AirItem& item) {
  auto& versions = item.versions;
  if (versions.size() + item.ahead.size() <= overlays::kMaxVersions) return;
  const std::size_t kept = std::min(versions.size(), (overlays::kMaxVersions - item.ahead.size()) / 2);
  versions.erase(versions.begin(), versions.end() - static_cast<std::ptrdiff_t>(kept));
}

using DataPtr = std::shared_ptr<const Json>;

void push_version(AirItem& item, DataPtr data, std::uint64_t token, std::int64_t time_ms) {
  auto& versions = item.versions;
  if (!versions.empty() && versions.back().step == item.step &&
      (versions.back().data == data || *versions.back().data == *data)) {
    return;
  }
  overlays::AirVersion version{time_ms, item.step, std::move(data)};
  if (!versions.empty() && versions.back().at == time_ms) {
    versions.back() = std::move(version);
  } else {
    versions.push_back(std::move(version));
  }
  item.changed_token = token;
  item.changed_at = time_ms;
}

contest::Audience audience_of(const contest::Store& store, std::string_view channel) {
  const contest::Resource* resource = store.find("channels", channel);
  if (resource == nullptr || !resource->data.is_object()) return contest::Audience::everyone;
  return resource->data.value("audience", "public") == "operator" ? contest::Audience::operators
                                                                  : contest::Audience::everyone;
}

/// What is bound now: resolved anew, or, while the item is held, what it was when time stopped for it.
void refresh_bound(AirItem& item, bool held, const contest::Store& store, std::string_view channel,
                   std::int64_t time_ms) {
  if (held && item.bound) {
    for (const DatedData& later : item.bound_ahead) {
      if (later.at_ms <= time_ms) item.bound = later.data;
    }
    item.bound_ahead.clear();
    return;
  }
  auto bound = bound_data(store, item.bind, audience_of(store, channel), time_ms);
  item.missing = !bound.has_value();
  item.bound_ahead = bound ? std::move(bound->ahead) : std::vector<DatedData>();
  if (bound) {
    item.bound = std::make_shared<const Json>(std::move(bound->data));
  } else if (!item.bound) {
    item.bound = std::make_shared<const Json>(Json::object());
  }
}

/// The item's own data over what is bound. What nobody patches is the very same: it may be a long list.
DataPtr patched(const DataPtr& bound, const AirItem& item) {
  if (bound && item.data.empty()) return bound;
  Json data = bound ? *bound : Json::object();
  data.merge_patch(item.data);
  return std::make_shared<const Json>(std::move(data));
}

void refresh_item(AirItem& item, bool held, const contest::Store& store, std::string_view channel, std::uint64_t token,
                  std::int64_t time_ms) {
  if (!item.bind.is_null()) refresh_bound(item, held, store, channel, time_ms);
  let_time_pass(item, time_ms);
  push_version(item, patched(item.bound, item), token, time_ms);
  for (const DatedData& later : item.bound_ahead) {
    item.ahead.push_back({later.at_ms, item.step, patched(later.data, item)});
  }
  drop_oldest(item);
}

}  // namespace

const Json& AirItem::shown(std::int64_t now_ms) const {
  static const Json kNothing = Json::object();
  const Json* newest = versions.empty() ? &kNothing : versions.back().data.get();
  for (const overlays::AirVersion& version : ahead) {
    const bool left = out_at && version.at >= *out_at;
    if (version.at <= now_ms && !left) newest = version.data.get();
  }
  return *newest;
}

std::string air_id(std::string_view channel, int layer) {
  return std::string(channel) + "." + std::to_string(layer);
}

std::string channel_air_id(std::string_view channel) {
  return std::string(channel) + ".*";
}

std::uint64_t origin_of(const AirItem& item) {
  return item.origin != 0 ? item.origin : item.take;
}

std::optional<AirId> parse_air_id(std::string_view id) {
  // The last dot divides.
  const std::size_t dot = id.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  const std::string_view tail = id.substr(dot + 1);
  if (tail == "*") return AirId{std::string(id.substr(0, dot)), std::nullopt};
  int layer = 0;
  const auto [end, error] = std::from_chars(tail.data(), tail.data() + tail.size(), layer);
  if (error != std::errc() || end != tail.data() + tail.size()) return std::nullopt;
  return AirId{std::string(id.substr(0, dot)), layer};
}

Json air_record(const AirState& state, std::string_view id) {
  const auto where = parse_air_id(id);
  if (!where) return nullptr;
  const auto channel = state.channels.find(where->channel);
  if (channel == state.channels.end()) return nullptr;
  if (!where->layer) return channel->second.held ? Json{{"held", true}} : Json();
  const auto layer = channel->second.layers.find(*where->layer);
  return layer == channel->second.layers.end() ? Json() : layer_record(*layer->second);
}

std::uint64_t layer_token(const AirState& state, std::string_view channel, int layer) {
  const auto found = state.channels.find(channel);
  if (found == state.channels.end()) return 0;
  const auto own = found->second.layer_tokens.find(layer);
  const std::uint64_t token = own == found->second.layer_tokens.end() ? 0 : own->second;
  return std::max(token, found->second.changed_token);
}

void fold_air(AirState& state, std::string_view id, const Json& data, std::uint64_t token, std::int64_t time_ms) {
  const auto where = parse_air_id(id);
  if (!where) return;
  Channel& channel = state.channels[where->channel];
  (where->layer ? channel.layer_tokens[*where->layer] : channel.changed_token) = token;
  if (!where->layer) {
    channel.held = data.is_object() && data.value("held", false);
    return;
  }
  const auto found = channel.layers.find(*where->layer);
  const Layer* before = found == channel.layers.end() ? nullptr : found->second.get();
  auto after = std::make_shared<Layer>(layer_from_record(data));
  if (!after->held && !after->current && !after->leaving) {
    channel.layers.erase(*where->layer);
    return;
  }
  if (after->current) inherit(*after->current, before, token, time_ms);
  if (after->leaving) inherit(*after->leaving, before, token, time_ms);
  channel.layers[*where->layer] = std::move(after);
}

void refresh(AirState& state, const contest::Store& store, const Touched& touched, std::uint64_t token,
             std::int64_t time_ms) {
  for (auto& [id, channel] : state.channels) {
    const bool whole = touched.air_ids.contains(channel_air_id(id)) || touched.has("channels", id);
    for (auto& [number, layer] : channel.layers) {
      if (!layer->current) continue;
      const AirItem& item = *layer->current;
      // What plays its out keeps the data it had.
      if (item.out_at && *item.out_at <= time_ms && !item.versions.empty()) continue;
      const bool named = whole || touched.air_ids.contains(air_id(id, number));
      if (!named && !bind_depends_on(store, item.bind, touched)) continue;
      auto changed = std::make_shared<Layer>(*layer);
      refresh_item(*changed->current, channel.held || layer->held, store, id, token, time_ms);
      layer = std::move(changed);
    }
  }
}

void apply_cut(AirState& state, const Cut& cut) {
  if (!cut.channel) state.automation_held = true;
  for (auto& [id, channel] : state.channels) {
    if (cut.channel && *cut.channel != id) continue;
    for (auto it = channel.layers.begin(); it != channel.layers.end();) {
      if (cut.layer && *cut.layer != it->first) {
        ++it;
      } else if (!it->second->held) {
        it = channel.layers.erase(it);
      } else {
        it->second = std::make_shared<const Layer>(Layer{true, std::nullopt, std::nullopt});
        ++it;
      }
    }
  }
}

overlays::AirItem to_air_item(const AirItem& item) {
  overlays::AirItem result{std::to_string(item.take), item.template_id, item.taken_at, item.out_at, item.versions,
                           item.resumed_from};
  result.versions.insert(result.versions.end(), item.ahead.begin(), item.ahead.end());
  return result;
}

}  // namespace leitai::show
