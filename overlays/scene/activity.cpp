// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/activity.h"

#include <algorithm>
#include <cmath>

namespace leitai::overlays {
namespace {

Interval common(const Interval& a, const Interval& b) {
  return {std::max(a.begin_ns, b.begin_ns), std::min(a.end_ns, b.end_ns)};
}

bool is_empty(const Interval& interval) {
  return interval.begin_ns >= interval.end_ns;
}

}  // namespace

void Activity::add(const ItemTimeline& item) {
  add_instant(item.visible.begin_ns, item.visible);
  if (item.visible.end_ns != kForever) instants_.push_back(item.visible.end_ns);
  for (const Instance& instance : item.instances) add_instance(instance, item);
}

void Activity::add_instance(const Instance& instance, const ItemTimeline& item) {
  const Interval& visible = item.visible;
  for (const Interval& alive : instance.alive) {
    add_instant(alive.begin_ns, visible);
    add_instant(alive.end_ns, visible);
  }
  for (const Curve* curve : {&instance.x, &instance.y, &instance.width, &instance.height}) add_curve(*curve, visible);
  add_pose(instance.pose, visible);
  for (const auto& look : instance.looks) add_motion(look.start_ns, look.start_ns + look.duration_ns, visible);
  for (const auto& color : instance.text_colors)
    add_motion(color.start_ns, color.start_ns + color.duration_ns, visible);
  for (const PaintOrder& order : instance.orders) add_instant(order.start_ns, visible);
  for (const Content& content : instance.contents) add_content(instance, content, item);
  if (!instance.node->motion.loop.empty() && item.motion == MotionLevel::full) {
    add_endless(instance, visible.begin_ns, visible, MotionLevel::full);
  }
  for (std::size_t i = 0; i < instance.scrolls.size(); ++i) {
    const Scroll& scroll = instance.scrolls[i];
    const bool last = i + 1 == instance.scrolls.size();
    const Interval shown{visible.begin_ns, last ? visible.end_ns : instance.scrolls[i + 1].since_ns};
    if (scroll.period > 0) add_endless(instance, scroll.start_ns, common(shown, visible), item.motion);
  }
}

void Activity::add_endless(const Instance& instance, std::int64_t start_ns, const Interval& shown, MotionLevel motion) {
  for (const Interval& alive : instance.alive) {
    const Interval running = common(common(alive, shown), {start_ns, kForever});
    if (is_empty(running)) continue;
    if (motion == MotionLevel::full) {
      add_motion(running.begin_ns, running.end_ns, shown);
    } else {
      turnings_.push_back({start_ns, kStillNs, running});
    }
  }
}

void Activity::add_content(const Instance& instance, const Content& content, const ItemTimeline& item) {
  const Interval& visible = item.visible;
  add_instant(content.shown.begin_ns, visible);
  add_instant(content.shown.end_ns, visible);
  add_pose(content.pose, visible);
  for (const Count& count : content.counts) add_motion(count.start_ns, count.start_ns + count.duration_ns, visible);
  if (content.strip != nullptr) {
    add_endless(instance, content.scroll_start_ns, common(content.shown, visible), item.motion);
  }
  if (!content.timer) return;
  for (const Interval& alive : instance.alive) {
    const Interval shown = common(common(alive, content.shown), visible);
    if (!is_empty(shown)) clocks_.push_back({*content.timer, shown});
  }
}

void Activity::add_pose(const Pose& pose, const Interval& visible) {
  for (const Curve& curve : pose.curves) add_curve(curve, visible);
}

void Activity::add_curve(const Curve& curve, const Interval& visible) {
  const auto& segments = curve.segments();
  for (std::size_t i = 0; i < segments.size(); ++i) {
    std::int64_t end_ns = segments[i].start_ns + segments[i].duration_ns;
    if (i + 1 < segments.size()) end_ns = std::min(end_ns, segments[i + 1].start_ns);
    add_motion(segments[i].start_ns, end_ns, visible);
  }
}

void Activity::add_motion(std::int64_t begin_ns, std::int64_t end_ns, const Interval& visible) {
  add_instant(begin_ns, visible);
  const Interval motion = common({begin_ns, end_ns}, visible);
  if (!is_empty(motion)) motions_.push_back(motion);
}

void Activity::add_instant(std::int64_t time_ns, const Interval& visible) {
  if (visible.contains(time_ns)) instants_.push_back(time_ns);
}

void Activity::add_film(std::shared_ptr<const MovingPicture> film, std::int64_t start_ns, const Interval& shown) {
  if (!is_empty(shown)) films_.push_back({std::move(film), start_ns, shown});
}

void Activity::seal() {
  std::sort(instants_.begin(), instants_.end());
  instants_.erase(std::unique(instants_.begin(), instants_.end()), instants_.end());
  std::sort(motions_.begin(), motions_.end(),
            [](const Interval& a, const Interval& b) { return a.begin_ns < b.begin_ns; });
  std::vector<Interval> merged;
  for (const Interval& motion : motions_) {
    if (!merged.empty() && motion.begin_ns <= merged.back().end_ns) {
      merged.back().end_ns = std::max(merged.back().end_ns, motion.end_ns);
    } else {
      merged.push_back(motion);
    }
  }
  motions_ = std::move(merged);
}

std::int64_t Activity::next_change_ns(std::int64_t time_ns) const {
  std::int64_t next = kForever;
  const auto motion = std::upper_bound(motions_.begin(), motions_.end(), time_ns,
                                       [](std::int64_t time, const Interval& it) { return time < it.end_ns; });
  if (motion != motions_.end()) next = std::max(time_ns + 1, motion->begin_ns);
  const auto instant = std::upper_bound(instants_.begin(), instants_.end(), time_ns);
  if (instant != instants_.end()) next = std::min(next, *instant);
  for (const Turning& turning : turnings_) {
    if (!turning.shown.contains(time_ns)) continue;
    const std::int64_t turns = (time_ns - turning.start_ns) / turning.every_ns + 1;
    const std::int64_t turn = turning.start_ns + turns * turning.every_ns;
    if (turning.shown.contains(turn)) next = std::min(next, turn);
  }
  for (const Film& film : films_) {
    if (!film.shown.contains(time_ns)) continue;
    const std::int64_t change = film.picture->next_change_ns(time_ns - film.start_ns);
    if (change < kForever - film.start_ns) next = std::min(next, change + film.start_ns);
  }
  for (const Clock& clock : clocks_) {
    // Its appearing is an instant of its own.
    if (!clock.shown.contains(time_ns)) continue;
    const std::int64_t turn = clock.timer.next_change_ns(time_ns);
    if (clock.shown.contains(turn)) next = std::min(next, turn);
  }
  return next;
}

namespace {

struct Step {
  std::int64_t time_ns;
  std::ptrdiff_t quads;
};

/// What the longer end of a count takes, and a tenth of the way that easeOutBack runs past it: nothing between them is
/// longer.
std::ptrdiff_t characters_of(const Count& count) {
  constexpr double kPastItsEnd = 0.11;
  std::ptrdiff_t digits = 1;
  double rest = std::max(std::abs(count.from), std::abs(count.to)) + kPastItsEnd * std::abs(count.to - count.from) + 1;
  while (rest >= 10) {
    rest /= 10;
    ++digits;
  }
  return digits + 2 + count.places;
}

/// The instances within lists that scroll: at a list's end its rows may be seen twice.
std::vector<bool> scrolled_instances(const ItemTimeline& item) {
  std::vector<bool> scrolled(item.instances.size());
  // Children stand behind their parents.
  for (std::size_t i = 0; i < item.instances.size(); ++i) {
    const bool scrolls = scrolled[i] || !item.instances[i].scrolls.empty();
    for (const std::uint32_t child : item.instances[i].children) scrolled[child] = scrolls;
  }
  return scrolled;
}

float greatest(const Curve& curve) {
  float most = curve.target();
  for (const Segment& segment : curve.segments()) most = std::max({most, segment.from, segment.to});
  return most;
}

std::ptrdiff_t quads_of(const GlyphRun& run) {
  return static_cast<std::ptrdiff_t>(run.shadow.size() + run.outline.size() + run.glyphs.size());
}

/// A strip comes as often as there is room for it, and once more.
std::ptrdiff_t quads_of(const Strip& strip, float room) {
  std::ptrdiff_t once = 0;
  for (const Strip::Part& part : strip.parts) once += quads_of(*part.run);
  return once * (static_cast<std::ptrdiff_t>(room / std::max(1.0F, strip.width)) + 2);
}

std::ptrdiff_t quads_of(const Instance& instance, const Content& content) {
  // "+1234567:00:00": the hours since 1970 have no more digits.
  constexpr std::ptrdiff_t kClockCharacters = 14;
  switch (instance.node->kind) {
    case NodeKind::stars:
      return 2 * static_cast<std::ptrdiff_t>(content.stars);
    case NodeKind::bar:
    case NodeKind::ring:
      return 2;
    case NodeKind::ticker:
      return content.strip != nullptr ? quads_of(*content.strip, greatest(instance.width)) : 0;
    default:
      break;
  }
  if (content.film != nullptr) return 1;
  if (content.run != nullptr) return quads_of(*content.run);
  std::ptrdiff_t most = content.timer ? kClockCharacters : 0;
  for (const Count& count : content.counts) most = std::max(most, characters_of(count));
  // A figure that rolls is two, and each may have a shadow and an outline.
  return most * (instance.node->roll ? 2 : 1) * 3;
}

void add_steps(const Interval& shown, std::ptrdiff_t quads, std::vector<Step>& steps) {
  if (is_empty(shown) || quads == 0) return;
  steps.push_back({shown.begin_ns, quads});
  steps.push_back({shown.end_ns, -quads});
}

}  // namespace

std::size_t peak_quads(const std::vector<ItemTimeline>& items) {
  std::vector<Step> steps;
  for (const ItemTimeline& item : items) {
    const std::vector<bool> scrolled = scrolled_instances(item);
    for (const Instance& instance : item.instances) {
      for (const Interval& alive : instance.alive) {
        const Interval shown = common(alive, item.visible);
        const std::ptrdiff_t times = scrolled[&instance - item.instances.data()] ? 2 : 1;
        const bool box = instance.node->kind == NodeKind::box || instance.node->kind == NodeKind::bar;
        if (box) add_steps(shown, 2 * times, steps);
        for (const Content& content : instance.contents) {
          add_steps(common(shown, content.shown), quads_of(instance, content) * times, steps);
        }
      }
    }
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return a.time_ns != b.time_ns ? a.time_ns < b.time_ns : a.quads < b.quads;
  });
  std::ptrdiff_t quads = 0, peak = 0;
  for (const Step& step : steps) peak = std::max(peak, quads += step.quads);
  return static_cast<std::size_t>(peak);
}

}  // namespace leitai::overlays
