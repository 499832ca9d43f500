// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/item_events.h"

#include <algorithm>

#include "overlays/scene/timeline.h"
#include "overlays/scene/timer_reading.h"
#include "overlays/template/node.h"

namespace leitai::overlays {
namespace {

/// Takes of one item that interrupt each other's outs, oldest first. More than a few within the
/// length of an out animation show nothing anybody could see.
constexpr std::size_t kMaxResumed = 8;

std::vector<const AirItem*> chain_of(const AirItem& item) {
  std::vector<const AirItem*> chain;
  for (const AirItem* at = &item; at != nullptr && chain.size() < kMaxResumed; at = at->resumed_from.get()) {
    if (at->template_id != item.template_id) break;
    chain.insert(chain.begin(), at);
  }
  return chain;
}

json::Json* object_at(json::Json& data, const Path& path) {
  json::Json* value = &data;
  for (const std::string& key : path) {
    if (!value->is_object()) return nullptr;
    const auto it = value->find(key);
    if (it == value->end()) return nullptr;
    value = &*it;
  }
  return value->is_object() ? value : nullptr;
}

/// Brings on a version; each timer's phase is told in its data.
ItemEvent apply_event(const AirVersion& version, const std::vector<Path>& timers, std::int64_t time_ns) {
  ItemEvent event{ItemEvent::Kind::apply, time_ns, version.step, version.data, false};
  if (timers.empty() || version.data == nullptr) return event;
  auto copy = std::make_shared<json::Json>(*version.data);
  for (const Path& path : timers) {
    if (json::Json* timer = object_at(*copy, path)) {
      (*timer)["phase"] = std::string(to_string(Timer::from_data(*timer).phase(time_ns)));
    }
  }
  event.data = std::move(copy);
  event.data_is_copied = true;
  return event;
}

std::vector<std::int64_t> phase_changes(const std::shared_ptr<const json::Json>& data, const std::vector<Path>& timers,
                                        std::int64_t from_ns, std::int64_t until_ns) {
  std::vector<std::int64_t> times;
  if (timers.empty() || data == nullptr) return times;
  json::Json copy = *data;
  for (const Path& path : timers) {
    const json::Json* timer = object_at(copy, path);
    if (timer == nullptr) continue;
    for (const std::int64_t time : Timer::from_data(*timer).phase_changes(from_ns)) {
      if (time < until_ns) times.push_back(time);
    }
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

/// The events of one take, which lasts until `end_ns` at the latest.
void add_take(const AirItem& item, const std::vector<Path>& timers, std::int64_t end_ns,
              std::vector<ItemEvent>& events) {
  const std::int64_t begin_ns = item.taken_at * kNsPerMs;
  if (item.out_at) end_ns = std::min(end_ns, std::max(begin_ns, *item.out_at * kNsPerMs));
  std::size_t first = 0;
  while (first + 1 < item.versions.size() && item.versions[first + 1].at * kNsPerMs <= begin_ns) ++first;
  for (std::size_t i = first; i < item.versions.size(); ++i) {
    const AirVersion& version = item.versions[i];
    const std::int64_t from_ns = i == first ? begin_ns : version.at * kNsPerMs;
    const std::int64_t until_ns = i + 1 < item.versions.size() ? item.versions[i + 1].at * kNsPerMs : kForever;
    if (i != first && from_ns >= end_ns) break;
    events.push_back(apply_event(version, timers, from_ns));
    for (const std::int64_t time_ns : phase_changes(version.data, timers, from_ns, std::min(until_ns, end_ns))) {
      events.push_back(apply_event(version, timers, time_ns));
    }
  }
  if (item.out_at) events.push_back({ItemEvent::Kind::out, end_ns, 0, nullptr, false});
}

}  // namespace

bool operator==(const ItemEvent& a, const ItemEvent& b) {
  if (a.kind != b.kind || a.time_ns != b.time_ns || a.step != b.step) return false;
  return a.data == b.data || (a.data_is_copied && b.data_is_copied && *a.data == *b.data);
}

std::vector<ItemEvent> item_events(const AirItem& item, const Template& graphic) {
  std::vector<ItemEvent> events;
  const std::vector<Path> timers = timer_paths(*graphic.root);
  const std::vector<const AirItem*> chain = chain_of(item);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (chain[i]->versions.empty()) continue;
    const std::int64_t end_ns = i + 1 < chain.size() ? chain[i + 1]->taken_at * kNsPerMs : kForever;
    add_take(*chain[i], timers, end_ns, events);
  }
  return events;
}

}  // namespace leitai::overlays
