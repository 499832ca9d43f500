// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/cpu_painter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "overlays/paint/quad_geometry.h"
#include "overlays/paint/quad_painters.h"
#include "overlays/paint/srgb.h"

namespace leitai::overlays {
namespace {

/// A page that has the bytes that its size says.
const AtlasPagePixels* page_of(const std::vector<AtlasPagePixels>& pages, std::uint16_t page, int texel_bytes) {
  if (page >= pages.size()) {
    return nullptr;
  }
  const AtlasPagePixels& found = pages[page];
  const bool whole = found.width > 0 && found.height > 0 &&
                     found.bytes.size() >= std::size_t(found.width) * std::size_t(found.height) * texel_bytes;
  return whole ? &found : nullptr;
}

void paint_quad(const Quad& quad, const AtlasPixels& atlas, Canvas& canvas, PixelRect damage) {
  switch (quad.kind) {
    case QuadKind::box:
      return paint_box(quad, canvas, damage);
    case QuadKind::shadow:
      return paint_shadow(quad, canvas, damage);
    case QuadKind::glyph:
      if (const auto* page = page_of(atlas.glyph_pages, quad.page, 1)) {
        paint_glyph(quad, *page, canvas, damage);
      }
      return;
    case QuadKind::emoji:
      if (const auto* page = page_of(atlas.emoji_pages, quad.page, 4)) {
        paint_emoji(quad, *page, canvas, damage);
      }
      return;
    case QuadKind::ring:
      return paint_ring(quad, canvas, damage);
  }
}

}  // namespace

Canvas::Canvas(int canvas_width, int canvas_height)
    : width(std::max(0, canvas_width)),
      height(std::max(0, canvas_height)),
      pixels(std::size_t(width) * std::size_t(height) * 4) {}

void Canvas::clear(Color color) {
  for (std::size_t i = 0; i + 4 <= pixels.size(); i += 4) {
    pixels[i] = color.r;
    pixels[i + 1] = color.g;
    pixels[i + 2] = color.b;
    pixels[i + 3] = color.a;
  }
}

void paint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas, PixelRect damage) {
  const PixelRect within = intersection(damage, {0, 0, canvas.width, canvas.height});
  if (within.x0 >= within.x1 || within.y0 >= within.y1) {
    return;
  }
  for (const Quad& quad : list.quads) {
    if (quad.opacity > 0) {
      paint_quad(quad, atlas, canvas, within);
    }
  }
}

void paint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas) {
  paint(list, atlas, canvas, {0, 0, canvas.width, canvas.height});
}

std::vector<std::uint8_t> encode_srgb(const Canvas& canvas, AlphaMode mode) {
  static const SrgbEncoder encode;
  std::vector<std::uint8_t> bytes(canvas.pixels.size());
  for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
    const float* pixel = &canvas.pixels[i];
    // Most of a picture is flat or empty.
    if (i > 0 && std::equal(pixel, pixel + 4, pixel - 4)) {
      std::copy_n(&bytes[i - 4], 4, &bytes[i]);
      continue;
    }
    const float alpha = pixel[3] > 0 ? std::min(pixel[3], 1.0F) : 0;
    const float scale = mode == AlphaMode::straight ? (alpha > 0 ? 1 / alpha : 0) : 1;
    for (std::size_t c = 0; c < 3; ++c) {
      bytes[i + c] = encode(pixel[c] * scale);
    }
    bytes[i + 3] = static_cast<std::uint8_t>(std::lround(alpha * 255));
  }
  return bytes;
}

}  // namespace leitai::overlays
