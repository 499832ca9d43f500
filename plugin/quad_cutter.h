// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <span>

#include "overlays/paint/display_list.h"
#include "plugin/vertex_store.h"

/// Cuts quads into pieces: a few pixels of edge, where a distance has to be computed, and the plain
/// inside, where a colour is enough. Filling is what a software rasteriser spends its time on.
namespace leitai::plugin {

struct CutOptions {
  /// Output pixels per canvas pixel: edges are one output pixel soft.
  float pixel_scale = 1;
  /// Canvas pixels are output pixels: what lies on whole pixels has no soft edge.
  bool pixel_aligned = true;
  /// Neither turned nor skewed: what meets without a seam on the canvas does so on the output.
  bool upright = true;
};

/// Whole canvas pixels, half-open.
struct PixelBox {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  bool empty() const { return x0 >= x1 || y0 >= y1; }
  overlays::Rect rect() const {
    return {static_cast<float>(x0), static_cast<float>(y0), static_cast<float>(x1), static_cast<float>(y1)};
  }
};

/// Canvas pixels: glyphs farther apart are not of one line.
constexpr float kWidestGap = 32;

/// What all pieces of a quad share.
struct CutQuad {
  bool visible = false;
  bool axis_aligned = false;    ///< its transform only moves and scales
  bool texel_exact = false;     ///< glyph, emoji, moving: each pixel shows one texel
  bool whole_pixels = false;    ///< upright, and canvas pixels are output pixels
  bool of_line = false;         ///< glyph: it differs from the quad before, a glyph, in its place alone
  float aa = 1;                 ///< one output pixel in the quad's coordinates
  std::array<bool, 4> sharp{};  ///< box: sides on whole pixels: left, top, right, bottom
  float opacity = 1;
  float blur = 0;     ///< shadow: at least half a pixel
  float reach_x = 0;  ///< how far it draws beyond its rectangle, in its own coordinates
  float reach_y = 0;
  overlays::Rect clip;  ///< canvas pixels
  PixelBox bounds;      ///< every pixel it may touch
  /// What the quads painted later hide (covers.h).
  std::span<const overlays::Rect> covers;
};

/// Measures a quad into a fresh `cut`; `canvas` cuts like its clip.
void measure(const overlays::Quad& quad, const overlays::Rect& canvas, const CutOptions& options, CutQuad& cut);

/// Measures the quad that follows another in a list, with what is known of that: a text is a row of
/// glyphs that share nearly all.
void measure_next(const overlays::Quad& quad, const overlays::Quad& before, const CutQuad& cut_before,
                  const overlays::Rect& canvas, const CutOptions& options, CutQuad& cut);

/// Where a rectangle of an axis-aligned quad's own coordinates lies on the canvas.
overlays::Rect on_canvas(const overlays::Quad& quad, const overlays::Rect& rect);

/// Each appends to the store: the parts of a box or a shadow where coverage is 1 …
void cut_inside(const overlays::Quad& quad, const CutQuad& cut, VertexStore& plain);
/// … a box's soft edges and border …
void cut_box_edges(const overlays::Quad& quad, const CutQuad& cut, VertexStore& edges);
/// … a shadow's soft edges …
void cut_shadow_edges(const overlays::Quad& quad, const CutQuad& cut, VertexStore& plain);
/// … a glyph, an emoji or a moving picture …
void cut_glyph(const overlays::Quad& quad, const CutQuad& cut, VertexStore& plain);
/// … a ring, without its hole.
void cut_ring(const overlays::Quad& quad, const CutQuad& cut, VertexStore& edges);

}  // namespace leitai::plugin
