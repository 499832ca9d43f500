// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "overlays/paint/kernels.h"
#include "overlays/paint/quad_geometry.h"
#include "overlays/paint/quad_painters.h"
#include "overlays/paint/span_painting.h"

namespace leitai::overlays {
namespace {

using kernels::BoxPaint;
using kernels::RoundBox;
using kernels::RowPoints;
using kernels::Span;

/// A box seen from its centre.
struct CentredBox {
  RoundBox box;
  double centre_x = 0, centre_y = 0;

  /// `grown` is added to the radii.
  CentredBox(const Quad& quad, float grown)
      : centre_x((double{quad.rect.x0} + quad.rect.x1) / 2), centre_y((double{quad.rect.y0} + quad.rect.y1) / 2) {
    box.half_width = static_cast<float>((double{quad.rect.x1} - quad.rect.x0) / 2);
    box.half_height = static_cast<float>((double{quad.rect.y1} - quad.rect.y0) / 2);
    for (std::size_t i = 0; i < 4; ++i) {
      box.radius[i] = std::clamp(quad.radius[i] + grown, 0.0F, std::min(box.half_width, box.half_height));
    }
  }

  RowPoints row(const InverseAffine& t, int y) const { return row_points(t, centre_x, centre_y, y); }

  /// The pixels of a row that lie at least `inset` inside the edge, whatever the corners: where
  /// coverage is plain. None for boxes that are turned.
  Span interior(const RowPoints& points, double inset, int x0, int x1) const {
    const double margin = 1e-3 * std::abs(points.step_x);
    const double radius = *std::max_element(box.radius, box.radius + 4);
    const double from_middle = std::abs(points.start_y);
    if (points.step_y != 0 || points.step_x == 0 || from_middle > box.half_height - inset - margin) {
      return {x1, 0};
    }
    const bool beside_corners = from_middle <= box.half_height - radius - margin;
    const double reach = box.half_width - (beside_corners ? inset : std::max(inset, radius)) - margin;
    if (reach <= 0) {
      return {x1, 0};
    }
    const double a = (-reach - points.start_x) / points.step_x - 0.5;
    const double b = (reach - points.start_x) / points.step_x - 0.5;
    const double first = std::clamp<double>(std::ceil(std::min(a, b)), x0, x1);
    const double end = std::clamp<double>(std::floor(std::max(a, b)) + 1, x0, x1);
    return {static_cast<int>(first), static_cast<int>(std::max(0.0, end - first))};
  }
};

class BoxFill {
 public:
  explicit BoxFill(const Quad& quad) : gradient_(!(quad.color == quad.color2)) {
    const float opacity = std::min(quad.opacity, 1.0F);
    times(quad.color, opacity, paint_.color);
    border_width_ = std::max(0.0F, quad.border_width);
    times(quad.border, opacity, paint_.border);
    if (gradient_) {
      float end[4];
      times(quad.color2, opacity, end);
      for (int c = 0; c < 4; ++c) {
        paint_.color_step[c] = end[c] - paint_.color[c];
      }
      const double x = std::cos(double{quad.gradient_angle});
      const double y = std::sin(double{quad.gradient_angle});
      const double extent =
          std::abs(x) * (double{quad.rect.x1} - quad.rect.x0) + std::abs(y) * (double{quad.rect.y1} - quad.rect.y0);
      along_x_ = static_cast<float>(x / extent);
      along_y_ = static_cast<float>(y / extent);
    }
  }

  float border_width() const { return border_width_; }

  /// The whole row has one colour.
  bool is_even(const RowPoints& row) const {
    return !gradient_ || std::abs(row.step_x * along_x_ + row.step_y * along_y_) < 1e-9F;
  }

  void paint_inside(float* pixels, const RowPoints& row, Span span) const {
    SpanFloats t;
    // Always of the row's first pixel: "one colour" is up to rounding, and a span may begin anywhere.
    kernels::ramp(row, along_x_, along_y_, {0, 1}, t.data());
    float color[4];
    for (int c = 0; c < 4; ++c) {
      color[c] = paint_.color[c] + paint_.color_step[c] * (gradient_ ? t[0] : 0);
    }
    kernels::blend_solid(pixels, span.count, color);
  }

  void paint_edge(float* pixels, const CentredBox& box, const RowPoints& row, float aa, Span span) const {
    SpanFloats outer;
    SpanFloats inner;
    kernels::box_coverage(row, box.box, aa, border_width_, span, outer.data(), inner.data());
    if (!gradient_ && border_width_ == 0) {
      kernels::blend_covered(pixels, span.count, paint_.color, outer.data());
      return;
    }
    SpanFloats t;
    kernels::ramp(row, along_x_, along_y_, span, t.data());
    kernels::blend_box(pixels, span.count, paint_, t.data(), outer.data(), inner.data());
  }

 private:
  BoxPaint paint_;
  bool gradient_;
  float border_width_ = 0;
  float along_x_ = 0, along_y_ = 0;
};

}  // namespace

void paint_box(const Quad& quad, Canvas& canvas, PixelRect damage) {
  const std::optional<double> aa = pixel_size(quad.transform);
  const auto geometry = aa ? quad_geometry(quad, *aa / 2, *aa / 2, damage) : std::nullopt;
  if (!geometry) {
    return;
  }
  const PixelRect& area = geometry->pixels;
  const CentredBox box(quad, 0);
  const BoxFill fill(quad);
  const auto aa_width = static_cast<float>(*aa);
  for (int y = area.y0; y < area.y1; ++y) {
    const RowPoints row = box.row(geometry->to_quad, y);
    const auto edge = [&](Span span) { fill.paint_edge(pixel_at(canvas, span.x, y), box, row, aa_width, span); };
    Span inside{area.x1, 0};
    if (fill.is_even(row)) {
      inside = box.interior(row, fill.border_width() + *aa / 2, area.x0, area.x1);
    }
    in_pieces(area.x0, inside.x, edge);
    if (inside.count > 0) {
      fill.paint_inside(pixel_at(canvas, inside.x, y), row, inside);
    }
    in_pieces(inside.x + inside.count, area.x1, edge);
  }
}

void paint_shadow(const Quad& quad, Canvas& canvas, PixelRect damage) {
  const std::optional<double> aa = pixel_size(quad.transform);
  const double blur = aa ? std::max<double>(quad.blur, *aa / 2) : 0;
  const auto geometry = aa ? quad_geometry(quad, blur, blur, damage) : std::nullopt;
  if (!geometry) {
    return;
  }
  const PixelRect& area = geometry->pixels;
  const CentredBox box(quad, static_cast<float>(blur));
  float color[4];
  times(quad.color, std::min(quad.opacity, 1.0F), color);
  for (int y = area.y0; y < area.y1; ++y) {
    const RowPoints row = box.row(geometry->to_quad, y);
    const auto edge = [&](Span span) {
      SpanFloats coverage;
      kernels::shadow_coverage(row, box.box, static_cast<float>(blur), span, coverage.data());
      kernels::blend_covered(pixel_at(canvas, span.x, y), span.count, color, coverage.data());
    };
    const Span inside = box.interior(row, blur, area.x0, area.x1);
    in_pieces(area.x0, inside.x, edge);
    kernels::blend_solid(pixel_at(canvas, inside.x, y), inside.count, color);
    in_pieces(inside.x + inside.count, area.x1, edge);
  }
}

}  // namespace leitai::overlays
