// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <optional>

#include "overlays/paint/cpu_painter.h"
#include "overlays/paint/kernels.h"
#include "overlays/paint/plateau.h"
#include "overlays/paint/quad_geometry.h"
#include "overlays/paint/surface.h"

/// Each kind of quad, made ready once and then painted part by part. `area` is all that it can
/// change; a part lies within it and on the surface. However a picture is cut into parts, its pixels
/// are the same.
namespace leitai::overlays {

class BoxPainter {
 public:
  /// Nothing where no pixel of `within` can change.
  static std::optional<BoxPainter> create(const Quad& quad, PixelRect within);

  const PixelRect& area() const { return area_; }
  void paint(const Surface& surface, PixelRect part) const;
  /// Pixels that come out the same whatever lies beneath: all rows but the ones beside the corners, and all
  /// columns but those. They may be empty, and overlap.
  std::array<PixelRect, 2> opaque_areas() const;

 private:
  BoxPainter(const Quad& quad, const QuadGeometry& geometry);
  /// The pixels at both sides of a plateau.
  struct Sides {
    SideCoverage left, right;
  };
  PixelRect plain_rows(PixelRect part) const;
  void paint_plain(const Surface& surface, PixelRect part) const;
  void paint_row(const Surface& surface, PixelRect part, int y, Sides& sides) const;
  void paint_edge(std::uint16_t* pixels, const kernels::RowPoints& row, const kernels::BoxPaint& paint,
                  SideCoverage& coverage, kernels::Span span) const;
  void paint_inside(std::uint16_t* pixels, const kernels::RowPoints& row, kernels::Span span) const;
  kernels::BoxPaint paint_of(const kernels::RowPoints& row) const;
  float inset() const { return border_width_ + aa_ / 2; }

  PixelRect area_;
  InverseAffine to_quad_;
  float aa_;
  CentredBox box_;
  kernels::BoxPaint paint_;
  bool gradient_;
  bool even_ = true;  ///< each row has one colour
  float border_width_;
  float along_x_ = 0, along_y_ = 0;
  Plateaus plateaus_;
};

class ShadowPainter {
 public:
  static std::optional<ShadowPainter> create(const Quad& quad, PixelRect within);

  const PixelRect& area() const { return area_; }
  void paint(const Surface& surface, PixelRect part) const;

 private:
  ShadowPainter(const Quad& quad, const QuadGeometry& geometry, float blur);
  int equal_rows(const kernels::RowPoints& first, int y, int end) const;

  PixelRect area_;
  InverseAffine to_quad_;
  CentredBox box_;
  Plateaus plateaus_;
  float blur_;
  float color_[4];
};

class RingPainter {
 public:
  static std::optional<RingPainter> create(const Quad& quad, PixelRect within);

  const PixelRect& area() const { return area_; }
  void paint(const Surface& surface, PixelRect part) const;

 private:
  RingPainter() = default;

  PixelRect area_;
  InverseAffine to_ring_;
  float aa_ = 1;
  kernels::Ring ring_;
  double outer_ = 0, hole_ = 0;
  float color_[4] = {};
};

/// A glyph or an emoji.
class TexelPainter {
 public:
  /// The page stays where it is for as long as the painter lives.
  static std::optional<TexelPainter> create(const Quad& quad, const AtlasPagePixels& page, PixelRect within);

  const PixelRect& area() const { return area_; }
  void paint(const Surface& surface, PixelRect part) const;

 private:
  /// In whole texels of the page.
  struct TexelRect {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  };

  TexelPainter() = default;
  static TexelRect texels_of(const Rect& rect, const AtlasPagePixels& page);
  void find_step();
  const std::uint8_t* texel(int x, int y, int bytes) const;
  template <typename Texels>
  typename Texels::Value sample(int x, int y) const;
  template <typename Texels, typename Blend>
  void paint_rows(const Surface& surface, PixelRect part, const Blend& blend) const;

  PixelRect area_;
  const AtlasPagePixels* page_ = nullptr;
  TexelRect texels_;
  InverseAffine to_texels_;
  bool exact_ = false;  ///< each pixel of the canvas is one texel, dx_ and dy_ away
  int dx_ = 0, dy_ = 0;
  bool colored_ = false;
  float color_[4] = {};
  float factor_ = 1;  ///< emoji
};

}  // namespace leitai::overlays
