// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "overlays/paint/cpu_painter.h"
#include "overlays/paint/kernels.h"
#include "overlays/paint/quad_geometry.h"

/// What the painters of shapes share: rows, cut into spans, and a number for each pixel of a span.
namespace leitai::overlays {

using SpanFloats = std::array<float, kernels::kSpanRoom>;

inline float* pixel_at(Canvas& canvas, int x, int y) {
  return canvas.pixels.data() + (std::size_t(y) * std::size_t(canvas.width) + std::size_t(x)) * 4;
}

/// Calls `paint` for pieces of at most kernels::kSpan.
template <typename Paint>
void in_pieces(int x0, int x1, const Paint& paint) {
  for (int x = x0; x < x1; x += kernels::kSpan) {
    paint(kernels::Span{x, std::min(kernels::kSpan, x1 - x)});
  }
}

inline void times(const Color& color, float opacity, float* out) {
  out[0] = color.r * opacity;
  out[1] = color.g * opacity;
  out[2] = color.b * opacity;
  out[3] = color.a * opacity;
}

/// Row y of the canvas, seen from a point of the coordinates that `t` leads to.
inline kernels::RowPoints row_points(const InverseAffine& t, double centre_x, double centre_y, int y) {
  kernels::RowPoints points;
  points.start_x = static_cast<float>(t.xy * (y + 0.5) + t.x0 - centre_x);
  points.start_y = static_cast<float>(t.yy * (y + 0.5) + t.y0 - centre_y);
  points.step_x = static_cast<float>(t.xx);
  points.step_y = static_cast<float>(t.yx);
  return points;
}

}  // namespace leitai::overlays
