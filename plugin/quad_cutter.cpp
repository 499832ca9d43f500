// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/quad_cutter.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "overlays/paint/ring_shape.h"
#include "overlays/text/text_engine.h"
#include "plugin/covers.h"
#include "plugin/piece_writer.h"
#include "plugin/whole_pixels.h"

namespace leitai::plugin {
namespace {

using overlays::Color;
using overlays::Quad;
using overlays::QuadKind;
using overlays::Rect;

/// Nearer than this to a whole pixel is on it: the coverage changes by as little.
constexpr float kOnPixel = 1.0F / 1024;
/// A coordinate that never decides a distance.
constexpr float kFarInside = -1e4F;
static_assert(overlays::kAtlasPageSize == 1024, "data/leitai.effect knows a page's size");

/// The clip's edges moved to where they separate the same pixel centres, half-open, and lie between
/// them: then no rasteriser's rule for edges matters.
Rect between_centres(const Rect& clip) {
  const auto moved = [](float edge) { return static_cast<float>(ceil_of(edge - 0.5F)); };
  return {moved(clip.x0), moved(clip.y0), moved(clip.x1), moved(clip.y1)};
}

bool is_finite(const Rect& rect) {
  return std::isfinite(rect.x0) && std::isfinite(rect.y0) && std::isfinite(rect.x1) && std::isfinite(rect.y1);
}

bool whole(float value) {
  constexpr float kFarOff = 1e6F;  // no canvas reaches there
  return std::fabs(value) < kFarOff && std::fabs(value - static_cast<float>(floor_of(value + 0.5F))) < kOnPixel;
}

/// Nothing is blended with the empty texels around a glyph.
bool shows_texels_exactly(const Quad& quad, const CutQuad& cut) {
  const auto& t = quad.transform;
  const Rect& r = quad.rect;
  return cut.whole_pixels && t.xx == 1 && t.yy == 1 && r.x1 - r.x0 == quad.texels.x1 - quad.texels.x0 &&
         r.y1 - r.y0 == quad.texels.y1 - quad.texels.y0 && whole(r.x0 + t.x0) && whole(r.y0 + t.y0);
}

bool has_own_size(const Quad& quad) {
  const Rect &r = quad.rect, &texels = quad.texels;
  return r.x0 < r.x1 && r.y0 < r.y1 && r.x1 - r.x0 == texels.x1 - texels.x0 && r.y1 - r.y0 == texels.y1 - texels.y0;
}

bool only_moves(const overlays::Affine& t) {
  return t.xx == 1 && t.yy == 1 && t.xy == 0 && t.yx == 0;
}

/// Both are glyphs of one text or number, unscaled and at their own size.
bool are_of_one_line(const Quad& quad, const Quad& before, const CutQuad& cut_before) {
  return quad.kind == QuadKind::glyph && before.kind == QuadKind::glyph && cut_before.visible &&
         quad.clip == before.clip && quad.opacity == before.opacity && quad.transform.y0 == before.transform.y0 &&
         only_moves(quad.transform) && only_moves(before.transform) && has_own_size(quad) && has_own_size(before) &&
         std::fabs(quad.rect.x0 + quad.transform.x0 - before.rect.x1 - before.transform.x0) < kWidestGap;
}

/// Which sides (left, top, right, bottom) lie on whole pixels, so that no pixel is half covered.
std::array<bool, 4> sharp_sides(const Quad& quad, const CutQuad& cut) {
  const auto& t = quad.transform;
  const Rect& r = quad.rect;
  if (!cut.whole_pixels || std::fabs(std::fabs(t.xx) - std::fabs(t.yy)) > 1e-4F) {
    return {};
  }
  return {whole(t.xx * r.x0 + t.x0), whole(t.yy * r.y0 + t.y0), whole(t.xx * r.x1 + t.x0), whole(t.yy * r.y1 + t.y0)};
}

void measure_reach(const Quad& quad, CutQuad& cut) {
  switch (quad.kind) {
    case QuadKind::box:
      cut.sharp = sharp_sides(quad, cut);
      cut.reach_x = cut.sharp[0] && cut.sharp[2] ? 0 : 0.5F * cut.aa;
      cut.reach_y = cut.sharp[1] && cut.sharp[3] ? 0 : 0.5F * cut.aa;
      return;
    case QuadKind::shadow:
      cut.blur = std::max(quad.blur, 0.5F * cut.aa);
      cut.reach_x = cut.reach_y = cut.blur;
      return;
    case QuadKind::ring:
      cut.reach_x = cut.reach_y = 0.5F * cut.aa;
      return;
    default:
      cut.texel_exact = shows_texels_exactly(quad, cut);
      if (!cut.texel_exact) {
        // Bilinear light ends half a texel outside, in the middle of the empty texels around.
        cut.reach_x = 0.5F * (quad.rect.x1 - quad.rect.x0) / (quad.texels.x1 - quad.texels.x0);
        cut.reach_y = 0.5F * (quad.rect.y1 - quad.rect.y0) / (quad.texels.y1 - quad.texels.y0);
      }
  }
}

/// Where the quad lies in its own coordinates, less its reach; nothing where it draws nothing.
std::optional<Rect> own_area(const Quad& quad) {
  if (!(quad.opacity > 0) || !(quad.rect.x0 < quad.rect.x1) || !(quad.rect.y0 < quad.rect.y1)) {
    return std::nullopt;
  }
  if (quad.kind == QuadKind::ring) {
    const auto ring = overlays::ring_shape(quad);
    return ring ? std::optional(ring->bounds(0)) : std::nullopt;
  }
  const bool textured = quad.kind == QuadKind::glyph || quad.kind == QuadKind::emoji || quad.kind == QuadKind::moving;
  const bool has_texels = quad.texels.x0 < quad.texels.x1 && quad.texels.y0 < quad.texels.y1;
  return !textured || has_texels ? std::optional(quad.rect) : std::nullopt;
}

Rect canvas_bounds(const Quad& quad, const Rect& area, const CutQuad& cut) {
  const auto& t = quad.transform;
  const float centre_x = (area.x0 + area.x1) / 2;
  const float centre_y = (area.y0 + area.y1) / 2;
  const float half_x = (area.x1 - area.x0) / 2 + cut.reach_x;
  const float half_y = (area.y1 - area.y0) / 2 + cut.reach_y;
  const float x = t.xx * centre_x + t.xy * centre_y + t.x0;
  const float y = t.yx * centre_x + t.yy * centre_y + t.y0;
  const float wide = std::fabs(t.xx) * half_x + std::fabs(t.xy) * half_y;
  const float high = std::fabs(t.yx) * half_x + std::fabs(t.yy) * half_y;
  return {x - wide, y - high, x + wide, y + high};
}

/// The position along a gradient is linear in the quad's coordinates.
struct Along {
  float x = 0, y = 0, start = 0;
  float at(float px, float py) const { return px * x + py * y + start; }
};

Along gradient_of(const Quad& quad) {
  if (quad.color == quad.color2) {
    return {};
  }
  const float x = std::cos(quad.gradient_angle);
  const float y = std::sin(quad.gradient_angle);
  const Rect& r = quad.rect;
  const float extent = std::fabs(x) * (r.x1 - r.x0) + std::fabs(y) * (r.y1 - r.y0);
  if (!(extent > 0)) {
    return {};
  }
  const Along along{x / extent, y / extent, 0};
  return {along.x, along.y, 0.5F - along.at((r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2)};
}

Float4 mixed(const Float4& near, const Float4& far, float t) {
  return {near.x + (far.x - near.x) * t, near.y + (far.y - near.y) * t, near.z + (far.z - near.z) * t,
          near.w + (far.w - near.w) * t};
}

/// The nine slices of a box: how far its soft outside and its border reach from each side, and how
/// large its corners are. All in the quad's coordinates; sides are left, top, right, bottom.
struct Slices {
  Rect rect;
  float outside[4] = {};
  float inside[4] = {};
  float corner[4] = {};  ///< columns left and right, rows top and bottom: indexed by side
  float radius[4] = {};  ///< as Quad has them
  float unit = 1;        ///< distances are told to the shader in this unit
};

enum Side { kLeft, kTop, kRight, kBottom };

void fit_corners(Slices& s) {
  const float size[2] = {s.rect.x1 - s.rect.x0, s.rect.y1 - s.rect.y0};
  for (const int side : {kLeft, kTop}) {
    const int opposite = side + 2;
    if (s.corner[side] + s.corner[opposite] > size[side]) {
      s.corner[side] = s.corner[opposite] = size[side] / 2;
    }
    s.inside[side] = std::min(s.inside[side], s.corner[side]);
    s.inside[opposite] = std::min(s.inside[opposite], s.corner[opposite]);
  }
}

void add_corners(Slices& s, bool axis_aligned) {
  const float(&r)[4] = s.radius;
  s.corner[kLeft] = std::max({r[0], r[3], s.inside[kLeft]});
  s.corner[kTop] = std::max({r[0], r[1], s.inside[kTop]});
  s.corner[kRight] = std::max({r[1], r[2], s.inside[kRight]});
  s.corner[kBottom] = std::max({r[2], r[3], s.inside[kBottom]});
  if (!axis_aligned) {
    // Turned pieces must meet corner to corner, or pixels between them are missed.
    std::copy(std::begin(s.corner), std::end(s.corner), std::begin(s.inside));
  }
  fit_corners(s);
}

Slices box_slices(const Quad& quad, const CutQuad& cut) {
  Slices s{.rect = quad.rect, .unit = cut.aa};
  const float longest = std::min(quad.rect.x1 - quad.rect.x0, quad.rect.y1 - quad.rect.y0) / 2;
  for (std::size_t side = 0; side < 4; ++side) {
    s.outside[side] = cut.sharp[side] ? 0 : 0.5F * cut.aa;
    s.inside[side] = cut.sharp[side] && quad.border_width <= 0 ? 0 : std::max(quad.border_width, 0.0F) + 0.5F * cut.aa;
    s.radius[side] = std::clamp(quad.radius[side], 0.0F, longest);
  }
  add_corners(s, cut.axis_aligned);
  return s;
}

Slices shadow_slices(const Quad& quad, const CutQuad& cut) {
  Slices s{.rect = quad.rect, .unit = cut.blur};
  const float longest = std::min(quad.rect.x1 - quad.rect.x0, quad.rect.y1 - quad.rect.y0) / 2;
  for (int side = 0; side < 4; ++side) {
    s.outside[side] = cut.blur;
    s.inside[side] = cut.blur;
    s.radius[side] = std::clamp(quad.radius[side] + cut.blur, 0.0F, longest);
  }
  add_corners(s, cut.axis_aligned);
  return s;
}

Slices slices_of(const Quad& quad, const CutQuad& cut) {
  return quad.kind == QuadKind::box ? box_slices(quad, cut) : shadow_slices(quad, cut);
}

/// Calls `edge(rect, corner)` for what has a soft edge; corner 0…3, or kSideX, kSideY for a straight
/// side, where only one coordinate decides.
constexpr int kSideX = 4;
constexpr int kSideY = 5;

template <class Edge>
void for_each_edge(const Slices& s, Edge edge) {
  const Rect& r = s.rect;
  const float out_x0 = r.x0 - s.outside[kLeft], out_x1 = r.x1 + s.outside[kRight];
  const float out_y0 = r.y0 - s.outside[kTop], out_y1 = r.y1 + s.outside[kBottom];
  const float x0 = r.x0 + s.corner[kLeft], x1 = r.x1 - s.corner[kRight];
  const float y0 = r.y0 + s.corner[kTop], y1 = r.y1 - s.corner[kBottom];
  edge(Rect{out_x0, out_y0, x0, y0}, 0);
  edge(Rect{x1, out_y0, out_x1, y0}, 1);
  edge(Rect{x1, y1, out_x1, out_y1}, 2);
  edge(Rect{out_x0, y1, x0, out_y1}, 3);
  edge(Rect{x0, out_y0, x1, r.y0 + s.inside[kTop]}, kSideY);
  edge(Rect{x0, r.y1 - s.inside[kBottom], x1, out_y1}, kSideY);
  edge(Rect{out_x0, y0, r.x0 + s.inside[kLeft], y1}, kSideX);
  edge(Rect{r.x1 - s.inside[kRight], y0, out_x1, y1}, kSideX);
}

template <class Inside>
void for_each_inside(const Slices& s, Inside inside) {
  const Rect& r = s.rect;
  const float x0 = r.x0 + s.corner[kLeft], x1 = r.x1 - s.corner[kRight];
  const float y0 = r.y0 + s.corner[kTop], y1 = r.y1 - s.corner[kBottom];
  inside(Rect{x0, r.y0 + s.inside[kTop], x1, y0});
  inside(Rect{r.x0 + s.inside[kLeft], y0, r.x1 - s.inside[kRight], y1});
  inside(Rect{x0, y1, x1, r.y1 - s.inside[kBottom]});
}

/// What the shader needs for the distance: the point past the corner's centre, and its radius.
struct Distance {
  float centre_x, centre_y, half_x, half_y, unit;
  float radius, sign_x, sign_y;
  bool use_x, use_y;

  Distance(const Slices& s, const Rect& piece, int corner)
      : centre_x((s.rect.x0 + s.rect.x1) / 2),
        centre_y((s.rect.y0 + s.rect.y1) / 2),
        half_x((s.rect.x1 - s.rect.x0) / 2),
        half_y((s.rect.y1 - s.rect.y0) / 2),
        unit(s.unit),
        radius(corner < 4 ? s.radius[corner] : 0),
        sign_x((piece.x0 + piece.x1) / 2 < centre_x ? -1.0F : 1.0F),
        sign_y((piece.y0 + piece.y1) / 2 < centre_y ? -1.0F : 1.0F),
        use_x(corner != kSideY),
        use_y(corner != kSideX) {}

  Float4 at(float x, float y, float last) const {
    return {use_x ? (sign_x * (x - centre_x) - half_x + radius) / unit : kFarInside,
            use_y ? (sign_y * (y - centre_y) - half_y + radius) / unit : kFarInside, radius / unit, last};
  }
};

bool paints_inside(const Quad& quad) {
  return !(quad.color == Color{} && quad.color2 == Color{});
}

}  // namespace

void measure(const Quad& quad, const Rect& canvas, const CutOptions& options, CutQuad& cut) {
  const auto& t = quad.transform;
  const float grown = std::fabs(t.xx * t.yy - t.xy * t.yx);
  const float size = grown == 1 ? 1 : 1 / std::sqrt(grown);
  const std::optional<Rect> area = own_area(quad);
  if (!std::isfinite(size) || !(size > 0) || !area) {
    return;
  }
  cut.axis_aligned = t.xy == 0 && t.yx == 0;
  cut.whole_pixels = cut.axis_aligned && options.pixel_aligned;
  cut.aa = size / options.pixel_scale;
  cut.opacity = std::min(quad.opacity, 1.0F);
  cut.clip = intersection(quad.clip, canvas);
  if (options.pixel_aligned) {
    cut.clip = between_centres(cut.clip);
  }
  measure_reach(quad, cut);
  const Rect reached = canvas_bounds(quad, *area, cut);
  const Rect touched = intersection(reached, cut.clip);
  if (!is_finite(reached) || is_empty(touched)) {
    return;
  }
  cut.bounds = {floor_of(touched.x0), floor_of(touched.y0), ceil_of(touched.x1), ceil_of(touched.y1)};
  cut.visible = true;
}

void measure_next(const Quad& quad, const Quad& before, const CutQuad& cut_before, const Rect& canvas,
                  const CutOptions& options, CutQuad& cut) {
  if (!are_of_one_line(quad, before, cut_before)) {
    return measure(quad, canvas, options, cut);
  }
  cut.of_line = true;
  cut.axis_aligned = true;
  cut.whole_pixels = cut_before.whole_pixels;
  cut.aa = cut_before.aa;
  cut.opacity = cut_before.opacity;
  cut.clip = cut_before.clip;
  const float x = quad.transform.x0, y = quad.transform.y0;
  const Rect& r = quad.rect;
  cut.texel_exact = cut.whole_pixels && whole(r.x0 + x) && whole(r.y0 + y);
  const float reach = cut.texel_exact ? 0 : 0.5F;
  cut.reach_x = cut.reach_y = reach;
  const Rect touched = intersection({r.x0 + x - reach, r.y0 + y - reach, r.x1 + x + reach, r.y1 + y + reach}, cut.clip);
  if (is_empty(touched)) {
    return;
  }
  cut.bounds = {floor_of(touched.x0), floor_of(touched.y0), ceil_of(touched.x1), ceil_of(touched.y1)};
  cut.visible = true;
}

Rect on_canvas(const Quad& quad, const Rect& rect) {
  const auto& t = quad.transform;
  const float x0 = t.xx * rect.x0 + t.x0, x1 = t.xx * rect.x1 + t.x0;
  const float y0 = t.yy * rect.y0 + t.y0, y1 = t.yy * rect.y1 + t.y0;
  return {std::min(x0, x1), std::min(y0, y1), std::max(x0, x1), std::max(y0, y1)};
}

void cut_inside(const Quad& quad, const CutQuad& cut, VertexStore& plain) {
  if (!paints_inside(quad)) {
    return;
  }
  const bool is_box = quad.kind == QuadKind::box;
  const Slices slices = slices_of(quad, cut);
  const Along along = is_box ? gradient_of(quad) : Along{};
  const Float4 near = scaled(quad.color, cut.opacity);
  const Float4 far = scaled(is_box ? quad.color2 : quad.color, cut.opacity);
  PieceWriter writer(quad, cut, plain);
  for_each_inside(slices, [&](const Rect& piece) {
    writer.add(piece, [&](std::size_t vertex, float x, float y) {
      plain.stream(0, vertex) = mixed(near, far, std::clamp(along.at(x, y), 0.0F, 1.0F));
      plain.stream(1, vertex) = {};
    });
  });
}

void cut_box_edges(const Quad& quad, const CutQuad& cut, VertexStore& edges) {
  const Slices slices = box_slices(quad, cut);
  const Along along = gradient_of(quad);
  const Float4 near = scaled(quad.color, cut.opacity);
  const Float4 far = scaled(quad.color2, cut.opacity);
  const Float4 rim = scaled(quad.border, cut.opacity);
  const float border = std::max(quad.border_width, 0.0F) / slices.unit;
  PieceWriter writer(quad, cut, edges);
  for_each_edge(slices, [&](const Rect& piece, int corner) {
    const Distance distance(slices, piece, corner);
    writer.add(piece, [&](std::size_t vertex, float x, float y) {
      const float t = along.at(x, y);
      // Within a border the fill never shows where the gradient has ended: its vertices are enough.
      edges.position(vertex).z = t;
      edges.stream(0, vertex) = border > 0 ? mixed(near, far, t) : near;
      edges.stream(1, vertex) = distance.at(x, y, border);
      edges.stream(2, vertex) = border > 0 ? rim : far;
    });
  });
}

void cut_shadow_edges(const Quad& quad, const CutQuad& cut, VertexStore& plain) {
  const Slices slices = shadow_slices(quad, cut);
  const Float4 tint = scaled(quad.color, cut.opacity);
  PieceWriter writer(quad, cut, plain);
  for_each_edge(slices, [&](const Rect& piece, int corner) {
    const Distance distance(slices, piece, corner);
    writer.add(piece, [&](std::size_t vertex, float x, float y) {
      plain.stream(0, vertex) = tint;
      plain.stream(1, vertex) = distance.at(x, y, 0);
    });
  });
}

void cut_glyph(const Quad& quad, const CutQuad& cut, VertexStore& plain) {
  const Rect& r = quad.rect;
  const Rect& texels = quad.texels;
  const float per_x = (texels.x1 - texels.x0) / (r.x1 - r.x0);
  const float per_y = (texels.y1 - texels.y0) / (r.y1 - r.y0);
  const bool is_glyph = quad.kind == QuadKind::glyph;
  const Float4 tint = is_glyph ? scaled(quad.color, cut.opacity) : scaled({1, 1, 1, 1}, quad.color.a * cut.opacity);
  PieceWriter writer(quad, cut, plain);
  const Rect grown{r.x0 - cut.reach_x, r.y0 - cut.reach_y, r.x1 + cut.reach_x, r.y1 + cut.reach_y};
  writer.add(grown, [&](std::size_t vertex, float x, float y) {
    plain.stream(0, vertex) = tint;
    plain.stream(1, vertex) = {texels.x0 + (x - r.x0) * per_x, texels.y0 + (y - r.y0) * per_y, 0, 0};
  });
}

}  // namespace leitai::plugin
