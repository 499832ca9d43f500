// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/paint/cpu_painter.h"

namespace leitai::cli {

/// What graphics are judged over: blurred pictures of a stage, drawn here, so that they are the same everywhere.
enum class Backdrop {
  dark,    ///< a stage in the evening: spots, a speaker, an audience in the dark
  bright,  ///< a hall by day: windows, a banner, a speaker, rows of people
};

/// An opaque picture of that size in pixels, of the shape 16:9.
overlays::Canvas draw_backdrop(Backdrop backdrop, int width, int height);

}  // namespace leitai::cli
