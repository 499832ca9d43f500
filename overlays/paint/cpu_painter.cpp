// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/cpu_painter.h"

#include <algorithm>
#include <cstddef>
#include <memory>

#include "overlays/paint/kernels.h"
#include "overlays/paint/list_painter.h"
#include "overlays/paint/span_painting.h"
#include "overlays/paint/srgb.h"

namespace leitai::overlays {
namespace {

/// A picture is painted band by band, each small enough to stay in a core's own cache until it is done.
constexpr int kBandBytes = 128 * 1024;
constexpr int kPixelBytes = 8;

using Under = ListPainter::Under;

/// Calls `band` from top to bottom for bands of whole rows.
template <typename Band>
void in_bands(PixelRect area, const Band& band) {
  const int rows = std::clamp(kBandBytes / kPixelBytes / std::max(1, area.x1 - area.x0), 1, 64);
  for (int y = area.y0; y < area.y1; y += rows) {
    band(PixelRect{area.x0, y, area.x1, std::min(y + rows, area.y1)});
  }
}

/// Calls `done(surface, band)` for bands that are painted over nothing, each in the same small memory.
template <typename Done>
void paint_bands(const DisplayList& list, const AtlasPixels& atlas, PixelRect area, const Done& done) {
  ListPainter painter(list, atlas, area);
  std::unique_ptr<std::uint16_t[]> pixels;
  in_bands(area, [&](PixelRect band) {
    const int width = band.x1 - band.x0;
    if (!pixels) {  // the first band is the highest
      pixels.reset(new std::uint16_t[std::size_t(width) * std::size_t(band.y1 - band.y0) * 4]);
    }
    const Surface surface{pixels.get(), width, band.x0, band.y0};
    painter.paint(surface, band, Under::nothing);
    done(surface, band);
  });
}

bool is_empty(const PixelRect& rect) {
  return rect.x0 >= rect.x1 || rect.y0 >= rect.y1;
}

}  // namespace

Canvas::Canvas(int canvas_width, int canvas_height)
    : width(std::max(0, canvas_width)),
      height(std::max(0, canvas_height)),
      pixels(std::size_t(width) * std::size_t(height) * 4) {}

void Canvas::clear(Color color) {
  float light[4];
  light_of(color, 1, light);
  std::uint16_t pixel[4];
  std::transform(light, light + 4, pixel, [](float v) { return static_cast<std::uint16_t>(v + 0.5F); });
  for (std::size_t i = 0; i + 4 <= pixels.size(); i += 4) {
    std::copy_n(pixel, 4, &pixels[i]);
  }
}

void paint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas, PixelRect damage) {
  const PixelRect within = intersection(damage, {0, 0, canvas.width, canvas.height});
  if (is_empty(within)) {
    return;
  }
  ListPainter painter(list, atlas, within);
  const Surface surface{canvas.pixels.data(), canvas.width, 0, 0};
  in_bands(within, [&](PixelRect band) { painter.paint(surface, band, Under::picture); });
}

void paint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas) {
  paint(list, atlas, canvas, {0, 0, canvas.width, canvas.height});
}

void repaint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas, PixelRect damage) {
  const PixelRect within = intersection(damage, {0, 0, canvas.width, canvas.height});
  if (is_empty(within)) {
    return;
  }
  // Not on the canvas itself: its rows would have to be read from far away before they are written.
  const Surface whole{canvas.pixels.data(), canvas.width, 0, 0};
  paint_bands(list, atlas, within, [&](const Surface& surface, PixelRect band) {
    if (surface.width == whole.width) {
      return kernels::stream(surface.pixels, surface.width * (band.y1 - band.y0), whole.at(0, band.y0));
    }
    for (int y = band.y0; y < band.y1; ++y) {
      kernels::stream(surface.at(band.x0, y), surface.width, whole.at(band.x0, y));
    }
  });
  kernels::done_streaming();
}

void repaint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas) {
  repaint(list, atlas, canvas, {0, 0, canvas.width, canvas.height});
}

std::vector<std::uint8_t> encode_srgb(const Canvas& canvas, AlphaMode mode) {
  std::vector<std::uint8_t> bytes(canvas.pixels.size());
  const std::size_t row = std::size_t(canvas.width) * 4;
  for (std::size_t i = 0; row > 0 && i + row <= bytes.size(); i += row) {
    kernels::encode(&canvas.pixels[i], canvas.width, bytes_of_light(), mode == AlphaMode::straight, &bytes[i]);
  }
  return bytes;
}

void paint_srgb(const DisplayList& list, const AtlasPixels& atlas, AlphaMode mode, std::span<std::uint8_t> rgba,
                PixelRect damage) {
  const PixelRect within = intersection(damage, {0, 0, list.width, list.height});
  if (is_empty(within) || rgba.size() / 4 / std::size_t(list.width) < std::size_t(list.height)) {
    return;
  }
  const auto& byte_of = bytes_of_light();
  paint_bands(list, atlas, within, [&](const Surface& surface, PixelRect band) {
    for (int y = band.y0; y < band.y1; ++y) {
      std::uint8_t* const row = &rgba[(std::size_t(y) * std::size_t(list.width) + std::size_t(band.x0)) * 4];
      kernels::encode(surface.at(band.x0, y), surface.width, byte_of, mode == AlphaMode::straight, row);
    }
  });
}

std::vector<std::uint8_t> paint_srgb(const DisplayList& list, const AtlasPixels& atlas, AlphaMode mode) {
  const std::size_t width = std::size_t(std::max(0, list.width));
  std::vector<std::uint8_t> rgba(width * std::size_t(std::max(0, list.height)) * 4);
  paint_srgb(list, atlas, mode, rgba, {0, 0, list.width, list.height});
  return rgba;
}

}  // namespace leitai::overlays
