// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "overlays/paint/plateau.h"
#include "overlays/paint/quad_painters.h"
#include "overlays/paint/span_painting.h"

namespace leitai::overlays {

using kernels::BoxPaint;
using kernels::RowPoints;
using kernels::Span;

namespace {

/// Without the rows at both ends for which `is_in` does not hold.
template <typename IsIn>
PixelRect trimmed(PixelRect part, const IsIn& is_in) {
  while (part.y0 < part.y1 && !is_in(part.y0)) {
    ++part.y0;
  }
  while (part.y0 < part.y1 && !is_in(part.y1 - 1)) {
    --part.y1;
  }
  return part;
}

}  // namespace

std::optional<BoxPainter> BoxPainter::create(const Quad& quad, PixelRect within) {
  const std::optional<double> aa = pixel_size(quad.transform);
  // A little less than it reaches: there it covers nothing yet.
  const double reach = aa ? *aa * (0.5 - 1e-5) : 0;
  const auto geometry = aa ? quad_geometry(quad, reach, reach, within) : std::nullopt;
  return geometry ? std::optional(BoxPainter(quad, *geometry)) : std::nullopt;
}

BoxPainter::BoxPainter(const Quad& quad, const QuadGeometry& geometry)
    : area_(geometry.pixels),
      to_quad_(geometry.to_quad),
      aa_(static_cast<float>(geometry.aa)),
      box_(quad, 0),
      gradient_(!(quad.color == quad.color2)),
      border_width_(std::max(0.0F, quad.border_width)),
      plateaus_(box_, to_quad_, inset(), area_.x0, area_.x1) {
  const float opacity = std::min(quad.opacity, 1.0F);
  light_of(quad.color, opacity, paint_.color);
  light_of(quad.border, opacity, paint_.border);
  if (gradient_) {
    float end[4];
    light_of(quad.color2, opacity, end);
    for (int c = 0; c < 4; ++c) {
      paint_.color_step[c] = end[c] - paint_.color[c];
    }
    const double x = std::cos(double{quad.gradient_angle});
    const double y = std::sin(double{quad.gradient_angle});
    const double extent =
        std::abs(x) * (double{quad.rect.x1} - quad.rect.x0) + std::abs(y) * (double{quad.rect.y1} - quad.rect.y0);
    along_x_ = static_cast<float>(x / extent);
    along_y_ = static_cast<float>(y / extent);
    const RowPoints row = box_.row(to_quad_, area_.y0);
    even_ = std::abs(row.step_x * along_x_ + row.step_y * along_y_) < 1e-9F;
  }
}

std::array<PixelRect, 2> BoxPainter::opaque_areas() const {
  if (paint_.color[3] < kernels::kFull || paint_.color_step[3] != 0) {
    return {};
  }
  const auto inside = [&](int y) {
    const Plateau plateau = plateaus_.of(box_.row(to_quad_, y), area_.x0, area_.x1);
    return plateau.inside ? plateau.span : Span{};
  };
  const auto rows = [&](const PixelRect& area, const auto& is_in) {
    PixelRect found = trimmed(area, is_in);
    if (found.y0 < found.y1) {
      const Span first = inside(found.y0);
      const Span last = inside(found.y1 - 1);
      found.x0 = std::max(first.x, last.x);
      found.x1 = std::min(first.x + first.count, last.x + last.count);
    }
    return found;
  };
  const PixelRect high = rows(area_, [&](int y) { return inside(y).count > 0; });
  const PixelRect wide = rows(high, [&](int y) { return plateaus_.is_middle(box_.row(to_quad_, y)); });
  return {wide, high};
}

/// What an even row is filled with, without a gradient.
BoxPaint BoxPainter::paint_of(const RowPoints& row) const {
  BoxPaint paint = paint_;
  if (even_ && gradient_) {
    // Always of the row's first pixel: "one colour" is up to rounding, and a span may begin anywhere.
    const float t = std::clamp(
        (row.start_x + row.step_x / 2) * along_x_ + (row.start_y + row.step_y / 2) * along_y_ + 0.5F, 0.0F, 1.0F);
    for (int c = 0; c < 4; ++c) {
      paint.color[c] += paint.color_step[c] * t;
      paint.color_step[c] = 0;
    }
  }
  return paint;
}

void BoxPainter::paint_inside(std::uint16_t* pixels, const RowPoints& row, Span span) const {
  SpanFloats t;
  kernels::ramp(row, along_x_, along_y_, span, t.data());
  kernels::paint_ramp(pixels, span.count, paint_, t.data());
}

void BoxPainter::paint_edge(std::uint16_t* pixels, const RowPoints& row, const BoxPaint& paint, SideCoverage& coverage,
                            Span span) const {
  if (!coverage.has(row, plateaus_.is_middle(row), span)) {
    kernels::box_coverage(row, box_.box, aa_, border_width_, span, coverage.outer.data(), coverage.inner.data());
  }
  if (even_ && border_width_ == 0) {
    kernels::blend_covered(pixels, span.count, paint.color, coverage.outer.data());
    return;
  }
  SpanFloats t;
  if (even_) {
    std::fill_n(t.begin(), span.count, 0.0F);
  } else {
    kernels::ramp(row, along_x_, along_y_, span, t.data());
  }
  kernels::blend_box(pixels, span.count, paint, t.data(), coverage.outer.data(), coverage.inner.data());
}

void BoxPainter::paint_row(const Surface& surface, PixelRect part, int y, Sides& sides) const {
  const RowPoints row = box_.row(to_quad_, y);
  const BoxPaint paint = paint_of(row);
  const auto edge = [&](SideCoverage& coverage, int x0, int x1) {
    in_pieces(x0, x1, [&](Span span) { paint_edge(surface.at(span.x, y), row, paint, coverage, span); });
  };
  const Plateau plateau = plateaus_.of(row, part.x0, part.x1);
  if (plateau.span.count == 0 || (!even_ && !plateau.inside)) {
    return edge(sides.left, part.x0, part.x1);
  }
  const int end = plateau.span.x + plateau.span.count;
  edge(sides.left, part.x0, plateau.span.x);
  if (!even_) {
    in_pieces(plateau.span.x, end, [&](Span span) { paint_inside(surface.at(span.x, y), row, span); });
  } else if (plateau.inside) {
    kernels::paint_solid(surface.at(plateau.span.x, y), plateau.span.count, paint.color);
  } else {
    const float outer = std::clamp(0.5F - plateau.distance / aa_, 0.0F, 1.0F);
    const float inner = std::clamp(0.5F - (plateau.distance + border_width_) / aa_, 0.0F, 1.0F);
    float color[4];
    for (int c = 0; c < 4; ++c) {
      color[c] = paint.color[c] * inner + paint.border[c] * (outer - inner);
    }
    kernels::paint_solid(surface.at(plateau.span.x, y), plateau.span.count, color);
  }
  edge(sides.right, end, part.x1);
}

/// The rows of a part with nothing but the inside, each in one colour: most of what is painted.
PixelRect BoxPainter::plain_rows(PixelRect part) const {
  const Span middle = plateaus_.middle();
  if (!even_ || part.x0 < middle.x || part.x1 > middle.x + middle.count) {
    return {part.x0, part.y1, part.x1, part.y1};
  }
  return trimmed(part, [&](int y) { return plateaus_.is_middle(box_.row(to_quad_, y)); });
}

void BoxPainter::paint_plain(const Surface& surface, PixelRect part) const {
  constexpr int kRows = 16;
  std::array<float, std::size_t{kRows} * 4> colors;
  for (int y0 = part.y0; y0 < part.y1; y0 += kRows) {
    const int rows = std::min(kRows, part.y1 - y0);
    for (int i = 0; i < rows; ++i) {
      const BoxPaint paint = paint_of(box_.row(to_quad_, y0 + i));
      std::copy_n(paint.color, 4, colors.begin() + std::ptrdiff_t{i} * 4);
    }
    kernels::paint_solid_rows({surface.at(part.x0, y0), std::size_t(surface.width)}, part.x1 - part.x0, rows,
                              colors.data());
  }
}

void BoxPainter::paint(const Surface& surface, PixelRect part) const {
  const PixelRect plain = plain_rows(part);
  Sides sides;
  for (int y = part.y0; y < plain.y0; ++y) {
    paint_row(surface, part, y, sides);
  }
  paint_plain(surface, plain);
  for (int y = plain.y1; y < part.y1; ++y) {
    paint_row(surface, part, y, sides);
  }
}

}  // namespace leitai::overlays
