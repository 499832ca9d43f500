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
  void look_near(const PixelRect& part);
  int near_y0_ = 0, near_y1_ = 0;
  std::vector<std::uint32_t> near_;
};

}  // namespace leitai::overlays
