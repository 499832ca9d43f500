// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

/// The display list: what both painters draw, and all that they know. Coordinates are canvas
/// pixels, y down, pixel centres at .5.
namespace leitai::overlays {

/// Linear light (BT.709 primaries, 0…1), premultiplied by alpha.
struct Color {
  float r = 0, g = 0, b = 0, a = 0;
  friend bool operator==(const Color&, const Color&) = default;
};

/// From sRGB-encoded, straight-alpha components 0…1, as designers write colours.
Color color_from_srgb(float r, float g, float b, float a);

struct Rect {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  friend bool operator==(const Rect&, const Rect&) = default;
};

inline Rect intersection(const Rect& a, const Rect& b) {
  return {a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1, a.y1 < b.y1 ? a.y1 : b.y1};
}

inline bool is_empty(const Rect& rect) {
  return !(rect.x0 < rect.x1 && rect.y0 < rect.y1);
}

/// x' = xx·x + xy·y + x0, y' = yx·x + yy·y + y0.
struct Affine {
  float xx = 1, xy = 0, yx = 0, yy = 1, x0 = 0, y0 = 0;
};

enum class QuadKind : std::uint8_t {
  box,     ///< rounded box: fill or linear gradient, inner border
  shadow,  ///< the soft shadow of a rounded box
  glyph,   ///< coverage from an atlas page, tinted by `color`
  emoji,   ///< premultiplied colour from a colour page, times `color.a`
  moving,  ///< one of a moving picture's, premultiplied colour as of an emoji, times `color.a`
  ring,    ///< part of a ring, or a whole one, in a plain colour: round at its ends
};

/// One quad. `rect` is in the quad's own coordinates, `transform` takes them to canvas pixels, and
/// `clip` (canvas pixels) cuts the result.
///
/// Both painters evaluate each canvas pixel at its centre c (x + 0.5, y + 0.5):
///   drawn where clip.x0 <= c.x < clip.x1 and clip.y0 <= c.y < clip.y1
///   p    = c taken into the quad's coordinates by the inverse of `transform`
///   aa   = the size of one canvas pixel in the quad's coordinates: 1 / sqrt(|det transform|), once
///          for each quad; a transform without an inverse and a `rect` without an area draw nothing
///   result = source + canvas · (1 − source.a), source being one of the following times `opacity`
///
/// Rounded box: h = half the size of rect, u = p − centre(rect), r = the radius of the quadrant that
/// u lies in (x < 0 is left, y < 0 is top), each radius bounded to 0 … min(h.x, h.y);
///   q = |u| − h + r;  d = min(max(q.x, q.y), 0) + length(max(q, 0)) − r        negative inside
///
///   box:    outer = clamp(0.5 − d/aa, 0, 1), inner = clamp(0.5 − (d + border_width)/aa, 0, 1);
///           source = fill·inner + border·(outer − inner); with border_width 0 fill·outer.
///           It reaches aa/2 beyond rect.
///   fill:   mix(color, color2, clamp(dot(u, dir)/extent + 0.5, 0, 1)), where dir is (cos, sin) of
///           gradient_angle and extent = |dir.x|·width + |dir.y|·height of rect
///   shadow: color · (1 − smoothstep(−b, b, d)), b = max(blur, aa/2), d with b added to the radii
///           (before they are bounded). It reaches b beyond rect.
///
/// Ring: R = half the smaller side of rect, u = p − centre(rect), w = border_width bounded to R; the
/// angles run clockwise from the top, a being the direction (sin a, −cos a). It is what a round pen,
/// w wide, leaves behind on its way along the circle of radius m, from gradient_angle on by sweep:
///   m = R − w/2, t = w/2;  d = | |u| − m | − t     where u's angle is on the pen's way
///                          d = |u − e| − t         elsewhere, e being the nearer end of the way
///   source = color · clamp(0.5 − d/aa, 0, 1). It reaches aa/2 beyond rect.
/// The round ends lie beyond the sweep, by t. A sweep of 2π or more is a whole ring; where its
/// border_width reaches the centre it is a disc: m = 0, t = R. A sweep or a border_width that is not
/// above 0, and a gradient_angle that is not finite, draw nothing.
///
/// Glyph, emoji and moving: t = texels.x0 + (p.x − rect.x0) · texels' width / rect's width, in y likewise;
/// the page is sampled at t bilinearly (texel centres at .5), texels outside of `texels` being zero.
/// It reaches half a texel beyond rect: a GPU grows rect and texels by that and reads the zero texel
/// that the atlas keeps around each glyph. Where a glyph stands on whole pixels at its own size, t
/// falls on texel centres, and each pixel is one texel.
///   glyph:  color · coverage (one byte, linear, 255 is 1)
///   emoji:  the texel's colour · color.a. The page's bytes are premultiplied light, sRGB-encoded:
///           they are decoded before they are filtered, alpha is linear (a GPU's sRGB texture).
///   moving: the same, from the bytes of picture `number` of moving picture `page` of the scene. A painter that does
///           not have that one draws the newest before it that it has, or nothing. Outside of the bytes there is zero.
struct Quad {
  QuadKind kind = QuadKind::box;
  /// glyph, emoji: page of the atlas. Glyph and emoji pages are numbered apart.
  /// moving: which of the scene's moving pictures.
  std::uint16_t page = 0;
  std::uint32_t number = 0;  ///< moving: which of its pictures, as MovingPicture::number_at() counts
  Rect rect;
  Affine transform;
  Rect clip{-1e9F, -1e9F, 1e9F, 1e9F};
  float opacity = 1;
  Color color;
  Color color2;              ///< box: the gradient's end; equal to `color` where there is none
  Color border;              ///< box
  float gradient_angle = 0;  ///< radians. Box: 0 is left to right, π/2 top to bottom. Ring: where it starts
  float border_width = 0;    ///< box, ring: inside the edge, quad's coordinates
  float radius[4] = {};      ///< box, shadow: top left, top right, bottom right, bottom left
  float blur = 0;            ///< shadow: half the width of the soft edge, quad's coordinates
  float sweep = 0;           ///< ring: radians, clockwise
  Rect texels;               ///< glyph, emoji: source rectangle in texels of the page. moving: of the picture
};

/// Painted in order, each quad over the ones before it.
struct DisplayList {
  int width = 0;
  int height = 0;
  std::vector<Quad> quads;
};

}  // namespace leitai::overlays
