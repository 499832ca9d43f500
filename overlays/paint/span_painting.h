// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "overlays/paint/display_list.h"
#include "overlays/paint/kernels.h"
#include "overlays/paint/quad_geometry.h"

/// What the painters of quads share: rows, cut into spans, and a number for each pixel of a span.
namespace leitai::overlays {

using SpanFloats = std::array<float, kernels::kSpanRoom>;

/// Calls `paint` for pieces of at most kernels::kSpan.
template <typename Paint>
void in_pieces(int x0, int x1, const Paint& paint) {
  for (int x = x0; x < x1; x += kernels::kSpan) {
    paint(kernels::Span{x, std::min(kernels::kSpan, x1 - x)});
  }
}

/// A colour as the kernels take it: bounded, and what is not a number is 0.
inline void light_of(const Color& color, float opacity, float* out) {
  const float channels[] = {color.r, color.g, color.b, color.a};
  for (int c = 0; c < 4; ++c) {
    const float light = channels[c] * opacity;
    out[c] = light > 0 ? std::min(light, 1.0F) * kernels::kFull : 0;
  }
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
