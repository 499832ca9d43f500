// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/instance.h"

#include <algorithm>
#include <cmath>

namespace leitai::overlays {
namespace {

float mixed(float a, float b, float share) {
  return a + (b - a) * share;
}

Color mixed(const Color& a, const Color& b, float share) {
  return {mixed(a.r, b.r, share), mixed(a.g, b.g, share), mixed(a.b, b.b, share), mixed(a.a, b.a, share)};
}

BoxLook mixed(const BoxLook& a, const BoxLook& b, float share) {
  BoxLook look;
  look.fill = mixed(a.fill, b.fill, share);
  look.fill_end = mixed(a.fill_end, b.fill_end, share);
  look.border = mixed(a.border, b.border, share);
  look.shadow = mixed(a.shadow, b.shadow, share);
  look.gradient_angle = mixed(a.gradient_angle, b.gradient_angle, share);
  look.border_width = mixed(a.border_width, b.border_width, share);
  for (std::size_t i = 0; i < 4; ++i) look.radius[i] = mixed(a.radius[i], b.radius[i], share);
  look.shadow_x = mixed(a.shadow_x, b.shadow_x, share);
  look.shadow_y = mixed(a.shadow_y, b.shadow_y, share);
  look.shadow_blur = mixed(a.shadow_blur, b.shadow_blur, share);
  look.shadow_spread = mixed(a.shadow_spread, b.shadow_spread, share);
  return look;
}

template <typename Look>
Look value_at(const std::vector<LookChange<Look>>& changes, std::int64_t time_ns) {
  for (std::size_t i = changes.size(); i > 0; --i) {
    const LookChange<Look>& change = changes[i - 1];
    if (time_ns < change.start_ns) continue;
    const double share = progress(time_ns, change.start_ns, change.duration_ns, change.easing);
    return share == 1.0 ? change.to : mixed(change.from, change.to, static_cast<float>(share));
  }
  return changes.empty() ? Look{} : changes.front().from;
}

}  // namespace

Pose::Pose(float opacity) : resting_opacity(opacity) {
  for (std::size_t i = 0; i < kPropertyCount; ++i) curves[i] = Curve(rest_value(static_cast<Property>(i)));
  curves[static_cast<std::size_t>(Property::opacity)] = Curve(opacity);
}

void Pose::settle() {
  moving = 0;
  for (std::size_t i = 0; i < kPropertyCount; ++i) {
    if (!curves[i].segments().empty()) moving |= 1U << i;
  }
}

float Pose::at_end(Property property) const {
  const Curve& curve = (*this)[property];
  return curve.segments().empty() && property == Property::opacity ? resting_opacity : curve.target();
}

std::int64_t Pose::rests_from_ns() const {
  std::int64_t from_ns = INT64_MIN;
  for (const Curve& curve : curves) from_ns = std::max(from_ns, curve.rests_from_ns());
  return from_ns;
}

bool Pose::only_fades() const {
  for (std::size_t i = 0; i < kPropertyCount; ++i) {
    const auto property = static_cast<Property>(i);
    if (property != Property::opacity && at_end(property) != rest_value(property)) return false;
  }
  return true;
}

Tints Tints::of(const Node& node) {
  return {to_linear(node.text.shadow.color), to_linear(node.text.outline), to_linear(node.meter.color),
          to_linear(node.meter.track)};
}

bool Instance::is_alive(std::int64_t time_ns) const {
  for (std::size_t i = alive.size(); i > 0; --i) {
    if (alive[i - 1].contains(time_ns)) return true;
  }
  return false;
}

namespace {

double seconds_since(std::int64_t start_ns, std::int64_t time_ns) {
  return static_cast<double>(std::max<std::int64_t>(0, time_ns - start_ns)) / 1e9;
}

}  // namespace

double strip_x(const Content& content, double speed, std::int64_t time_ns) {
  return content.scroll_x - speed * seconds_since(content.scroll_start_ns, time_ns);
}

double scroll_offset(const Scroll& scroll, double speed, std::int64_t time_ns) {
  if (scroll.period <= 0) return 0;
  return std::fmod(scroll.base + speed * seconds_since(scroll.start_ns, time_ns), scroll.period);
}

std::int64_t film_time_ns(const Content& content, MotionLevel motion, std::int64_t time_ns) {
  if (motion == MotionLevel::reduced) return content.film->loop ? 0 : kForever;
  return time_ns - content.film_start_ns;
}

BoxLook look_at(const std::vector<LookChange<BoxLook>>& looks, std::int64_t time_ns) {
  return value_at(looks, time_ns);
}

Color color_at(const std::vector<LookChange<Color>>& colors, std::int64_t time_ns) {
  return value_at(colors, time_ns);
}

std::pair<double, int> count_at(const std::vector<Count>& counts, std::int64_t time_ns) {
  for (std::size_t i = counts.size(); i > 0; --i) {
    const Count& count = counts[i - 1];
    if (time_ns < count.start_ns) continue;
    const double share = progress(time_ns, count.start_ns, count.duration_ns, count.easing);
    if (share == 1.0) return {count.to, count.places};
    return {count.from + (count.to - count.from) * share, count.places};
  }
  return counts.empty() ? std::pair{0.0, 0} : std::pair{counts.front().from, counts.front().places};
}

}  // namespace leitai::overlays
