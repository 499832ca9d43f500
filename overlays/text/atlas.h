// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "overlays/text/text_engine.h"

namespace leitai::overlays {

/// The pixels of the glyph and emoji pages, and where there is room. Glyphs of about one height
/// share a shelf; one zero texel stays free around each.
class Atlas {
 public:
  /// The largest picture that fits a page, texels both ways.
  static constexpr int kLargest = kAtlasPageSize - 2;

  struct Place {
    std::uint16_t page = 0, x = 0, y = 0;
  };

  /// Copies a picture (width · height bytes, or four times that for colour) to where there is room.
  /// Nothing where all pages are full; then full() says so.
  std::optional<Place> add(bool color, int width, int height, std::span<const std::uint8_t> bytes);

  bool full() const { return full_; }
  void set_full() { full_ = true; }
  void reset();
  std::uint32_t generation() const { return generation_; }
  /// What was added since the last call, in parts of a size that is quickly uploaded: neighbours on a
  /// shelf come as one, for what is between and beneath them is empty, and large pictures as several.
  std::vector<AtlasUpload> take_uploads();
  AtlasPixels pixels() const;

 private:
  struct Shelf {
    int y = 0, height = 0, used = 0;
  };
  struct Freed {
    void operator()(std::uint8_t* bytes) const { std::free(bytes); }
  };
  struct Page {
    std::span<const std::uint8_t> texels() const { return {bytes.get(), size}; }

    std::size_t size = 0;
    /// From calloc(): rows that nothing was put on take no memory.
    std::unique_ptr<std::uint8_t[], Freed> bytes;
    std::vector<Shelf> shelves;
    int used_height = 1;
  };
  struct Pages {
    int limit = 0;
    int texel_bytes = 1;
    std::vector<std::unique_ptr<Page>> pages;
  };

  void note_upload(AtlasUpload added);
  static std::optional<Place> find_room(Pages& pages, int width, int height);

  Pages glyphs_{kMaxGlyphPages, 1, {}};
  Pages emoji_{kMaxEmojiPages, 4, {}};
  std::vector<AtlasUpload> uploads_;  ///< without their bytes
  std::uint32_t generation_ = 0;
  bool full_ = false;
};

}  // namespace leitai::overlays
