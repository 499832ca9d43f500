// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/atlas.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace leitai::overlays {
namespace {

/// Shelves come in steps of this, so that glyphs of nearly one height share them.
constexpr int kShelfStep = 4;
/// Texels: neighbours up to this width are uploaded as one, and what is larger in parts of this size.
constexpr int kUploadSize = 256;
/// Glyphs of one text go to a few shelves by turns.
constexpr std::ptrdiff_t kOpenStrips = 6;

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
      auto page = std::make_unique<Page>();
      page->size = std::size_t{kAtlasPageSize} * kAtlasPageSize * static_cast<std::size_t>(pages.texel_bytes);
      page->bytes.reset(static_cast<std::uint8_t*>(std::calloc(page->size, 1)));
      if (page->bytes == nullptr) {
        return std::nullopt;
      }
      pages.pages.push_back(std::move(page));
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

std::optional<Atlas::Place> Atlas::add(bool color, int width, int height, std::span<const std::uint8_t> bytes) {
  Pages& pages = color ? emoji_ : glyphs_;
  const std::optional<Place> place = find_room(pages, width, height);
  if (!place) {
    full_ = true;
    return std::nullopt;
  }
  const std::size_t row = std::size_t(width) * pages.texel_bytes;
  std::uint8_t* page = pages.pages[place->page]->bytes.get();
  for (int y = 0; y < height; ++y) {
    const std::size_t texel = std::size_t(place->y + y) * kAtlasPageSize + place->x;
    std::memcpy(page + texel * pages.texel_bytes, bytes.data() + y * row, row);
  }
  for (int part_y = 0; part_y < height; part_y += kUploadSize) {
    for (int part_x = 0; part_x < width; part_x += kUploadSize) {
      AtlasUpload part{color, place->page, 0, 0, 0, 0, {}};
      part.x = static_cast<std::uint16_t>(place->x + part_x);
      part.y = static_cast<std::uint16_t>(place->y + part_y);
      part.width = static_cast<std::uint16_t>(std::min(kUploadSize, width - part_x));
      part.height = static_cast<std::uint16_t>(std::min(kUploadSize, height - part_y));
      note_upload(std::move(part));
    }
  }
  return place;
}

void Atlas::note_upload(AtlasUpload added) {
  const auto oldest = uploads_.rbegin() + std::min(kOpenStrips, std::ssize(uploads_));
  const auto beside = std::find_if(uploads_.rbegin(), oldest, [&](const AtlasUpload& strip) {
    return strip.color == added.color && strip.page == added.page && strip.y == added.y &&
           strip.x + strip.width + 1 == added.x && added.x + added.width - strip.x <= kUploadSize;
  });
  if (beside == oldest) {
    uploads_.push_back(std::move(added));
    return;
  }
  beside->width = static_cast<std::uint16_t>(added.x + added.width - beside->x);
  beside->height = std::max(beside->height, added.height);
}

void Atlas::reset() {
  glyphs_.pages.clear();
  emoji_.pages.clear();
  uploads_.clear();
  full_ = false;
  ++generation_;
}

std::vector<AtlasUpload> Atlas::take_uploads() {
  std::vector<AtlasUpload> taken = std::exchange(uploads_, {});
  for (AtlasUpload& strip : taken) {
    const Pages& pages = strip.color ? emoji_ : glyphs_;
    const std::size_t texel_bytes = static_cast<std::size_t>(pages.texel_bytes);
    const std::uint8_t* page = pages.pages[strip.page]->bytes.get();
    strip.bytes.reserve(std::size_t{strip.width} * strip.height * texel_bytes);
    for (std::size_t y = strip.y; y < std::size_t{strip.y} + strip.height; ++y) {
      const std::uint8_t* row = page + (y * kAtlasPageSize + strip.x) * texel_bytes;
      strip.bytes.insert(strip.bytes.end(), row, row + strip.width * texel_bytes);
    }
  }
  return taken;
}

AtlasPixels Atlas::pixels() const {
  AtlasPixels pixels;
  for (const auto& page : glyphs_.pages) {
    pixels.glyph_pages.push_back({kAtlasPageSize, kAtlasPageSize, page->texels()});
  }
  for (const auto& page : emoji_.pages) {
    pixels.emoji_pages.push_back({kAtlasPageSize, kAtlasPageSize, page->texels()});
  }
  return pixels;
}

}  // namespace leitai::overlays
