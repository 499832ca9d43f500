// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "overlays/scene/curve.h"
#include "overlays/scene/glyph_cache.h"
#include "overlays/scene/layout.h"

/// Most of most pictures rests. What does is kept here a second time, close together and in the
/// order in which it is painted: the curves lie all over the memory, which no cache still holds from
/// the frame before.
namespace leitai::overlays {

struct Instance;

constexpr std::uint32_t kNoLook = UINT32_MAX;

/// An instance while none of its curves moves.
struct Resting {
  /// It is alive, in no pose but its opacity, with its last look and its last content. Empty: never.
  Interval during{0, 0};
  float x = 0, y = 0, width = 0, height = 0;  ///< as the instance's curves
  float opacity = 1;
  float text_x = 0, text_y = 0;  ///< where the glyphs' first baseline begins, from the instance's corner
  Color text_color;
  std::uint32_t look = kNoLook;  ///< index into RestingItem::looks
  std::uint32_t first_glyph = 0, glyph_count = 0;
  std::uint32_t first_child = 0, child_count = 0;
  bool shows_content = false;    ///< other than glyphs: the instance knows what
  bool orders_children = false;  ///< or clips or scrolls them: the instance knows how
};

struct RestingItem {
  std::vector<Resting> parts;  ///< by the index of the instance
  std::vector<BoxLook> looks;
  std::vector<PlacedGlyph> glyphs;
  std::vector<std::uint32_t> children;  ///< indices into the item's instances
};

/// Of instances whose curves are complete.
RestingItem find_resting(const std::vector<Instance>& instances);

}  // namespace leitai::overlays
