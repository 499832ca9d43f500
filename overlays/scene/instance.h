// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "overlays/scene/curve.h"
#include "overlays/scene/layout.h"

/// What the versions of an item come to once they are put one after another: each node once, with
/// its values as curves over time. This is all that evaluating a picture looks at.
namespace leitai::overlays {

/// From `begin_ns` until before `end_ns`.
struct Interval {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = kForever;

  bool contains(std::int64_t time_ns) const { return begin_ns <= time_ns && time_ns < end_ns; }
};

/// The animated properties of a node, or of one of its contents.
struct Pose {
  std::array<Curve, kPropertyCount> curves;

  explicit Pose(float opacity = 1);
  Curve& operator[](Property property) { return curves[static_cast<std::size_t>(property)]; }
  const Curve& operator[](Property property) const { return curves[static_cast<std::size_t>(property)]; }
};

/// A value that goes from one look to another.
template <typename Look>
struct LookChange {
  std::int64_t start_ns = 0;
  std::int64_t duration_ns = 0;
  Easing easing = Easing::linear;
  Look from, to;
};

/// One stretch of a number's counting.
struct Count {
  std::int64_t start_ns = 0;
  std::int64_t duration_ns = 0;
  Easing easing = Easing::linear;
  double from = 0, to = 0;
  int places = 0;
};

/// What a text, number or clock shows during a time. Contents overlap while one gives way to the
/// next.
struct Content {
  Interval shown;
  Pose pose;
  std::shared_ptr<const GlyphRun> run;       ///< texts
  std::shared_ptr<const FigureSet> figures;  ///< numbers and clocks
  std::vector<Count> counts;                 ///< numbers
  std::optional<Timer> timer;                ///< clocks
};

/// The order in which a list's rows are painted, from a time on.
struct PaintOrder {
  std::int64_t start_ns = 0;
  std::vector<std::uint32_t> children;
};

struct Instance {
  const Node* node = nullptr;
  std::vector<Interval> alive;  ///< ascending, apart
  Curve x, y, width, height;    ///< from the parent's top left corner, canvas pixels
  Pose pose;
  std::vector<LookChange<BoxLook>> looks;      ///< the first is the look it came with
  std::vector<LookChange<Color>> text_colors;  ///< likewise
  std::vector<Content> contents;
  std::vector<std::uint32_t> children;  ///< indices into the item's instances
  std::vector<PaintOrder> orders;       ///< lists only
  float overflow = 0;                   ///< how far shadows of the subtree reach out of it, canvas pixels

  bool is_alive(std::int64_t time_ns) const;
};

BoxLook look_at(const std::vector<LookChange<BoxLook>>& looks, std::int64_t time_ns);
Color color_at(const std::vector<LookChange<Color>>& colors, std::int64_t time_ns);

/// The number on the way, and with how many places it is written.
std::pair<double, int> count_at(const std::vector<Count>& counts, std::int64_t time_ns);

/// One take of a template, with the takes that it resumed.
struct ItemTimeline {
  Interval visible;
  std::vector<Instance> instances;  ///< the first is the root
};

}  // namespace leitai::overlays
