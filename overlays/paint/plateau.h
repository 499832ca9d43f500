// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/paint/quad_painters.h"

namespace leitai::overlays {

/// The middle of a row of a rounded box, where all pixels are covered alike: everything that is `inset` or farther
/// inside of the edge counts as covered alike.
struct Plateau {
  kernels::Span span;  ///< within what was asked for; may be empty
  bool inside = true;  ///< at least `inset` inside
  float distance = 0;  ///< to the edge, negative inside; where it is not `inside`
};

/// Finds the plateaus of one box after the other row, of the pixels x0 … x1. Empty for boxes that are turned.
class Plateaus {
 public:
  Plateaus(const CentredBox& box, float inset, int x0, int x1) : box_(box), inset_(inset), x0_(x0), x1_(x1) {}

  Plateau operator()(const kernels::RowPoints& row);
  /// The corners and the edges above and beneath are too far away to matter in this row: all such rows
  /// are covered alike from side to side.
  bool is_middle(const kernels::RowPoints& row) const;

 private:
  Plateau find(const kernels::RowPoints& row) const;

  const CentredBox& box_;
  float inset_;
  int x0_, x1_;
  std::optional<Plateau> middle_;  ///< once it is known
};

}  // namespace leitai::overlays
