// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "overlays/paint/plateau.h"
#include "overlays/paint/quad_painters.h"
#include "overlays/paint/span_painting.h"

namespace leitai::overlays {

using kernels::RowPoints;
using kernels::Span;

std::optional<ShadowPainter> ShadowPainter::create(const Quad& quad, PixelRect within) {
  const std::optional<double> aa = pixel_size(quad.transform);
  const double blur = aa ? std::max<double>(quad.blur, *aa / 2) : 0;
  const auto geometry = aa ? quad_geometry(quad, blur, blur, within) : std::nullopt;
  return geometry ? std::optional(ShadowPainter(quad, *geometry, static_cast<float>(blur))) : std::nullopt;
}

ShadowPainter::ShadowPainter(const Quad& quad, const QuadGeometry& geometry, float blur)
    : area_(geometry.pixels),
      to_quad_(geometry.to_quad),
      box_(quad, blur),
      plateaus_(box_, to_quad_, blur, area_.x0, area_.x1),
      blur_(blur) {
  light_of(quad.color, std::min(quad.opacity, 1.0F), color_);
}

/// How many rows from y on, which is in the middle, are covered alike.
int ShadowPainter::equal_rows(const RowPoints& first, int y, int end) const {
  int next = y + 1;
  for (; next < end; ++next) {
    const RowPoints row = box_.row(to_quad_, next);
    if (!plateaus_.is_middle(row) || (row.start_y < 0) != (first.start_y < 0)) {
      break;
    }
  }
  return next - y;
}

void ShadowPainter::paint(const Surface& surface, PixelRect part) const {
  SideCoverage left, right;
  for (int y = part.y0, rows = 1; y < part.y1; y += rows) {
    const RowPoints row = box_.row(to_quad_, y);
    const bool middle = plateaus_.is_middle(row);
    rows = middle ? equal_rows(row, y, part.y1) : 1;
    const auto side = [&](SideCoverage& coverage, int x0, int x1) {
      in_pieces(x0, x1, [&](Span span) {
        if (!coverage.has(row, middle, span)) {
          kernels::shadow_coverage(row, box_.box, blur_, span, coverage.outer.data());
        }
        kernels::blend_covered_rows({surface.at(span.x, y), std::size_t(surface.width)}, span.count, rows, color_,
                                    coverage.outer.data());
      });
    };
    const Plateau plateau = plateaus_.of(row, part.x0, part.x1);
    side(left, part.x0, plateau.span.x);
    if (plateau.span.count > 0) {
      const float t = std::clamp((plateau.distance + blur_) * (0.5F / blur_), 0.0F, 1.0F);
      const float coverage = plateau.inside ? 1 : 1 - t * t * (3 - 2 * t);
      float color[4];
      std::transform(color_, color_ + 4, color, [&](float light) { return light * coverage; });
      for (int i = 0; i < rows; ++i) {
        kernels::paint_solid(surface.at(plateau.span.x, y + i), plateau.span.count, color);
      }
    }
    side(right, plateau.span.x + plateau.span.count, part.x1);
  }
}

}  // namespace leitai::overlays
