// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/plateau.h"

#include <algorithm>
#include <cmath>

namespace leitai::overlays {

bool Plateaus::is_middle(const kernels::RowPoints& row) const {
  return row.step_y == 0 && box_.box.half_height - std::abs(row.start_y) >= std::max(box_.most_radius, inset_);
}

Plateau Plateaus::operator()(const kernels::RowPoints& row) {
  if (!is_middle(row)) {
    return find(row);
  }
  if (!middle_) {
    middle_ = find(row);
  }
  return *middle_;
}

Plateau Plateaus::find(const kernels::RowPoints& row) const {
  Plateau plateau{{x1_, 0}};
  if (row.step_y != 0 || row.step_x == 0) {
    return plateau;
  }
  // Nearer to the edge than this nobody can tell: less than a number of light.
  const double margin = 1e-5 * std::abs(row.step_x);
  const double depth = double{box_.box.half_height} - std::abs(row.start_y);
  const double corner = depth < box_.most_radius ? box_.most_radius : 0;
  plateau.inside = depth >= inset_ - margin;
  plateau.distance = static_cast<float>(-depth);
  // In a row that is not, the edge beneath or above must be nearer than the ones at the sides.
  const double from_side = std::max(corner, plateau.inside ? inset_ - margin : depth);
  const double reach = box_.box.half_width - from_side;
  if (reach <= 0) {
    return plateau;
  }
  const double a = (-reach - row.start_x) / row.step_x - 0.5;
  const double b = (reach - row.start_x) / row.step_x - 0.5;
  const double first = std::clamp<double>(std::ceil(std::min(a, b)), x0_, x1_);
  const double end = std::clamp<double>(std::floor(std::max(a, b)) + 1, x0_, x1_);
  plateau.span = {static_cast<int>(first), static_cast<int>(std::max(0.0, end - first))};
  return plateau;
}

}  // namespace leitai::overlays
