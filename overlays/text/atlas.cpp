// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/atlas.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace leitai::overlays {
namespace {

/// Shelves come in steps of this, so that glyphs of nearly one height share them.
constexpr int kShelfStep = 4;

}  // namespace

std::optional<Atlas::Place> Atlas::find_room(Pages& pages, int width, int height) {
  if (width > kLargest || height > kLargest) {
    return std::nullopt;
  }
  const int wanted = std::min((height + kShelfStep - 1) / kShelfStep * kShelfStep, kLargest);
  const auto place_on = [&](std::size_t page, Shelf& shelf) {
    const Place place{static_cast<std::uint16_t>(page), static_cast<std::uint16_t>(shelf.used),
                      static_cast<std::uint16_t>(shelf.y)};
    shelf.used += width + 1;
    return place;
  };
  for (std::size_t i = 0; i < pages.pages.size(); ++i) {
    for (Shelf& shelf : pages.pages[i]->shelves) {
      // A shelf much taller than the glyph would waste its height.
      if (shelf.height >= wanted && shelf.height <= wanted + 2 * kShelfStep &&
          shelf.used + width + 1 <= kAtlasPageSize) {
        return place_on(i, shelf);
      }
    }
  }
  for (std::size_t i = 0; i <= pages.pages.size() && i < static_cast<std::size_t>(pages.limit); ++i) {
    if (i == pages.pages.size()) {
      pages.pages.push_back(std::make_unique<Page>());
      pages.pages.back()->bytes.resize(std::size_t{kAtlasPageSize} * kAtlasPageSize * pages.texel_bytes);
    }
    Page& page = *pages.pages[i];
    if (page.used_height + wanted + 1 <= kAtlasPageSize) {
      page.shelves.push_back({page.used_height, wanted, 1});
      page.used_height += wanted + 1;
      return place_on(i, page.shelves.back());
    }
  }
  return std::nullopt;
}

std::optional<Atlas::Place> Atlas::add(bool color, int width, int height, std::vector<std::uint8_t> bytes) {
  Pages& pages = color ? emoji_ : glyphs_;
  const std::optional<Place> place = find_room(pages, width, height);
  if (!place) {
    full_ = true;
    return std::nullopt;
  }
  const std::size_t row = std::size_t(width) * pages.texel_bytes;
  std::uint8_t* page = pages.pages[place->page]->bytes.data();
  for (int y = 0; y < height; ++y) {
    const std::size_t texel = std::size_t(place->y + y) * kAtlasPageSize + place->x;
    std::memcpy(page + texel * pages.texel_bytes, bytes.data() + y * row, row);
  }
  uploads_.push_back({color, place->page, place->x, place->y, static_cast<std::uint16_t>(width),
                      static_cast<std::uint16_t>(height), std::move(bytes)});
  return place;
}

void Atlas::reset() {
  glyphs_.pages.clear();
  emoji_.pages.clear();
  uploads_.clear();
  full_ = false;
  ++generation_;
}

std::vector<AtlasUpload> Atlas::take_uploads() {
  return std::exchange(uploads_, {});
}

AtlasPixels Atlas::pixels() const {
  AtlasPixels pixels;
  for (const auto& page : glyphs_.pages) {
    pixels.glyph_pages.push_back({kAtlasPageSize, kAtlasPageSize, page->bytes});
  }
  for (const auto& page : emoji_.pages) {
    pixels.emoji_pages.push_back({kAtlasPageSize, kAtlasPageSize, page->bytes});
  }
  return pixels;
}

}  // namespace leitai::overlays
