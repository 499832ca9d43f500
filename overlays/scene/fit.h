// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/scene/layout.h"

namespace leitai::overlays {

/// Fits what is written, and pictures, to the places that the arrangement gave: texts shrink, wrap and end with "…",
/// figures shrink. `scale` is canvas pixels per design pixel.
void fit(LaidOut& tree, float scale, GlyphCache& glyphs, PictureCache& pictures);

}  // namespace leitai::overlays
