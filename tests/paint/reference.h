// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/paint/cpu_painter.h"

namespace leitai::overlays::testing {

/// The formulas of display_list.h, pixel by pixel, in double, with no thought for speed.
Canvas reference_picture(const DisplayList& list, const AtlasPixels& atlas, const Canvas& under);

/// The greatest difference of any channel; infinite where the sizes differ.
double greatest_difference(const Canvas& a, const Canvas& b);

}  // namespace leitai::overlays::testing
