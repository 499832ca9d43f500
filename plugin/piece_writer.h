// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include "plugin/covers.h"
#include "plugin/quad_cutter.h"

namespace leitai::plugin {

/// Writes rectangles of a quad's own coordinates into a store: taken to canvas pixels, and cut by
/// its clip and, where it is upright, by what hides it. Whatever varies inside a piece varies linearly, so that a cut
/// changes nothing of what remains.
class PieceWriter {
 public:
  PieceWriter(const overlays::Quad& quad, const CutQuad& cut, VertexStore& store)
      : transform_(quad.transform), cut_(cut), store_(store) {}

  /// `fill(vertex, x, y)` writes the streams of one vertex at x, y of the quad's coordinates.
  template <class Fill>
  void add(const overlays::Rect& rect, Fill&& fill) {
    if (is_empty(rect)) {
      return;
    }
    if (cut_.axis_aligned) {
      add_upright(rect, fill);
    } else {
      add_turned(rect, fill);
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

  /// Keeps the part where `distance` is not negative.
  template <class Distance>
  static Polygon keep(const Polygon& from, Distance distance) {
    Polygon kept;
    for (std::size_t i = 0; i < from.size; ++i) {
      const Corner& a = from.corners[i];
      const Corner& b = from.corners[(i + 1) % from.size];
      const float da = distance(a);
      const float db = distance(b);
      if (da >= 0) {
        kept.corners[kept.size++] = a;
      }
      if ((da >= 0) != (db >= 0) && kept.size < kept.corners.size()) {
        const float t = da / (da - db);
        kept.corners[kept.size++] = {a.canvas_x + (b.canvas_x - a.canvas_x) * t,
                                     a.canvas_y + (b.canvas_y - a.canvas_y) * t, a.x + (b.x - a.x) * t,
                                     a.y + (b.y - a.y) * t};
      }
      if (kept.size == kept.corners.size()) {
        break;
      }
    }
    return kept;
  }

  template <class Fill>
  void add_turned(const overlays::Rect& rect, Fill& fill) {
    Polygon shape{
        {corner(rect.x0, rect.y0), corner(rect.x1, rect.y0), corner(rect.x1, rect.y1), corner(rect.x0, rect.y1)}, 4};
    const overlays::Rect& clip = cut_.clip;
    shape = keep(shape, [&](const Corner& c) { return c.canvas_x - clip.x0; });
    shape = keep(shape, [&](const Corner& c) { return clip.x1 - c.canvas_x; });
    shape = keep(shape, [&](const Corner& c) { return c.canvas_y - clip.y0; });
    shape = keep(shape, [&](const Corner& c) { return clip.y1 - c.canvas_y; });
    // A fan, two triangles a piece; the index order of a piece is 0 1 2, 2 1 3.
    for (std::size_t i = 1; i + 1 < shape.size; i += 2) {
      const Corner& last = shape.corners[std::min(i + 2, shape.size - 1)];
      put_piece(shape.corners[i], shape.corners[i + 1], shape.corners[0], last, fill);
    }
  }

  const overlays::Affine& transform_;
  const CutQuad& cut_;
  VertexStore& store_;
};

}  // namespace leitai::plugin
