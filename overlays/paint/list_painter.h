// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <variant>
#include <vector>

#include "overlays/paint/outflow.h"
#include "overlays/paint/quad_painters.h"

namespace leitai::overlays {

/// A display list made ready to be painted part by part.
class ListPainter {
 public:
  /// What lies outside of `within`, which lies on the canvas, is left out. The pages' bytes and
  /// `atlas` itself stay where they are for as long as the painter lives.
  ListPainter(const DisplayList& list, const AtlasPixels& atlas, PixelRect within);

  /// Where in some rows, which lie within what the painter was made for, anything is painted. Fastest from above down.
  PixelRect touched(const PixelRect& rows);

  /// Whether the surface holds the picture that the list is painted over, or anything at all.
  enum class Under { picture, nothing };
  /// `part` lies within what the painter was made for, and on the surface. What opaque boxes hide is
  /// not painted. Fastest where one part lies beneath the other. `beside` goes on meanwhile.
  void paint(const Surface& surface, PixelRect part, Under under, Outflow& beside);

 private:
  using Painter = std::variant<BoxPainter, ShadowPainter, RingPainter, TexelPainter>;
  /// What a box hides of those before it.
  struct Cover {
    PixelRect area;
    std::size_t painter = 0;
  };

  void add(const Quad& quad, const AtlasPixels& atlas, PixelRect within);
  template <typename Part>
  static void visible_parts(const PixelRect& area, const Cover* first, const Cover* end, int depth, const Part& part);

  std::vector<Painter> painters_;
  std::vector<PixelRect> areas_;  ///< of the painters: looked at far oftener than they are
  std::vector<Cover> covers_;     ///< in the painters' order

  /// The painters of some rows, so that not all must be looked at for each part.
  struct Rows {
    int y0 = 0, y1 = 0;
    std::vector<std::uint32_t> painters;

    bool holds(const PixelRect& part) const { return y0 <= part.y0 && part.y1 <= y1; }
    void begin(int first, int end);
    void add(std::uint32_t painter, const PixelRect& area);
  };
  void look_near(const PixelRect& part);
  Rows around_;  ///< the next ones too
  Rows near_;
};

}  // namespace leitai::overlays
