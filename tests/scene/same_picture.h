// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <tuple>
#include <utility>

#include "overlays/paint/display_list.h"

namespace scene_test {

using namespace leitai::overlays;

/// Equal but for where in its atlas an engine has put its glyphs.
inline bool same_quad(const Quad& a, const Quad& b) {
  const auto size = [](const Rect& rect) { return std::pair{rect.x1 - rect.x0, rect.y1 - rect.y0}; };
  const auto affine = [](const Affine& t) { return std::tuple{t.xx, t.xy, t.yx, t.yy, t.x0, t.y0}; };
  return a.kind == b.kind && a.number == b.number && a.rect == b.rect && affine(a.transform) == affine(b.transform) &&
         a.clip == b.clip && a.opacity == b.opacity && a.color == b.color && a.color2 == b.color2 &&
         a.border == b.border && a.gradient_angle == b.gradient_angle && a.border_width == b.border_width &&
         a.blur == b.blur && std::equal(a.radius, a.radius + 4, b.radius) && size(a.texels) == size(b.texels);
}

inline bool same_picture(const DisplayList& a, const DisplayList& b) {
  return a.width == b.width && a.height == b.height &&
         std::equal(a.quads.begin(), a.quads.end(), b.quads.begin(), b.quads.end(), same_quad);
}

}  // namespace scene_test
