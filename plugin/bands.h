// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>

#include "overlays/paint/display_list.h"

namespace leitai::plugin {

/// The canvas in bands from its top to its bottom: what lies in different ones does not overlap.
class Bands {
 public:
  static constexpr int kCount = 32;

  explicit Bands(int canvas_height = kCount) : per_pixel_(static_cast<float>(kCount) / std::max(1, canvas_height)) {}

  struct Range {
    int first, last;
  };
  /// Those that a rectangle reaches; beyond the canvas, the nearest.
  Range of(const overlays::Rect& rect) const { return {band(rect.y0), band(rect.y1)}; }

 private:
  int band(float y) const {
    const float at = y * per_pixel_;
    return at > 0 ? static_cast<int>(std::min(at, kCount - 0.5F)) : 0;  // not-a-number too
  }

  float per_pixel_;
};

}  // namespace leitai::plugin
