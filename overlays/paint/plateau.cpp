// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/plateau.h"

#include <algorithm>
#include <cmath>

namespace leitai::overlays {
namespace {

/// The first whole number from `least` on, between two others. Not by std::ceil, which is a function's call where a
/// processor may be older than the instruction.
int first_from(double least, int low, int high) {
  const double bounded = std::clamp<double>(least, low, high);
  const int whole = static_cast<int>(bounded);
  return whole < bounded ? whole + 1 : whole;
}

}  // namespace

CentredBox::CentredBox(const Quad& quad, float grown)
    : centre_x((double{quad.rect.x0} + quad.rect.x1) / 2), centre_y((double{quad.rect.y0} + quad.rect.y1) / 2) {
  box.half_width = static_cast<float>((double{quad.rect.x1} - quad.rect.x0) / 2);
  box.half_height = static_cast<float>((double{quad.rect.y1} - quad.rect.y0) / 2);
  for (std::size_t i = 0; i < 4; ++i) {
    box.radius[i] = std::clamp(quad.radius[i] + grown, 0.0F, std::min(box.half_width, box.half_height));
    most_radius = std::max(most_radius, box.radius[i]);
  }
}

kernels::RowPoints CentredBox::row(const InverseAffine& to_quad, int y) const {
  return row_points(to_quad, centre_x, centre_y, y);
}

Plateaus::Plateaus(const CentredBox& box, const InverseAffine& to_quad, float inset, int x0, int x1)
    : box_(box.box),
      most_radius_(box.most_radius),
      inset_(inset),
      x0_(x0),
      x1_(x1),
      upright_(to_quad.xy == 0 && to_quad.yx == 0) {
  kernels::RowPoints row = box.row(to_quad, 0);
  row.start_y = 0;
  middle_ = find(row);
}

bool Plateaus::is_middle(const kernels::RowPoints& row) const {
  return upright_ && box_.half_height - std::abs(row.start_y) >= std::max(most_radius_, inset_);
}

Plateau Plateaus::of(const kernels::RowPoints& row, int x0, int x1) const {
  Plateau plateau = is_middle(row) ? middle_ : find(row);
  const int end = std::clamp(plateau.span.x + plateau.span.count, x0, x1);
  plateau.span.x = std::clamp(plateau.span.x, x0, x1);
  plateau.span.count = end - plateau.span.x;
  return plateau;
}

Plateau Plateaus::find(const kernels::RowPoints& row) const {
  Plateau plateau{{x1_, 0}};
  if (row.step_y != 0 || row.step_x == 0) {
    return plateau;
  }
  // Nearer to the edge than this nobody can tell: less than a number of light.
  const double margin = 1e-5 * std::abs(row.step_x);
  const double depth = double{box_.half_height} - std::abs(row.start_y);
  const double corner = depth < most_radius_ ? most_radius_ : 0;
  plateau.inside = depth >= inset_ - margin;
  plateau.distance = static_cast<float>(-depth);
  // In a row that is not, the edge beneath or above must be nearer than the ones at the sides.
  const double from_side = std::max(corner, plateau.inside ? inset_ - margin : depth);
  const double reach = box_.half_width - from_side;
  if (reach <= 0) {
    return plateau;
  }
  const double a = (-reach - row.start_x) / row.step_x - 0.5;
  const double b = (reach - row.start_x) / row.step_x - 0.5;
  if (std::isnan(a) || std::isnan(b)) {
    return plateau;  // so small that its numbers are beyond a float's
  }
  const int first = first_from(std::min(a, b), x0_, x1_);
  plateau.span = {first, std::max(0, -first_from(-std::max(a, b), 1 - x1_, 1 - x0_) + 1 - first)};
  return plateau;
}

bool SideCoverage::has(const kernels::RowPoints& row, bool middle, kernels::Span span) {
  const bool above = row.start_y < 0;
  const bool had = middle && of_ == span && above_ == above;
  of_ = middle ? span : kernels::Span{};
  above_ = above;
  return had;
}

}  // namespace leitai::overlays
