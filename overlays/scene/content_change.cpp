// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/content_change.h"

#include <algorithm>

#include "overlays/scene/timeline.h"

namespace leitai::overlays {
namespace {

bool shows_text(NodeKind kind) {
  return kind == NodeKind::text || kind == NodeKind::number || kind == NodeKind::clock;
}

Content content_of(const LaidOut& laid_out, std::int64_t time_ns) {
  Content content;
  content.shown.begin_ns = time_ns;
  content.run = laid_out.run;
  content.figures = laid_out.figures;
  content.timer = laid_out.timer;
  if (laid_out.number) {
    const CountedValue& value = *laid_out.number;
    content.counts.push_back({time_ns, 0, Easing::linear, value.value, value.value, value.places});
  }
  return content;
}

bool same(const Content& a, const Content& b) {
  if (a.run != b.run || a.figures != b.figures || a.timer != b.timer || a.counts.empty() != b.counts.empty()) {
    return false;
  }
  return a.counts.empty() ||
         (a.counts.back().to == b.counts.back().to && a.counts.back().places == b.counts.back().places);
}

bool can_count(const Content& from, const Content& to) {
  return !from.counts.empty() && !to.counts.empty() && from.figures == to.figures;
}

void count_on(Content& content, const Count& goal, const Timing& timing, std::int64_t time_ns) {
  const std::int64_t start_ns = time_ns + timing.delay_ms * kNsPerMs;
  auto& counts = content.counts;
  const double from = count_at(counts, start_ns).first;
  while (counts.size() > 1 && counts.back().start_ns >= start_ns) counts.pop_back();
  counts.push_back({start_ns, timing.duration_ms * kNsPerMs, timing.easing, from, goal.to, goal.places});
}

/// Where the old content goes when the new one comes from `value`: the other way.
std::pair<Property, float> mirrored(Property property, float value) {
  switch (property) {
    case Property::x:
    case Property::y:
      return {property, -value};
    case Property::clip_left:
      return {Property::clip_right, value};
    case Property::clip_right:
      return {Property::clip_left, value};
    case Property::clip_top:
      return {Property::clip_bottom, value};
    case Property::clip_bottom:
      return {Property::clip_top, value};
    default:
      return {property, value};
  }
}

void give_way(Content& old, Content& fresh, const std::vector<Track>& tracks, std::int64_t time_ns, float scale) {
  int longest_ms = 0;
  for (const Track& track : tracks) {
    const bool length = track.property == Property::x || track.property == Property::y;
    const float from = track.from.value_or(0) * (length ? scale : 1);
    const float to = track.to ? *track.to * (length ? scale : 1) : rest_value(track.property);
    const std::int64_t start_ns = time_ns + track.delay_ms * kNsPerMs;
    const std::int64_t duration_ns = track.duration_ms * kNsPerMs;
    fresh.pose[track.property].set(time_ns, from);
    fresh.pose[track.property].animate(start_ns, duration_ns, to, track.easing);
    const auto [property, away] = mirrored(track.property, from);
    // The old one goes at once; a delay keeps the two from being read over each other.
    old.pose[property].animate(time_ns, duration_ns, away, track.easing);
    longest_ms = std::max(longest_ms, track.duration_ms);
  }
  old.shown.end_ns = std::min(old.shown.end_ns, time_ns + longest_ms * kNsPerMs);
}

}  // namespace

void change_content(Instance& instance, const LaidOut& laid_out, std::int64_t time_ns, bool was_alive, float scale) {
  const Node& node = *instance.node;
  if (!shows_text(node.kind)) return;
  Content fresh = content_of(laid_out, time_ns);
  auto& contents = instance.contents;
  if (!contents.empty() && contents.back().shown.end_ns > time_ns) {
    Content& old = contents.back();
    if (was_alive && same(old, fresh)) return;
    if (was_alive && can_count(old, fresh)) {
      count_on(old, fresh.counts.front(), node.count, time_ns);
      return;
    }
    const bool at_once = !was_alive || node.watch || node.kind == NodeKind::clock;
    give_way(old, fresh, at_once ? std::vector<Track>{} : node.motion.change, time_ns, scale);
  }
  contents.push_back(std::move(fresh));
}

}  // namespace leitai::overlays
