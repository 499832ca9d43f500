// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "overlays/air.h"
#include "overlays/scene/curve.h"
#include "overlays/scene/layout.h"
#include "overlays/scene/resting.h"

/// What the versions of an item come to once they are put one after another: each node once, with
/// its values as curves over time. This is all that evaluating a picture looks at.
namespace leitai::overlays {

/// The animated properties of a node, or of one of its contents.
struct Pose {
  /// A bit for each property that is to be looked up; the others rest, as most of most nodes always do.
  std::uint32_t moving = (1U << kPropertyCount) - 1;
  float resting_opacity = 1;
  std::array<Curve, kPropertyCount> curves;

  explicit Pose(float opacity = 1);
  /// Notes which properties move, once the curves are complete.
  void settle();
  /// Where a property ends up.
  float at_end(Property property) const;
  /// From when on nothing moves.
  std::int64_t rests_from_ns() const;
  /// In the end nothing but the opacity is other than without a pose.
  bool only_fades() const;
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
/// next. What every frame reads stands first.
struct Content {
  Interval shown;
  std::shared_ptr<const GlyphRun> run;        ///< texts
  std::shared_ptr<const FigureSet> figures;   ///< numbers and clocks
  std::vector<Count> counts;                  ///< numbers, stars, and the shares of bars and rings
  std::optional<Timer> timer;                 ///< clocks
  std::shared_ptr<const MovingRequest> film;  ///< films, and animated pictures
  /// The film where it plays, and its place in the scene's moving pictures; null: it is not seen. The scene's alone.
  std::shared_ptr<const MovingPicture> playing;
  std::uint16_t moving = 0;
  std::int64_t film_start_ns = 0;
  std::shared_ptr<const Strip> strip;  ///< tickers
  std::int64_t scroll_start_ns = 0;    ///< tickers: when `scroll_x` is where the first text begins
  float scroll_x = 0;                  ///< canvas pixels from the node's left edge
  int repeats = 0;                     ///< tickers: how often the strip comes; 0: for ever
  int stars = 0;                       ///< how many there are in all
  BoxLook fill;                        ///< bars
  Pose pose;
};

/// The order in which a list's rows are painted, from a time on.
struct PaintOrder {
  std::int64_t start_ns = 0;
  std::vector<std::uint32_t> children;
};

/// A list that scrolls, from a time on.
struct Scroll {
  std::int64_t since_ns = 0;  ///< this holds
  std::int64_t start_ns = 0;  ///< its rows begin to move
  float base = 0;             ///< how far they are moved then, canvas pixels
  float period = 0;           ///< the height after which they come again; 0: it does not move
};

/// How far the rows are moved upwards at a time, 0 … period. `speed`: canvas pixels a second.
double scroll_offset(const Scroll& scroll, double speed, std::int64_t time_ns);

/// Where a ticker's first text begins, canvas pixels from the node's left edge. `speed`: canvas pixels a second.
double strip_x(const Content& content, double speed, std::int64_t time_ns);

/// A node's colours that never change, in linear light.
struct Tints {
  Color shadow, outline;  ///< of its text
  Color meter, track;

  static Tints of(const Node& node);
};

/// How long a film has played at a time. Where motion is reduced it stands: on its first picture, or on its last where
/// that is what stays.
std::int64_t film_time_ns(const Content& content, MotionLevel motion, std::int64_t time_ns);

struct Instance {
  const Node* node = nullptr;
  float overflow = 0;  ///< how far shadows of the subtree reach out of it, canvas pixels
  std::vector<Content> contents;
  std::vector<LookChange<BoxLook>> looks;      ///< the first is the look it came with
  std::vector<std::uint32_t> children;         ///< indices into the item's instances
  std::vector<PaintOrder> orders;              ///< lists only
  std::vector<Scroll> scrolls;                 ///< lists that scroll only
  std::vector<Interval> alive;                 ///< ascending, apart
  Curve x, y, width, height;                   ///< from the parent's top left corner, canvas pixels
  std::vector<LookChange<Color>> text_colors;  ///< as looks
  Pose pose;
  Tints tints;

  bool is_alive(std::int64_t time_ns) const;
};

BoxLook look_at(const std::vector<LookChange<BoxLook>>& looks, std::int64_t time_ns);
Color color_at(const std::vector<LookChange<Color>>& colors, std::int64_t time_ns);

/// The number on the way, and with how many places it is written.
std::pair<double, int> count_at(const std::vector<Count>& counts, std::int64_t time_ns);

/// One take of a template, with the takes that it resumed.
struct ItemTimeline {
  Interval visible;
  Interval right{INT64_MIN, kForever};  ///< the times that it is right for
  MotionLevel motion = MotionLevel::full;
  float scale = 1;                  ///< canvas pixels per design pixel
  std::vector<Instance> instances;  ///< the first is the root
  RestingItem resting;
};

}  // namespace leitai::overlays
