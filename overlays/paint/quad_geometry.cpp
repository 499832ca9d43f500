// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/quad_geometry.h"

#include <algorithm>
#include <cmath>

namespace leitai::overlays {
namespace {

/// The first pixel whose centre is at or after `edge`, within low … high.
int first_centre_from(double edge, int low, int high) {
  if (!(edge > low)) {
    return low;  // not-a-number too
  }
  return edge >= high ? high : std::min(high, static_cast<int>(std::ceil(edge - 0.5)));
}

double determinant(const Affine& t) {
  return double{t.xx} * t.yy - double{t.xy} * t.yx;
}

}  // namespace

PixelRect pixels_within(const Rect& rect, PixelRect bounds) {
  return {first_centre_from(rect.x0, bounds.x0, bounds.x1), first_centre_from(rect.y0, bounds.y0, bounds.y1),
          first_centre_from(rect.x1, bounds.x0, bounds.x1), first_centre_from(rect.y1, bounds.y0, bounds.y1)};
}

std::optional<double> pixel_size(const Affine& transform) {
  const double size = 1 / std::sqrt(std::abs(determinant(transform)));
  return std::isfinite(size) && size > 0 ? std::optional(size) : std::nullopt;
}

std::optional<QuadGeometry> quad_geometry(const Quad& quad, double reach_x, double reach_y, PixelRect damage) {
  const Affine& t = quad.transform;
  const std::optional<double> aa = pixel_size(t);
  if (!aa || !(quad.rect.x1 > quad.rect.x0) || !(quad.rect.y1 > quad.rect.y0)) {
    return std::nullopt;
  }
  double x0 = INFINITY;
  double y0 = INFINITY;
  double x1 = -INFINITY;
  double y1 = -INFINITY;
  for (const double x : {quad.rect.x0 - reach_x, quad.rect.x1 + reach_x}) {
    for (const double y : {quad.rect.y0 - reach_y, quad.rect.y1 + reach_y}) {
      const double cx = t.xx * x + t.xy * y + t.x0;
      const double cy = t.yx * x + t.yy * y + t.y0;
      if (!std::isfinite(cx) || !std::isfinite(cy)) {
        return std::nullopt;
      }
      x0 = std::min(x0, cx);
      y0 = std::min(y0, cy);
      x1 = std::max(x1, cx);
      y1 = std::max(y1, cy);
    }
  }
  QuadGeometry geometry;
  geometry.pixels = pixels_within(quad.clip, damage);
  geometry.pixels.x0 = first_centre_from(x0, geometry.pixels.x0, geometry.pixels.x1);
  geometry.pixels.y0 = first_centre_from(y0, geometry.pixels.y0, geometry.pixels.y1);
  geometry.pixels.x1 = first_centre_from(x1, geometry.pixels.x0, geometry.pixels.x1);
  geometry.pixels.y1 = first_centre_from(y1, geometry.pixels.y0, geometry.pixels.y1);
  if (geometry.pixels.x0 >= geometry.pixels.x1 || geometry.pixels.y0 >= geometry.pixels.y1) {
    return std::nullopt;
  }
  const double det = determinant(t);
  InverseAffine& inverse = geometry.to_quad;
  inverse.xx = t.yy / det;
  inverse.xy = -t.xy / det;
  inverse.yx = -t.yx / det;
  inverse.yy = t.xx / det;
  inverse.x0 = -(inverse.xx * t.x0 + inverse.xy * t.y0);
  inverse.y0 = -(inverse.yx * t.x0 + inverse.yy * t.y0);
  geometry.aa = *aa;
  return geometry;
}

}  // namespace leitai::overlays
