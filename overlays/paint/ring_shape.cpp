// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/ring_shape.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace leitai::overlays {

std::optional<RingShape> ring_shape(const Quad& quad) {
  const double width = double{quad.rect.x1} - quad.rect.x0;
  const double height = double{quad.rect.y1} - quad.rect.y0;
  const double outer = std::min(width, height) / 2;
  if (!(width > 0) || !(height > 0) || !std::isfinite(width + height) || !(quad.border_width > 0) ||
      !(quad.sweep > 0) || !std::isfinite(quad.gradient_angle)) {
    return std::nullopt;
  }
  RingShape ring;
  ring.centre_x = (double{quad.rect.x0} + quad.rect.x1) / 2;
  ring.centre_y = (double{quad.rect.y0} + quad.rect.y1) / 2;
  ring.half_width = std::min<double>(quad.border_width, outer) / 2;
  ring.middle = outer - ring.half_width;
  if (quad.sweep >= 2 * M_PI) {
    ring.half_sweep = M_PI;
    if (quad.border_width >= outer) {
      ring.middle = 0;
      ring.half_width = outer;
    }
    return ring;
  }
  ring.half_sweep = double{quad.sweep} / 2;
  ring.sin_half = std::sin(ring.half_sweep);
  ring.cos_half = std::cos(ring.half_sweep);
  const double axis = quad.gradient_angle + ring.half_sweep;
  ring.axis_x = std::sin(axis);
  ring.axis_y = -std::cos(axis);
  return ring;
}

Rect RingShape::bounds(double beyond) const {
  double x0 = INFINITY;
  double y0 = INFINITY;
  double x1 = -INFINITY;
  double y1 = -INFINITY;
  const auto include = [&](double x, double y) {
    x0 = std::min(x0, x);
    y0 = std::min(y0, y);
    x1 = std::max(x1, x);
    y1 = std::max(y1, y);
  };
  // The way's ends, and where it is farthest to each side.
  for (const double side : {-sin_half, sin_half}) {
    include(cos_half * axis_x - side * axis_y, cos_half * axis_y + side * axis_x);
  }
  for (const auto& [x, y] : {std::pair{1.0, 0.0}, {0.0, 1.0}, {-1.0, 0.0}, {0.0, -1.0}}) {
    const double along = x * axis_x + y * axis_y;
    const double across = std::abs(y * axis_x - x * axis_y);
    if (across * cos_half <= along * sin_half) {
      include(x, y);
    }
  }
  const double reach = half_width + beyond;
  return {static_cast<float>(centre_x + x0 * middle - reach), static_cast<float>(centre_y + y0 * middle - reach),
          static_cast<float>(centre_x + x1 * middle + reach), static_cast<float>(centre_y + y1 * middle + reach)};
}

}  // namespace leitai::overlays
