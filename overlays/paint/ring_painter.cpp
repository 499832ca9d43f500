// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cmath>

#include "overlays/paint/kernels.h"
#include "overlays/paint/quad_geometry.h"
#include "overlays/paint/quad_painters.h"
#include "overlays/paint/ring_shape.h"
#include "overlays/paint/span_painting.h"

namespace leitai::overlays {
namespace {

using kernels::RowPoints;
using kernels::Span;

/// Canvas pixels to where the ring's centre is 0, 0 and the middle of its sweep straight ahead (+y).
InverseAffine from_canvas(const InverseAffine& t, const RingShape& ring) {
  const double x0 = t.x0 - ring.centre_x;
  const double y0 = t.y0 - ring.centre_y;
  return {t.yx * ring.axis_x - t.xx * ring.axis_y, t.yy * ring.axis_x - t.xy * ring.axis_y,
          t.xx * ring.axis_x + t.yx * ring.axis_y, t.xy * ring.axis_x + t.yy * ring.axis_y,
          y0 * ring.axis_x - x0 * ring.axis_y,     x0 * ring.axis_x + y0 * ring.axis_y};
}

/// The pixels of a row, from x0 to x1, that lie nearer than `radius` to the centre.
Span near_centre(const RowPoints& row, double radius, int x0, int x1) {
  const double a = double{row.step_x} * row.step_x + double{row.step_y} * row.step_y;
  const double b = double{row.step_x} * row.start_x + double{row.step_y} * row.start_y;
  const double c = double{row.start_x} * row.start_x + double{row.start_y} * row.start_y - radius * radius;
  const double root = b * b - a * c;
  if (!(radius > 0) || !(a > 0) || !(root > 0) || !std::isfinite(root / a)) {
    return {x1, 0};
  }
  const double first = std::clamp<double>(std::ceil((-b - std::sqrt(root)) / a - 0.5), x0, x1);
  const double end = std::clamp<double>(std::floor((-b + std::sqrt(root)) / a - 0.5) + 1, x0, x1);
  return {static_cast<int>(first), static_cast<int>(std::max(0.0, end - first))};
}

}  // namespace

std::optional<RingPainter> RingPainter::create(const Quad& quad, PixelRect within) {
  const std::optional<double> aa = pixel_size(quad.transform);
  const std::optional<RingShape> ring = ring_shape(quad);
  if (!aa || !ring) {
    return std::nullopt;
  }
  // Half a pixel farther than light falls: these bounds need not be exact.
  Quad bounded = quad;
  bounded.rect = ring->bounds(*aa);
  const auto geometry = quad_geometry(bounded, 0, 0, within);
  if (!geometry) {
    return std::nullopt;
  }
  RingPainter painter;
  painter.area_ = geometry->pixels;
  painter.to_ring_ = from_canvas(geometry->to_quad, *ring);
  painter.aa_ = static_cast<float>(*aa);
  painter.ring_ = {static_cast<float>(ring->middle), static_cast<float>(ring->half_width),
                   static_cast<float>(ring->sin_half), static_cast<float>(ring->cos_half)};
  painter.outer_ = ring->middle + ring->half_width + *aa;
  painter.hole_ = ring->middle - ring->half_width - *aa;
  light_of(quad.color, std::min(quad.opacity, 1.0F), painter.color_);
  return painter;
}

void RingPainter::paint(const Surface& surface, PixelRect part) const {
  for (int y = part.y0; y < part.y1; ++y) {
    const RowPoints row = row_points(to_ring_, 0, 0, y);
    const auto cover = [&](Span span) {
      SpanFloats coverage;
      kernels::ring_coverage(row, ring_, aa_, span, coverage.data());
      kernels::blend_covered(surface.at(span.x, y), span.count, color_, coverage.data());
    };
    const Span all = near_centre(row, outer_, part.x0, part.x1);
    const Span empty = near_centre(row, hole_, all.x, all.x + all.count);
    in_pieces(all.x, empty.x, cover);
    in_pieces(empty.x + empty.count, all.x + all.count, cover);
  }
}

}  // namespace leitai::overlays
