// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/evaluate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "overlays/scene/activity.h"
#include "overlays/scene/content_quads.h"
#include "overlays/scene/timeline.h"

namespace leitai::overlays {
namespace {

/// The least opacity that changes an eight-bit picture.
constexpr float kInvisible = 1.0F / 1024;

/// The values of a pose's properties at a time.
struct PosedValues {
  std::array<float, kPropertyCount> values;

  PosedValues() {
    for (std::size_t i = 0; i < kPropertyCount; ++i) values[i] = rest_value(static_cast<Property>(i));
  }

  float operator[](Property property) const { return values[static_cast<std::size_t>(property)]; }

  /// Moves the frame into the pose; false where nothing is left to see.
  bool apply(Frame& frame, float width, float height, float overflow) const {
    frame.opacity *= (*this)[Property::opacity];
    if (frame.opacity < kInvisible) return false;
    const float grown_x = (*this)[Property::scale_x], grown_y = (*this)[Property::scale_y];
    if (grown_x <= 0 || grown_y <= 0) return false;
    frame.x += frame.scale_x * ((*this)[Property::x] + (1 - grown_x) * width / 2);
    frame.y += frame.scale_y * ((*this)[Property::y] + (1 - grown_y) * height / 2);
    frame.scale_x *= grown_x;
    frame.scale_y *= grown_y;
    frame.clip = intersection(frame.clip, wiped(frame, width, height, overflow));
    return !is_empty(frame.clip);
  }

 private:
  /// What a wipe leaves of a rectangle. A side that is not wiped does not cut, so that shadows stay;
  /// one that is starts outside them.
  Rect wiped(const Frame& frame, float width, float height, float overflow) const {
    const float left = (*this)[Property::clip_left], top = (*this)[Property::clip_top];
    const float right = (*this)[Property::clip_right], bottom = (*this)[Property::clip_bottom];
    const float reach_x = width + 2 * overflow, reach_y = height + 2 * overflow;
    Rect rect{-1e9F, -1e9F, 1e9F, 1e9F};
    if (left > 0) rect.x0 = frame.x + frame.scale_x * (left * reach_x - overflow);
    if (top > 0) rect.y0 = frame.y + frame.scale_y * (top * reach_y - overflow);
    if (right > 0) rect.x1 = frame.x + frame.scale_x * (width + overflow - right * reach_x);
    if (bottom > 0) rect.y1 = frame.y + frame.scale_y * (height + overflow - bottom * reach_y);
    return rect;
  }
};

/// A loop's value at a time since it began, from `from` to `to`.
float looped(const Track& track, std::int64_t since_ns) {
  const double from = track.from.value_or(0), to = track.to.value_or(0);
  const std::int64_t length_ns = std::max(1, track.duration_ms) * kNsPerMs;
  const std::int64_t ran_ns = since_ns - track.delay_ms * kNsPerMs;
  if (ran_ns <= 0) return static_cast<float>(from);
  const std::int64_t in_cycle_ns = ran_ns % (track.alternate ? 2 * length_ns : length_ns);
  const bool back = in_cycle_ns >= length_ns;
  const double share =
      static_cast<double>(back ? 2 * length_ns - in_cycle_ns : in_cycle_ns) / static_cast<double>(length_ns);
  return static_cast<float>(from + (to - from) * ease(track.easing, share));
}

class Evaluator {
 public:
  Evaluator(const ItemTimeline& item, std::int64_t time_ns, DisplayList& list)
      : item_(item), time_ns_(time_ns), list_(list) {}

  void emit(std::uint32_t index, const Frame& parent) {
    const Resting& resting = item_.resting.parts[index];
    if (resting.during.contains(time_ns_)) {
      emit_resting(resting, index, parent);
    } else if (item_.instances[index].is_alive(time_ns_)) {
      emit_moving(item_.instances[index], parent);
    }
  }

 private:
  void emit_resting(const Resting& resting, std::uint32_t index, const Frame& parent) {
    Frame frame = parent;
    frame.move(resting.x, resting.y);
    frame.opacity *= resting.opacity;
    if (frame.opacity < kInvisible) return;
    const RestingItem& item = item_.resting;
    if (resting.look != kNoLook) {
      add_box(item.looks[resting.look], frame, {0, 0, resting.width, resting.height}, list_);
    }
    if (resting.glyph_count > 0) {
      Frame text = frame;
      text.move(resting.text_x, resting.text_y);
      add_glyphs({item.glyphs.data() + resting.first_glyph, resting.glyph_count}, text, resting.text_color, list_);
    }
    if (resting.shows_content) {
      const Instance& instance = item_.instances[index];
      add_content(item_, time_ns_, instance, instance.contents.back(), resting.text_color,
                  {frame, resting.width, resting.height}, list_);
    }
    if (resting.orders_children) {
      emit_children(item_.instances[index], frame, resting.width, resting.height);
    } else {
      for (std::uint32_t i = 0; i < resting.child_count; ++i) emit(item.children[resting.first_child + i], frame);
    }
  }

