// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/curve.h"

namespace leitai::overlays {

double progress(std::int64_t time_ns, std::int64_t start_ns, std::int64_t duration_ns, Easing easing) {
  if (time_ns >= start_ns + duration_ns) return 1;
  if (time_ns <= start_ns) return 0;
  return ease(easing, static_cast<double>(time_ns - start_ns) / static_cast<double>(duration_ns));
}

float Curve::on_the_way(std::int64_t time_ns) const {
  for (std::size_t i = segments_.size(); i > 0; --i) {
    const Segment& segment = segments_[i - 1];
    if (time_ns < segment.start_ns) continue;
    const double share = progress(time_ns, segment.start_ns, segment.duration_ns, segment.easing);
    if (share == 1.0) return segment.to;
    return static_cast<float>(segment.from + (segment.to - segment.from) * share);
  }
  return initial_;
}

void Curve::drop_from(std::int64_t time_ns) {
  while (!segments_.empty() && segments_.back().start_ns >= time_ns) segments_.pop_back();
}

void Curve::set(std::int64_t time_ns, float value) {
  drop_from(time_ns);
  if (target() == value && (segments_.empty() || segments_.back().start_ns + segments_.back().duration_ns <= time_ns)) {
    return;
  }
  segments_.push_back({time_ns, 0, value, value, Easing::linear});
}

void Curve::animate(std::int64_t start_ns, std::int64_t duration_ns, float to, Easing easing) {
  if (duration_ns <= 0) {
    set(start_ns, to);
    return;
  }
  // Read before a jump at the same time is dropped: the motion starts where the jump led.
  const float from = at(start_ns);
  drop_from(start_ns);
  if (from == to && target() == to) return;
  segments_.push_back({start_ns, duration_ns, from, to, easing});
}

}  // namespace leitai::overlays
