// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "overlays/paint/cpu_painter.h"
#include "overlays/scene/scene.h"

namespace leitai::overlays {

/// What `list`, evaluated by `scene`, shows of its moving pictures, for AtlasPixels::moving. Decodes where it must, and
/// so the scene's are Reading::when_asked. Right until it is asked for another list.
std::vector<AtlasPagePixels> moving_pixels(const PreparedScene& scene, const DisplayList& list);

}  // namespace leitai::overlays
