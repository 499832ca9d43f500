// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include <graphics/graphics.h>

#include "overlays/text/text_engine.h"

namespace leitai::plugin {

/// The text engine's atlas pages as textures. Everything but the constructor needs the graphics context.
class AtlasCopy {
 public:
  AtlasCopy() = default;
  ~AtlasCopy();
  AtlasCopy(const AtlasCopy&) = delete;
  AtlasCopy& operator=(const AtlasCopy&) = delete;

  /// Pixels to come. They are on their page after the next flush().
  void add(const overlays::AtlasUpload& upload);
  void flush();

  /// Null where nothing was ever uploaded to the page.
  gs_texture_t* page(bool color, std::size_t index) const;

 private:
  /// Many small uploads share one small dynamic texture, from which the card copies them to their
  /// places: writing a whole page costs a hundred times as much.
  class Staging {
   public:
    explicit Staging(bool color) : color_(color) {}
    ~Staging();
    void put(AtlasCopy& atlas, const overlays::AtlasUpload& upload, int x, int y, int width, int height);
    void flush();

   private:
    static constexpr int kSize = 256;
    static constexpr std::size_t kMaxRegions = 128;
    struct Region {
      gs_texture_t* page;
      int to_x, to_y, from_x, from_y, width, height;
    };
    bool open();
    bool find_room(int width, int height);

    bool color_;
    gs_texture_t* texture_ = nullptr;
    std::uint8_t* bytes_ = nullptr;  ///< while mapped
    std::uint32_t line_ = 0;
    int x_ = 0, y_ = 0, row_height_ = 0;
    std::array<Region, kMaxRegions> regions_{};
    std::size_t region_count_ = 0;
  };

  gs_texture_t* make_page(bool color, std::size_t index);

  std::array<gs_texture_t*, overlays::kMaxGlyphPages> glyph_pages_{};
  std::array<gs_texture_t*, overlays::kMaxEmojiPages> emoji_pages_{};
  Staging glyph_staging_{false};
  Staging emoji_staging_{true};
};

}  // namespace leitai::plugin
