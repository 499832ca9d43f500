// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace leitai::overlays {

/// Premultiplied linear-light RGBA, row by row.
struct ColorPicture {
  int width = 0, height = 0;
  std::vector<float> pixels;  ///< width · height · 4
};

/// Appends one FreeType colour pixel (BGRA, premultiplied after sRGB encoding) as linear light.
void append_linear_from_bgra(const std::uint8_t* bgra, std::vector<float>& pixels);

/// Each new pixel is the mean of the area that it covers; not larger than `picture` either way.
ColorPicture scale_down(const ColorPicture& picture, int width, int height);

/// RGBA bytes: the premultiplied light sRGB-encoded, alpha as it is.
std::vector<std::uint8_t> encode_premultiplied(const ColorPicture& picture);

}  // namespace leitai::overlays
