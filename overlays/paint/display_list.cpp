// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/display_list.h"

#include <algorithm>

#include "overlays/paint/srgb.h"

namespace leitai::overlays {

Color color_from_srgb(float r, float g, float b, float a) {
  const float alpha = std::clamp(a, 0.0F, 1.0F);
  const auto light = [alpha](float v) {
    return static_cast<float>(linear_from_srgb(std::clamp(v, 0.0F, 1.0F))) * alpha;
  };
  return {light(r), light(g), light(b), alpha};
}

}  // namespace leitai::overlays
