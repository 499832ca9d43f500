// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>

#include "overlays/paint/display_list.h"

namespace leitai::overlays {

/// A ring as the formulas of display_list.h need it: seen from its centre along the middle of its
/// sweep, about which it is symmetrical. Quad's coordinates.
struct RingShape {
  double centre_x = 0, centre_y = 0;
  double middle = 0;               ///< radius of the pen's way; 0 for a disc
  double half_width = 0;           ///< above 0
  double axis_x = 0, axis_y = -1;  ///< unit vector from the centre to the middle of the sweep
  double half_sweep = 0;           ///< above 0; π for a whole ring
  double sin_half = 0, cos_half = -1;

  /// What holds the ring and all that is at most `beyond` away from it.
  Rect bounds(double beyond) const;
};

/// Nothing for a quad that draws nothing. The numbers of a shape are finite.
std::optional<RingShape> ring_shape(const Quad& quad);

}  // namespace leitai::overlays
