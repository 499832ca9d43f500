// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include "plugin/covers.h"
#include "plugin/quad_cutter.h"

namespace leitai::plugin {

inline Float4 scaled(const overlays::Color& color, float factor) {
  return {color.r * factor, color.g * factor, color.b * factor, color.a * factor};
}

/// Writes parts of a quad's own coordinates into a store: taken to canvas pixels, and cut by its
/// clip. Whatever varies inside a piece varies linearly, so that a cut changes nothing of what remains.
class PieceWriter {
 public:
  /// A point of the quad's own coordinates.
  struct Point {
    float x, y;
  };

  PieceWriter(const overlays::Quad& quad, const CutQuad& cut, VertexStore& store)
      : transform_(quad.transform), cut_(cut), store_(store) {}

  /// A rectangle; where it is upright, what hides it cuts it too. `fill(vertex, x, y)` writes the
  /// streams of one vertex at x, y of the quad's coordinates.
  template <class Fill>
  void add(const overlays::Rect& rect, Fill&& fill) {
    if (is_empty(rect)) {
      return;
    }
    if (cut_.axis_aligned) {
      add_upright(rect, fill);
    } else {
      add(std::array<Point, 4>{{{rect.x0, rect.y0}, {rect.x1, rect.y0}, {rect.x1, rect.y1}, {rect.x0, rect.y1}}}, fill);
    }
  }

  /// A convex quadrangle. Those that share two corners meet without a gap and without an overlap. It
  /// is not cut by what hides it.
  template <class Fill>
  void add(const std::array<Point, 4>& corners, Fill&& fill) {
    Polygon shape;
    for (const Point& point : corners) {
      shape.corners[shape.size++] = corner(point.x, point.y);
    }
    const overlays::Rect& clip = cut_.clip;
    shape = keep(shape, &Corner::canvas_x, 1, clip.x0);
    shape = keep(shape, &Corner::canvas_x, -1, clip.x1);
    shape = keep(shape, &Corner::canvas_y, 1, clip.y0);
    shape = keep(shape, &Corner::canvas_y, -1, clip.y1);
    // A fan, two triangles a piece; the index order of a piece is 0 1 2, 2 1 3.
    for (std::size_t i = 1; i + 1 < shape.size; i += 2) {
      const Corner& last = shape.corners[std::min(i + 2, shape.size - 1)];
      put_piece(shape.corners[i], shape.corners[i + 1], shape.corners[0], last, fill);
    }
  }

 private:
  struct Corner {
    float canvas_x, canvas_y, x, y;
  };
  /// One direction of an upright piece: where it lies on the canvas and in the quad.
  struct Span {
    float canvas0, canvas1, own0, own1;
  };

  static Span clip_span(float own0, float own1, float scale, float offset, float clip0, float clip1) {
    Span span{scale * own0 + offset, scale * own1 + offset, own0, own1};
    if (span.canvas0 > span.canvas1) {
      std::swap(span.canvas0, span.canvas1);
      std::swap(span.own0, span.own1);
    }
    if (span.canvas0 < clip0) {
      span.canvas0 = clip0;
      span.own0 = (clip0 - offset) / scale;
    }
    if (span.canvas1 > clip1) {
      span.canvas1 = clip1;
      span.own1 = (clip1 - offset) / scale;
    }
    return span;
  }

  template <class Fill>
  void put(std::size_t vertex, const Corner& corner, Fill& fill) {
    store_.position(vertex) = {corner.canvas_x, corner.canvas_y, 0, 1};
    fill(vertex, corner.x, corner.y);
  }

  template <class Fill>
  void put_piece(const Corner& a, const Corner& b, const Corner& c, const Corner& d, Fill& fill) {
    const std::size_t first = store_.add_piece();
    put(first, a, fill);
    put(first + 1, b, fill);
    put(first + 2, c, fill);
    put(first + 3, d, fill);
  }

  template <class Fill>
  void add_upright(const overlays::Rect& rect, Fill& fill) {
    const Span h = clip_span(rect.x0, rect.x1, transform_.xx, transform_.x0, cut_.clip.x0, cut_.clip.x1);
    const Span v = clip_span(rect.y0, rect.y1, transform_.yy, transform_.y0, cut_.clip.y0, cut_.clip.y1);
    if (!(h.canvas0 < h.canvas1 && v.canvas0 < v.canvas1)) {
      return;
    }
    if (cut_.covers.empty()) {
      return put_piece({h.canvas0, v.canvas0, h.own0, v.own0}, {h.canvas1, v.canvas0, h.own1, v.own0},
                       {h.canvas0, v.canvas1, h.own0, v.own1}, {h.canvas1, v.canvas1, h.own1, v.own1}, fill);
    }
    const auto put_part = [&](const overlays::Rect& part) {
      const Span ph = part_of(h, part.x0, part.x1, transform_.xx, transform_.x0);
      const Span pv = part_of(v, part.y0, part.y1, transform_.yy, transform_.y0);
      put_piece({ph.canvas0, pv.canvas0, ph.own0, pv.own0}, {ph.canvas1, pv.canvas0, ph.own1, pv.own0},
                {ph.canvas0, pv.canvas1, ph.own0, pv.own1}, {ph.canvas1, pv.canvas1, ph.own1, pv.own1}, fill);
    };
    VisibleParts(cut_.covers, put_part)({h.canvas0, v.canvas0, h.canvas1, v.canvas1});
  }

  static Span part_of(const Span& whole, float canvas0, float canvas1, float scale, float offset) {
    return {canvas0, canvas1, canvas0 == whole.canvas0 ? whole.own0 : (canvas0 - offset) / scale,
            canvas1 == whole.canvas1 ? whole.own1 : (canvas1 - offset) / scale};
  }

  Corner corner(float x, float y) const {
    return {transform_.xx * x + transform_.xy * y + transform_.x0,
            transform_.yx * x + transform_.yy * y + transform_.y0, x, y};
  }

  /// A convex polygon: four corners, and one more for each side of the clip.
  struct Polygon {
    std::array<Corner, 8> corners;
    std::size_t size = 0;
  };

  static Corner between(const Corner& a, const Corner& b, float t) {
    return {a.canvas_x + (b.canvas_x - a.canvas_x) * t, a.canvas_y + (b.canvas_y - a.canvas_y) * t,
            a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
  }

  /// Keeps the part beyond `limit` of one coordinate: where it is larger for direction 1, smaller for −1.
  static Polygon keep(const Polygon& from, float Corner::*coordinate, float direction, float limit) {
    Polygon kept;
    for (std::size_t i = 0; i < from.size; ++i) {
      const Corner& a = from.corners[i];
      const Corner& b = from.corners[(i + 1) % from.size];
      const float da = direction * (a.*coordinate - limit);
      const float db = direction * (b.*coordinate - limit);
      if (da >= 0) {
        kept.corners[kept.size++] = a;
      }
      if ((da >= 0) != (db >= 0) && kept.size < kept.corners.size()) {
        // From the inside out: both pieces that share the edge come to the same point.
        Corner& cut = kept.corners[kept.size++];
        cut = da >= 0 ? between(a, b, da / (da - db)) : between(b, a, db / (db - da));
        cut.*coordinate = limit;
      }
      if (kept.size == kept.corners.size()) {
        break;
      }
    }
    return kept;
  }

  const overlays::Affine& transform_;
  const CutQuad& cut_;
  VertexStore& store_;
};

}  // namespace leitai::plugin
