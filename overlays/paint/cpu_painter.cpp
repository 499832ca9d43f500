// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/cpu_painter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "overlays/paint/kernels.h"
#include "overlays/paint/list_painter.h"
#include "overlays/paint/span_painting.h"
#include "overlays/paint/srgb.h"

namespace leitai::overlays {
namespace {

/// A picture is painted tile by tile, each small enough to stay in a core's own caches until it is done.
constexpr int kTilePixels = 60 * 1024 / 8;
constexpr int kTileWidth = 480;
constexpr int kMostRows = 64;
/// Of a line of the cache. Copies are slow where theirs do not begin at the same places.
constexpr int kLineBytes = 64;
constexpr int kLinePixels = kLineBytes / 8;

using Under = ListPainter::Under;

/// Calls `tile` from left to right, from top to bottom.
template <typename Tile>
void in_tiles(PixelRect area, const Tile& tile) {
  const int rows = std::clamp(kTilePixels / std::clamp(area.x1 - area.x0, 1, kTileWidth), 1, kMostRows);
  for (int y = area.y0; y < area.y1; y += rows) {
    for (int x0 = area.x0, x1 = 0; x0 < area.x1; x0 = x1) {
      x1 = std::min(x0 / kLinePixels * kLinePixels + kTileWidth, area.x1);
      tile(PixelRect{x0, y, x1, std::min(y + rows, area.y1)});
    }
  }
}

/// Calls `done(surface, tile, outflow)` for tiles that are painted over nothing, by turns in two small memories, whose
/// rows lie in lines of the cache as those of a picture of `width` pixels. What it lets flow out may lie in the tile.
template <typename Done>
void paint_tiles(const DisplayList& list, const AtlasPixels& atlas, PixelRect area, int width, const Done& done) {
  ListPainter painter(list, atlas, area);
  alignas(64) std::array<std::array<std::uint16_t, std::size_t{kTilePixels + (kMostRows + 1) * kLinePixels} * 4>, 2>
      tiles;
  std::size_t turn = 0;
  Outflow outflow;
  in_tiles(area, [&](PixelRect tile) {
    const int tile_width = tile.x1 - tile.x0;
    const int stride = tile_width + (width - tile_width) % kLinePixels;
    const Surface surface{tiles[turn].data() + tile.x0 % kLinePixels * 4, stride, tile.x0, tile.y0};
    painter.paint(surface, tile, Under::nothing, outflow);
    done(surface, tile, outflow);
    turn = 1 - turn;
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
  std::transform(light, light + 4, pixel, [](float v) { return static_cast<std::uint16_t>(std::lround(v)); });
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
  Outflow none;
  in_tiles(within, [&](PixelRect tile) { painter.paint(surface, tile, Under::picture, none); });
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
  paint_tiles(list, atlas, within, canvas.width, [&](const Surface& surface, PixelRect tile, Outflow& outflow) {
    outflow.begin({surface.at(tile.x0, tile.y0), std::size_t(surface.width)}, tile.x1 - tile.x0, tile.y1 - tile.y0,
                  {whole.at(tile.x0, tile.y0), std::size_t(whole.width)});
  });
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
  alignas(kLineBytes) std::array<std::uint8_t, std::size_t{kTileWidth + kLineBytes} * 4> line;
  paint_tiles(list, atlas, within, list.width, [&](const Surface& surface, PixelRect tile, Outflow& /*outflow*/) {
    for (int y = tile.y0; y < tile.y1; ++y) {
      std::uint8_t* const row = &rgba[(std::size_t(y) * std::size_t(list.width) + std::size_t(tile.x0)) * 4];
      std::uint8_t* const near = line.data() + reinterpret_cast<std::uintptr_t>(row) % kLineBytes;
      kernels::encode(surface.at(tile.x0, y), tile.x1 - tile.x0, byte_of, mode == AlphaMode::straight, near);
      kernels::stream(near, std::size_t(tile.x1 - tile.x0) * 4, row);
    }
  });
  kernels::done_streaming();
}

std::vector<std::uint8_t> paint_srgb(const DisplayList& list, const AtlasPixels& atlas, AlphaMode mode) {
  const std::size_t width = std::size_t(std::max(0, list.width));
  std::vector<std::uint8_t> rgba(width * std::size_t(std::max(0, list.height)) * 4);
  paint_srgb(list, atlas, mode, rgba, {0, 0, list.width, list.height});
  return rgba;
}

}  // namespace leitai::overlays
