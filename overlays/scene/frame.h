// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/paint/display_list.h"

namespace leitai::overlays {

/// From an instance's own pixels to the canvas: scaled, then moved. Nothing turns.
struct Frame {
  float scale_x = 1, scale_y = 1;
  float x = 0, y = 0;
  Rect clip{-1e9F, -1e9F, 1e9F, 1e9F};
  float opacity = 1;

  Affine affine() const { return {scale_x, 0, 0, scale_y, x, y}; }

  /// By pixels of the instance.
  void move(float by_x, float by_y) {
    x += scale_x * by_x;
    y += scale_y * by_y;
  }

  /// Cuts by a rectangle from the instance's origin; false where nothing is left to see.
  bool cut(float width, float height) {
    clip = intersection(clip, {x, y, x + scale_x * width, y + scale_y * height});
    return !is_empty(clip);
  }
};

}  // namespace leitai::overlays
