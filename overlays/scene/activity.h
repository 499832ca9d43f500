// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "overlays/scene/instance.h"

namespace leitai::overlays {

/// How long each part of what would run stands where motion is reduced.
constexpr std::int64_t kStillNs = 6'000'000'000;

/// When a picture moves, and when it jumps.
class Activity {
 public:
  /// Everything that happens to an item.
  void add(const ItemTimeline& item);

  /// A film that plays there, beginning at `start_ns`, while `shown`.
  void add_film(std::shared_ptr<const MovingPicture> film, std::int64_t start_ns, const Interval& shown);

  /// Once everything is added.
  void seal();

  /// The first time after `time_ns` at which the picture may differ; kForever where it stands.
  std::int64_t next_change_ns(std::int64_t time_ns) const;

 private:
  struct Clock {
    Timer timer;
    Interval shown;
  };
  /// Something that turns each time `every_ns` have gone by since `start_ns`.
  struct Turning {
    std::int64_t start_ns = 0;
    std::int64_t every_ns = 1;
    Interval shown;
  };

  struct Film {
    std::shared_ptr<const MovingPicture> picture;
    std::int64_t start_ns = 0;
    Interval shown;
  };

  void add_instance(const Instance& instance, const ItemTimeline& item);
  void add_content(const Instance& instance, const Content& content, const ItemTimeline& item);
  /// Runs from `start_ns` for as long as the instance lives, or turns where motion is reduced.
  void add_endless(const Instance& instance, std::int64_t start_ns, const Interval& shown, MotionLevel motion);
  void add_curve(const Curve& curve, const Interval& visible);
  void add_pose(const Pose& pose, const Interval& visible);
  void add_motion(std::int64_t begin_ns, std::int64_t end_ns, const Interval& visible);
  void add_instant(std::int64_t time_ns, const Interval& visible);

  std::vector<Interval> motions_;  ///< once sealed: ascending, apart
  std::vector<std::int64_t> instants_;
  std::vector<Clock> clocks_;
  std::vector<Turning> turnings_;
  std::vector<Film> films_;
};

/// The most quads that the items ever show at one time.
std::size_t peak_quads(const std::vector<ItemTimeline>& items);

}  // namespace leitai::overlays
