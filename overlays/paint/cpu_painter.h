// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

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

/// Memory that begins with a line of the processor's cache.
template <typename T>
struct LineAllocator {
  using value_type = T;
  static constexpr std::align_val_t kLine{64};

  LineAllocator() = default;
  template <typename Other>
  explicit LineAllocator(const LineAllocator<Other>& /*other*/) {}

  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kLine)); }
  void deallocate(T* memory, std::size_t /*count*/) { ::operator delete(memory, kLine); }
  friend bool operator==(const LineAllocator&, const LineAllocator&) = default;
};

/// A picture in linear light: premultiplied RGBA, row by row, 65535 being 1.
struct Canvas {
  int width = 0;
  int height = 0;
  std::vector<std::uint16_t, LineAllocator<std::uint16_t>> pixels;  ///< width · height · 4

  Canvas() = default;
  Canvas(int width, int height);
  void clear(Color color = {});
};

/// Pixels, half-open.
struct PixelRect {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
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
