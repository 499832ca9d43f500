// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/cpu_painter.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "overlays/paint/kernels.h"
#include "overlays/paint/list_painter.h"
#include "overlays/paint/srgb.h"

namespace leitai::overlays {
namespace {

/// A picture is painted tile by tile, each small enough to stay in a core's own caches until it is done.
constexpr int kTilePixels = 120 * 1024 / 8;
constexpr int kTileWidth = 1920;
constexpr int kMostRows = 64;
/// Of a line of the cache. Copies are slow where theirs do not begin at the same places.
constexpr int kLineBytes = 64;
constexpr int kLinePixels = kLineBytes / 8;

using Under = ListPainter::Under;

/// Calls `tile` from left to right, from top to bottom, for what of each band of rows `part_of` tells.
template <typename PartOf, typename Tile>
void in_tiles(const PixelRect& area, const PartOf& part_of, const Tile& tile) {
  const int rows = std::clamp(kTilePixels / std::clamp(area.x1 - area.x0, 1, kTileWidth), 1, kMostRows);
  for (int y = area.y0; y < area.y1; y += rows) {
    const PixelRect part = part_of(PixelRect{area.x0, y, area.x1, std::min(y + rows, area.y1)});
    for (int x0 = part.x0, x1 = 0; x0 < part.x1; x0 = x1) {
      x1 = std::min(x0 / kLinePixels * kLinePixels + kTileWidth, part.x1);
      tile(PixelRect{x0, part.y0, x1, part.y1});
    }
  }
}

/// Two small memories for tiles that are painted over nothing, by turns, so that one may flow out while the next is
/// painted. Their rows lie in lines of the cache as those of a picture of `width` pixels.
class Tiles {
 public:
  explicit Tiles(int width) : width_(width) {}

  Surface next(const PixelRect& tile) {
    turn_ = 1 - turn_;
    const int tile_width = tile.x1 - tile.x0;
    const int stride = tile_width + (width_ - tile_width) % kLinePixels;
    const int past_line = (tile.x0 + tile.y0 % kLinePixels * (width_ % kLinePixels)) % kLinePixels;
    return {memories_[turn_].data() + std::ptrdiff_t{past_line} * 4, stride, tile.x0, tile.y0};
  }

 private:
  int width_;
  std::size_t turn_ = 0;
  alignas(kLineBytes)
      std::array<std::array<std::uint16_t, std::size_t{kTilePixels + (kMostRows + 1) * kLinePixels} * 4>, 2> memories_;
};

/// As much wider as whole lines of the cache are, within `bounds`.
PixelRect in_whole_lines(const PixelRect& rect, const PixelRect& bounds) {
  const int end = (rect.x1 + kLinePixels - 1) / kLinePixels * kLinePixels;
  return {std::max(rect.x0 / kLinePixels * kLinePixels, bounds.x0), rect.y0, std::min(end, bounds.x1), rect.y1};
}

}  // namespace

void paint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas, PixelRect damage) {
  const PixelRect within = intersection(damage, canvas.area());
  if (is_empty(within)) {
    return;
  }
  ListPainter painter(list, atlas, within);
  Surface surface;
  Outflow none;
  const auto touched = [&](const PixelRect& band) {
    const PixelRect part = painter.touched(band);
    surface = {canvas.write(part), canvas.width(), part.x0, part.y0};
    return part;
  };
  in_tiles(within, touched, [&](PixelRect tile) { painter.paint(surface, tile, Under::picture, none); });
}

void paint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas) {
  paint(list, atlas, canvas, canvas.area());
}

void repaint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas, PixelRect damage) {
  const PixelRect within = intersection(damage, canvas.area());
  if (is_empty(within)) {
    return;
  }
  ListPainter painter(list, atlas, within);
  // Not on the canvas itself: its rows would have to be read from far away before they are written.
  Tiles tiles(canvas.width());
  Surface whole;
  Outflow outflow;
  const auto changed = [&](const PixelRect& band) {
    const PixelRect touched = painter.touched(band);
    const PixelRect part = in_whole_lines(united(touched, canvas.held(band)), band);
    whole = {canvas.write(part), canvas.width(), part.x0, part.y0};
    canvas.keep_only(band, touched);
    return part;
  };
  in_tiles(within, changed, [&](PixelRect tile) {
    const Surface surface = tiles.next(tile);
    painter.paint(surface, tile, Under::nothing, outflow);
    outflow.begin({surface.at(tile.x0, tile.y0), std::size_t(surface.width)}, tile.x1 - tile.x0, tile.y1 - tile.y0,
                  {whole.at(tile.x0, tile.y0), std::size_t(whole.width)});
  });
}

void repaint(const DisplayList& list, const AtlasPixels& atlas, Canvas& canvas) {
  repaint(list, atlas, canvas, canvas.area());
}

std::vector<std::uint8_t> encode_srgb(const Canvas& canvas, AlphaMode mode) {
  std::vector<std::uint8_t> bytes(canvas.pixels().size());
  const std::size_t row = std::size_t(canvas.width()) * 4;
  for (std::size_t i = 0; row > 0 && i + row <= bytes.size(); i += row) {
    kernels::encode(&canvas.pixels()[i], canvas.width(), bytes_of_light(), mode == AlphaMode::straight, &bytes[i]);
  }
  return bytes;
}

void paint_srgb(const DisplayList& list, const AtlasPixels& atlas, AlphaMode mode, std::span<std::uint8_t> rgba,
                PixelRect damage) {
  const PixelRect within = intersection(damage, {0, 0, list.width, list.height});
  if (is_empty(within) || rgba.size() / 4 / std::size_t(list.width) < std::size_t(list.height)) {
    return;
  }
  ListPainter painter(list, atlas, within);
  Tiles tiles(list.width);
  Outflow none;
  const auto& byte_of = bytes_of_light();
  alignas(kLineBytes) std::array<std::uint8_t, std::size_t{kTileWidth + kLineBytes} * 4> line;
  const auto all = [](const PixelRect& band) { return band; };
  in_tiles(within, all, [&](PixelRect tile) {
    const Surface surface = tiles.next(tile);
    painter.paint(surface, tile, Under::nothing, none);
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
