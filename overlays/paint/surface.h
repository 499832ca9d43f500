// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace leitai::overlays {

/// Where quads are painted to: a canvas, or a few rows of one that are kept where caches reach them.
/// Not owned. Pixels are named by their place on the canvas.
struct Surface {
  std::uint16_t* pixels = nullptr;
  int width = 0;
  int left = 0, top = 0;  ///< of its first pixel, on the canvas

  std::uint16_t* at(int x, int y) const {
    return pixels + (std::size_t(y - top) * std::size_t(width) + std::size_t(x - left)) * 4;
  }
};

}  // namespace leitai::overlays
