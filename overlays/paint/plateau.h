// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/paint/span_painting.h"

namespace leitai::overlays {

/// A rounded box, seen from its centre.
struct CentredBox {
  kernels::RoundBox box;
  double centre_x = 0, centre_y = 0;
  float most_radius = 0;

  /// `grown` is added to the radii.
  CentredBox(const Quad& quad, float grown);

  kernels::RowPoints row(const InverseAffine& to_quad, int y) const;
};

/// The middle of a row of a rounded box, where all pixels are covered alike: everything that is `inset` or farther
/// inside of the edge counts as covered alike.
struct Plateau {
  kernels::Span span;  ///< within what was asked for; may be empty
  bool inside = true;  ///< at least `inset` inside
  float distance = 0;  ///< to the edge, negative inside; where it is not `inside`
};

/// Finds the plateaus of a box's rows. Empty for boxes that are turned.
class Plateaus {
 public:
  /// Of the pixels x0 … x1 at most.
  Plateaus(const CentredBox& box, const InverseAffine& to_quad, float inset, int x0, int x1);

  /// Within the pixels x0 … x1.
  Plateau of(const kernels::RowPoints& row, int x0, int x1) const;
  /// The corners and the edges above and beneath are too far away to matter in this row: all such rows
  /// are covered alike from side to side.
  bool is_middle(const kernels::RowPoints& row) const;
  /// Of each row in the middle.
  const kernels::Span& middle() const { return middle_.span; }

 private:
  Plateau find(const kernels::RowPoints& row) const;

  kernels::RoundBox box_;
  float most_radius_;
  float inset_;
  int x0_, x1_;
  bool upright_;    ///< rows lie along the box's, straight beneath each other
  Plateau middle_;  ///< of each row in the middle
};

/// What covers the pixels at one side of a plateau. In the middle of a box, what was found out for one row does for
/// the next.
class SideCoverage {
 public:
  SpanFloats outer, inner;

  /// Whether it holds what is asked for. If not, the caller fills it with that.
  bool has(const kernels::RowPoints& row, bool middle, kernels::Span span);

 private:
  kernels::Span of_;   ///< empty where it is of another row than one in the middle
  bool above_ = true;  ///< the box's centre: radii differ, and so does rounding
};

}  // namespace leitai::overlays
