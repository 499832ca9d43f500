// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/moving_pixels.h"

namespace leitai::overlays {

std::vector<AtlasPagePixels> moving_pixels(const PreparedScene& scene, const DisplayList& list) {
  const auto pictures = scene.moving();
  std::vector<AtlasPagePixels> pages(pictures.size());
  for (const Quad& quad : list.quads) {
    if (quad.kind != QuadKind::moving || quad.page >= pages.size()) continue;
    MovingPicture& picture = *pictures[quad.page];
    const auto pixels = picture.wait_for(quad.number);
    if (pixels) pages[quad.page] = {picture.width(), picture.height(), pixels->rgba};
  }
  return pages;
}

}  // namespace leitai::overlays
