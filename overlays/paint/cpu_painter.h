// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/paint/canvas.h"
#include "overlays/paint/display_list.h"

namespace leitai::overlays {

/// A page of the glyph atlas as pixels: one byte of coverage for glyphs, or four (RGBA,
/// sRGB-encoded, premultiplied in linear light) for emoji.
struct AtlasPagePixels {
  int width = 0;
  int height = 0;
  std::span<const std::uint8_t> bytes;
};

/// The pages that a display list's glyph, emoji and moving quads name. Of a moving picture, the one that is shown.
struct AtlasPixels {
  std::vector<AtlasPagePixels> glyph_pages;
  std::vector<AtlasPagePixels> emoji_pages;
  std::vector<AtlasPagePixels> moving = {};
};

/// Draws the list over what the canvas holds, touching only `damage`.
void paint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas, PixelRect damage);
void paint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas);

/// Draws the list in place of what the canvas holds: as if `damage` had been cleared first.
void repaint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas, PixelRect damage);
void repaint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas);

/// Eight-bit RGBA, sRGB-encoded. `straight` divides the colour by alpha before it is encoded (what
/// PNG holds); `premultiplied` encodes the premultiplied light (what OBS's render target holds).
enum class AlphaMode { straight, premultiplied };
std::vector<std::uint8_t> encode_srgb(const Canvas& canvas, AlphaMode mode);

/// The list alone, encoded: what repaint and encode_srgb give, faster than both.
std::vector<std::uint8_t> paint_srgb(const DisplayList& list, const AtlasPixels& atlas, AlphaMode mode);
/// Touches only `damage` of a picture of the list's size. Does nothing where `rgba` is smaller than that.
void paint_srgb(const DisplayList& list, const AtlasPixels& atlas, AlphaMode mode, std::span<std::uint8_t> rgba,
                PixelRect damage);

/// A PNG file, in memory. `rgba` is width · height · 4 bytes, straight alpha.
tl::expected<std::vector<std::uint8_t>, std::string> encode_png(std::span<const std::uint8_t> rgba, int width,
                                                                int height, int compression_level = 6);

}  // namespace leitai::overlays
