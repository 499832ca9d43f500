// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/content_change.h"

#include <algorithm>
#include <cmath>

#include "overlays/scene/timeline.h"

namespace leitai::overlays {
namespace {

bool has_content(NodeKind kind) {
  return kind != NodeKind::group && kind != NodeKind::box && kind != NodeKind::list;
}

Content content_of(const LaidOut& laid_out, const ContentMoment& moment) {
  const std::int64_t time_ns = moment.time_ns;
  Content content;
  content.shown.begin_ns = time_ns;
  content.run = laid_out.run;
  content.film = laid_out.film;
  content.film_start_ns = time_ns + moment.delay_ms * kNsPerMs;
  content.figures = laid_out.figures;
  content.timer = laid_out.timer;
  content.stars = laid_out.stars;
  content.strip = laid_out.strip;
  content.scroll_start_ns = time_ns + moment.delay_ms * kNsPerMs;
  content.scroll_x = laid_out.rect.x1 - laid_out.rect.x0;
  if (laid_out.node->kind == NodeKind::bar) content.fill = box_look(laid_out.node->meter.fill, moment.scale);
  if (laid_out.number) {
    const CountedValue& value = *laid_out.number;
    content.counts.push_back({time_ns, 0, Easing::linear, value.value, value.value, value.places});
  }
  return content;
}

bool same_film(const Content& a, const Content& b) {
  return a.film == nullptr || b.film == nullptr ? a.film == b.film : *a.film == *b.film;
}

bool same(const Content& a, const Content& b) {
  if (!same_film(a, b)) return false;
  if (a.run != b.run || a.figures != b.figures || a.timer != b.timer || a.strip != b.strip || a.stars != b.stars ||
      a.counts.empty() != b.counts.empty()) {
    return false;
  }
  return a.counts.empty() ||
         (a.counts.back().to == b.counts.back().to && a.counts.back().places == b.counts.back().places);
}

bool can_count(const Content& from, const Content& to) {
  return !from.counts.empty() && !to.counts.empty() && from.figures == to.figures && from.run == to.run &&
         from.stars == to.stars;
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

/// What enters counts up from where its node says.
void count_in(Content& content, const Node& node, const ContentMoment& moment) {
  if (!node.count_from || content.counts.empty() || moment.motion == MotionLevel::reduced) return;
  Count& count = content.counts.front();
  count.start_ns = moment.time_ns + (moment.delay_ms + node.count_in_delay_ms) * kNsPerMs;
  count.duration_ns = node.count.duration_ms * kNsPerMs;
  count.easing = node.count.easing;
  count.from = *node.count_from;
}

/// The strips that have begun to show run out; the new one follows the last of them.
void follow_strip(Content& old, Content& fresh, double speed, float width) {
  const std::int64_t time_ns = fresh.shown.begin_ns;
  const double x = strip_x(old, speed, time_ns);
  const double period = old.strip != nullptr ? old.strip->width : 0;
  const double begun = period > 0 ? std::clamp(std::ceil((width - x) / period), 0.0, 1e9) : 0;
  const double end = x + begun * period;
  old.repeats = static_cast<int>(begun);
  const double ends_ns = begun > 0 && end > 0 ? end / speed * 1e9 : 0;
  old.shown.end_ns = std::min(old.shown.end_ns, time_ns + static_cast<std::int64_t>(ends_ns));
  fresh.scroll_x = static_cast<float>(std::max<double>(end, width));
  fresh.scroll_start_ns = time_ns;
}

/// Where motion is reduced a change fades.
std::vector<Track> played(const std::vector<Track>& tracks, MotionLevel motion) {
  std::vector<Track> left = tracks;
  if (motion == MotionLevel::reduced) {
    std::erase_if(left, [](const Track& track) { return track.property != Property::opacity; });
  }
  return left;
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

void change_content(Instance& instance, const LaidOut& laid_out, const ContentMoment& moment) {
  const Node& node = *instance.node;
  if (!has_content(node.kind)) return;
  const std::int64_t time_ns = moment.time_ns;
  Content fresh = content_of(laid_out, moment);
  auto& contents = instance.contents;
  if (!moment.was_alive) count_in(fresh, node, moment);
  if (!contents.empty() && contents.back().shown.end_ns > time_ns) {
    Content& old = contents.back();
    if (moment.was_alive && same(old, fresh)) return;
    if (moment.was_alive && can_count(old, fresh)) {
      count_on(old, fresh.counts.front(), moment.motion == MotionLevel::full ? node.count : Timing{}, time_ns);
      return;
    }
    if (moment.was_alive && node.kind == NodeKind::ticker && moment.motion == MotionLevel::full) {
      follow_strip(old, fresh, node.ticker.speed * moment.scale, laid_out.rect.x1 - laid_out.rect.x0);
    } else {
      const bool at_once = !moment.was_alive || node.watch || node.kind == NodeKind::clock;
      give_way(old, fresh, at_once ? std::vector<Track>{} : played(node.motion.change, moment.motion), time_ns,
               moment.scale);
    }
  }
  contents.push_back(std::move(fresh));
}

}  // namespace leitai::overlays
