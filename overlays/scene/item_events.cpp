// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/item_events.h"

#include <algorithm>

#include "overlays/scene/list_rows.h"
#include "overlays/scene/timeline.h"
#include "overlays/scene/timer_reading.h"

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
  ItemEvent event{ItemEvent::Kind::apply, time_ns, version.step, 0, version.data, false};
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
  return times;
}

/// Turning the pages of a template's one list with pages.
class Pages {
 public:
  Pages(const ListSpec* list, const json::Json& words, const AirItem& item)
      : list_(list), words_(words), begin_ns_(item.taken_at * kNsPerMs) {}

  /// How many the data fills.
  std::int64_t count(const std::shared_ptr<const json::Json>& data) const {
    if (list_ == nullptr || data == nullptr) return 1;
    const Scope words(words_), scope(*data, &words);
    const json::Json* items = scope.find(list_->items);
    return items != nullptr ? list_rows(*list_, *items, scope, 0).pages : 1;
  }

  std::int64_t at(std::int64_t time_ns, std::int64_t count) const { return count > 1 ? turns(time_ns) % count : 0; }

  /// When a page turns after `from_ns` and before `until_ns`.
  std::vector<std::int64_t> times(std::int64_t from_ns, std::int64_t until_ns) const {
    std::vector<std::int64_t> times;
    const std::int64_t every_ns = list_->page_ms * kNsPerMs;
    for (std::int64_t turn = turns(from_ns) + 1; times.size() < kMaxTurns; ++turn) {
      const std::int64_t time_ns = begin_ns_ + turn * every_ns;
      if (time_ns >= until_ns) break;
      times.push_back(time_ns);
    }
    return times;
  }

 private:
  static constexpr std::size_t kMaxTurns = 256;

  std::int64_t turns(std::int64_t time_ns) const {
    return std::max<std::int64_t>(0, time_ns - begin_ns_) / (list_->page_ms * kNsPerMs);
  }

  const ListSpec* list_;
  const json::Json& words_;
  std::int64_t begin_ns_;
};

/// The events of one take, which lasts until `end_ns` at the latest.
void add_take(const AirItem& item, const std::vector<Path>& timers, const Pages& pages, const TurnSpan& span,
              std::int64_t end_ns, std::vector<ItemEvent>& events) {
  const std::int64_t begin_ns = item.taken_at * kNsPerMs;
  if (item.out_at) end_ns = std::min(end_ns, std::max(begin_ns, *item.out_at * kNsPerMs));
  std::size_t first = 0;
  while (first + 1 < item.versions.size() && item.versions[first + 1].at * kNsPerMs <= begin_ns) ++first;
  for (std::size_t i = first; i < item.versions.size(); ++i) {
    const AirVersion& version = item.versions[i];
    const std::int64_t from_ns = i == first ? begin_ns : version.at * kNsPerMs;
    const std::int64_t until_ns = i + 1 < item.versions.size() ? item.versions[i + 1].at * kNsPerMs : kForever;
    if (i != first && from_ns >= end_ns) break;
    const std::int64_t stop_ns = std::min(until_ns, end_ns);
    std::vector<std::int64_t> times = phase_changes(version.data, timers, from_ns, stop_ns);
    const std::int64_t page_count = pages.count(version.data);
    if (page_count > 1) {
      const auto turns = pages.times(std::max(from_ns, span.begin_ns - 1), std::min(stop_ns, span.end_ns));
      times.insert(times.end(), turns.begin(), turns.end());
    }
    times.push_back(from_ns);
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    for (const std::int64_t time_ns : times) {
      events.push_back(apply_event(version, timers, time_ns));
      events.back().page = pages.at(time_ns, page_count);
    }
  }
  if (item.out_at) events.push_back({ItemEvent::Kind::out, end_ns, 0, 0, nullptr, false});
}

}  // namespace

bool operator==(const ItemEvent& a, const ItemEvent& b) {
  if (a.kind != b.kind || a.time_ns != b.time_ns || a.step != b.step || a.page != b.page) return false;
  return a.data == b.data || (a.data_is_copied && b.data_is_copied && *a.data == *b.data);
}

TurnSpan span_around(const Node& root, const AirItem& item, std::int64_t time_ns) {
  const ListSpec* list = paged_list(root);
  if (list == nullptr) return {};
  // What a turn sets in motion is at rest an animation later; so is what that interrupted. Whole
  // strides of turns, so that the span stays the same for a while.
  constexpr std::int64_t kSettledNs = 2 * kMaxAnimationMs * kNsPerMs;
  constexpr std::int64_t kStride = 4;
  const std::int64_t every_ns = list->page_ms * kNsPerMs, taken_ns = item.taken_at * kNsPerMs;
  const std::int64_t since_ns = std::max<std::int64_t>(0, time_ns - kSettledNs - taken_ns);
  const std::int64_t begin = since_ns / (kStride * every_ns) * kStride;
  const std::int64_t end = std::max<std::int64_t>(0, time_ns - taken_ns) / every_ns + 3;
  TurnSpan span{taken_ns + begin * every_ns, INT64_MIN, taken_ns + end * every_ns};
  if (begin > 0) span.right_from_ns = span.begin_ns + kSettledNs;
  return span;
}

std::vector<ItemEvent> item_events(const AirItem& item, const Node& root, const json::Json& words,
                                   const TurnSpan& span) {
  std::vector<ItemEvent> events;
  const std::vector<Path> timers = timer_paths(root);
  const std::vector<const AirItem*> chain = chain_of(item);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (chain[i]->versions.empty()) continue;
    const std::int64_t end_ns = i + 1 < chain.size() ? chain[i + 1]->taken_at * kNsPerMs : kForever;
    add_take(*chain[i], timers, Pages(paged_list(root), words, *chain[i]), span, end_ns, events);
  }
  return events;
}

}  // namespace leitai::overlays
