// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "overlays/template/easing.h"

namespace leitai::overlays {

constexpr std::int64_t kForever = INT64_MAX;

/// From `begin_ns` until before `end_ns`.
struct Interval {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = kForever;

  bool contains(std::int64_t time_ns) const { return begin_ns <= time_ns && time_ns < end_ns; }
};

/// The share of a motion's way gone at a time.
double progress(std::int64_t time_ns, std::int64_t start_ns, std::int64_t duration_ns, Easing easing);

/// One motion of a value: `from` at `start_ns`, `to` from `start_ns` + `duration_ns` on, or until
/// the next motion takes over.
struct Segment {
  std::int64_t start_ns = 0;
  std::int64_t duration_ns = 0;
  float from = 0;
  float to = 0;
  Easing easing = Easing::linear;
};

/// A number over time. Built in the order of time; what is added at a time never changes what the
/// curve was before it, so that a picture of the past does not depend on what came later.
class Curve {
 public:
  explicit Curve(float initial = 0) : initial_(initial) {}

  float at(std::int64_t time_ns) const {
    if (segments_.empty()) return initial_;
    const Segment& last = segments_.back();
    // Exactly `to` at the end: what stands still must stand on whole pixels.
    return time_ns >= last.start_ns + last.duration_ns ? last.to : on_the_way(time_ns);
  }

  /// From when on it is where it ends up.
  std::int64_t rests_from_ns() const {
    return segments_.empty() ? INT64_MIN : segments_.back().start_ns + segments_.back().duration_ns;
  }

  /// Where it ends up.
  float target() const { return segments_.empty() ? initial_ : segments_.back().to; }

  /// Jumps at `time_ns`.
  void set(std::int64_t time_ns, float value);

  /// Goes to `to` from wherever it is at `start_ns`. Motions not yet begun by then are dropped.
  void animate(std::int64_t start_ns, std::int64_t duration_ns, float to, Easing easing);

  const std::vector<Segment>& segments() const { return segments_; }

 private:
  float on_the_way(std::int64_t time_ns) const;
  void drop_from(std::int64_t time_ns);

  float initial_;
  std::vector<Segment> segments_;
};

}  // namespace leitai::overlays
