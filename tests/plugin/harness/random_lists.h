// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "overlays/paint/cpu_painter.h"
#include "overlays/paint/display_list.h"

namespace leitai::test {

/// One glyph page and one emoji page of noise, each glyph with empty texels around it; and two moving pictures.
class NoiseAtlas {
 public:
  NoiseAtlas();
  overlays::AtlasPixels pixels() const;

 private:
  std::vector<std::uint8_t> glyphs_;
  std::vector<std::uint8_t> emoji_;
  std::array<std::vector<std::uint8_t>, 2> moving_;
};

/// How the quads of a random list lie.
enum class Pose {
  at_rest,  ///< upright, glyphs on whole pixels; boxes anywhere
  moved,    ///< by fractions of a pixel
  scaled,   ///< by a factor near 1, and moved
  turned,
};

/// A 320×180 list of every kind of quad, few of them over each other: each blending rounds to eight
/// bits on the card. The same seed gives the same list.
overlays::DisplayList random_list(Pose pose, std::uint32_t seed);

}  // namespace leitai::test
