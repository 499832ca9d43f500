// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>

#include "overlays/paint/display_list.h"
#include "overlays/paint/pixel_rect.h"

namespace leitai::overlays {

/// Canvas pixels to the quad's coordinates, in double: whole-pixel edges stay exact.
struct InverseAffine {
  double xx = 1, xy = 0, yx = 0, yy = 1, x0 = 0, y0 = 0;
};

/// What every kind of quad needs to be painted.
struct QuadGeometry {
  PixelRect pixels;  ///< all that it can touch, cut by its clip and the damage; not empty
  InverseAffine to_quad;
  double aa = 1;  ///< the size of a canvas pixel in the quad's coordinates
};

/// The size of a canvas pixel in the quad's coordinates; nothing for a transform without an inverse.
std::optional<double> pixel_size(const Affine& transform);

/// Of a quad that reaches `reach_x`, `reach_y` (its own coordinates) beyond its rect. Nothing where
/// no pixel of `damage` can change.
std::optional<QuadGeometry> quad_geometry(const Quad& quad, double reach_x, double reach_y, PixelRect damage);

/// The pixels whose centres lie in [x0, x1) and [y0, y1), within `bounds`.
PixelRect pixels_within(const Rect& rect, PixelRect bounds);

}  // namespace leitai::overlays
