// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "overlays/paint/display_list.h"
#include "overlays/paint/pixel_rect.h"

namespace leitai::overlays {

/// Where the pictures of two lists can differ: rectangles on the canvas, from top to bottom, none beside another. Both
/// lists are of one size and name the same atlas pages, in which what the first one uses has not been replaced.
std::vector<PixelRect> damage_between(const DisplayList& before, const DisplayList& after);

}  // namespace leitai::overlays
