// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

struct FT_Outline_;

namespace leitai::overlays {

/// A point in pixels, y downwards.
struct OutlinePoint {
  float x = 0, y = 0;
};

/// Closed polygons. What they wind around at all is filled.
struct Contours {
  std::vector<OutlinePoint> points;
  std::vector<std::size_t> ends;  ///< of each polygon: one past its last point
};

/// The lines and curves of a glyph's outline, moved right by that many pixels.
Contours flattened(const FT_Outline_& outline, float shift_px);

/// What a round pen of this radius covers whose middle goes over all of `contours`; together with what
/// they fill. Their larger part must run the same way around what is filled, as a font's do.
Contours grown(const Contours& contours, float radius_px);

/// How much of each pixel is covered, 0…1, from (left, top) on.
struct Coverage {
  int left = 0, top = 0, width = 0, height = 0;
  std::vector<float> values;
};

/// The pixels that the contours touch, at most `kMaxCoverageSide` both ways: nothing where they are more,
/// or where a point is nowhere.
Coverage filled(const Contours& contours);
constexpr int kMaxCoverageSide = 4096;

}  // namespace leitai::overlays
