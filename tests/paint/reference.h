// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "overlays/paint/cpu_painter.h"

namespace leitai::overlays::testing {

/// Premultiplied light, 0 … 1, not rounded: width · height · 4.
struct LightPicture {
  int width = 0;
  int height = 0;
  std::vector<double> pixels;
};

LightPicture light_of(const Canvas& canvas);

/// The formulas of display_list.h, pixel by pixel, in double, with no thought for speed.
LightPicture reference_picture(const DisplayList& list, const AtlasPixels& atlas, const Canvas& under);

/// The greatest difference of any channel; infinite where the sizes differ.
double greatest_difference(const Canvas& canvas, const LightPicture& reference);

}  // namespace leitai::overlays::testing
