// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "overlays/scene/instance.h"

namespace leitai::overlays {

/// When a picture moves, and when it jumps.
class Activity {
 public:
  /// Everything that happens to an item.
  void add(const ItemTimeline& item);

  /// Once everything is added.
  void seal();

  /// The first time after `time_ns` at which the picture may differ; kForever where it stands.
  std::int64_t next_change_ns(std::int64_t time_ns) const;

 private:
  struct Clock {
    Timer timer;
    Interval shown;
  };

  void add_instance(const Instance& instance, const Interval& visible);
  void add_content(const Instance& instance, const Content& content, const Interval& visible);
  void add_curve(const Curve& curve, const Interval& visible);
  void add_pose(const Pose& pose, const Interval& visible);
  void add_motion(std::int64_t begin_ns, std::int64_t end_ns, const Interval& visible);
  void add_instant(std::int64_t time_ns, const Interval& visible);

  std::vector<Interval> motions_;  ///< once sealed: ascending, apart
  std::vector<std::int64_t> instants_;
  std::vector<Clock> clocks_;
};

/// The most quads that the items ever show at one time.
std::size_t peak_quads(const std::vector<ItemTimeline>& items);

}  // namespace leitai::overlays