  void emit_moving(const Instance& instance, const Frame& parent) {
    const float width = instance.width.at(time_ns_), height = instance.height.at(time_ns_);
    Frame frame = parent;
    frame.x += parent.scale_x * instance.x.at(time_ns_);
    frame.y += parent.scale_y * instance.y.at(time_ns_);
    if (!pose(instance.pose, width, height, instance.overflow, frame)) return;
    if (!loop(instance, width, height, frame)) return;
    if (!instance.looks.empty()) {
      add_box(look_at(instance.looks, time_ns_), frame, {0, 0, width, height}, list_);
    }
    for (const Content& content : instance.contents) {
      if (!content.shown.contains(time_ns_)) continue;
      PosedFrame posed{frame, width, height};
      if (pose(content.pose, width, height, 0, posed.frame)) {
        add_content(item_, time_ns_, instance, content, color_at(instance.text_colors, time_ns_), posed, list_);
      }
    }
    emit_children(instance, frame, width, height);
  }

  void emit_children(const Instance& instance, Frame frame, float width, float height) {
    if (instance.node->layout.clip && !frame.cut(width, height)) return;
    if (instance.scrolls.empty()) {
      for (const std::uint32_t child : painted_children(instance)) emit(child, frame);
    } else {
      emit_scrolled(instance, frame, height);
    }
  }

  /// Moves the frame into the pose; false where nothing is left to see.
  bool pose(const Pose& pose, float width, float height, float overflow, Frame& frame) const {
    PosedValues now;
    now.values[static_cast<std::size_t>(Property::opacity)] = pose.resting_opacity;
    for (std::uint32_t rest = pose.moving; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(rest));
      now.values[i] = pose.curves[i].at(time_ns_);
    }
    return now.apply(frame, width, height, overflow);
  }

  /// Moves the frame on by what loops; false where nothing is left to see.
  bool loop(const Instance& instance, float width, float height, Frame& frame) const {
    const auto& tracks = instance.node->motion.loop;
    if (tracks.empty() || item_.motion == MotionLevel::reduced) return true;
    PosedValues at_now;
    for (const Track& track : tracks) {
      at_now.values[static_cast<std::size_t>(track.property)] = looped(track, time_ns_ - item_.visible.begin_ns);
    }
    return at_now.apply(frame, width, height, instance.overflow);
  }

  /// The rows that are to be seen of a list that scrolls; at its end the first ones follow the last.
  void emit_scrolled(const Instance& instance, const Frame& frame, float height) {
    const Scroll* scroll = &instance.scrolls.front();
    for (const Scroll& each : instance.scrolls) {
      if (each.since_ns <= time_ns_) scroll = &each;
    }
    const double offset = scrolled(*scroll, *instance.node, height);
    for (const std::uint32_t child : painted_children(instance)) {
      const Instance& row = item_.instances[child];
      const double y = row.y.at(time_ns_) - offset;
      const float row_height = row.height.at(time_ns_) + row.overflow;
      for (const double top : {y, y + scroll->period}) {
        if (top >= height + row.overflow || top + row_height <= 0) continue;
        Frame moved = frame;
        moved.y += frame.scale_y * static_cast<float>(top - row.y.at(time_ns_));
        emit(child, moved);
        if (scroll->period <= 0) break;
      }
    }
  }

  double scrolled(const Scroll& scroll, const Node& list, float height) const {
    if (item_.motion == MotionLevel::full) {
      return scroll_offset(scroll, list.list.scroll->speed * item_.scale, time_ns_);
    }
    // By what is seen at once, instead of running.
    if (scroll.period <= 0) return 0;
    const std::int64_t turns = std::max<std::int64_t>(0, time_ns_ - scroll.start_ns) / kStillNs;
    return std::fmod(static_cast<double>(turns) * height, scroll.period);
  }

  const std::vector<std::uint32_t>& painted_children(const Instance& instance) const {
    for (std::size_t i = instance.orders.size(); i > 0; --i) {
      if (instance.orders[i - 1].start_ns <= time_ns_) return instance.orders[i - 1].children;
    }
    return instance.children;
  }

  const ItemTimeline& item_;
  std::int64_t time_ns_;
  DisplayList& list_;
};

}  // namespace

void evaluate_item(const ItemTimeline& item, std::int64_t time_ns, DisplayList& list) {
  if (!item.visible.contains(time_ns) || item.instances.empty()) return;
  Evaluator(item, time_ns, list).emit(0, Frame{});
}

}  // namespace leitai::overlays
