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

  /// For a frame that has nothing to upload. Where the last glyph page in use is half full, the next is made before it
  /// is needed: it takes the better part of a frame's share. And what only many uploads need goes after a while
  /// without any.
  void settle();

  /// Null where nothing was ever uploaded to the page, and it is not the spare one.
  gs_texture_t* page(bool color, std::size_t index) const;

 private:
  /// A part of an upload, from (x, y) of it on, and the page that it goes to.
  struct Part {
    const overlays::AtlasUpload& upload;
    gs_texture_t* page;
    int x, y, width, height;
  };

  /// Many small uploads share one dynamic texture, from which the card copies them to their places.
  class Staging {
   public:
    Staging(bool color, int width, int height) : color_(color), width_(width), height_(height) {}
    ~Staging();
    /// False where there is no room left before a flush.
    bool put(const Part& part);
    void flush();
    /// Until the next put. Flushed.
    void release();

   private:
    static constexpr std::size_t kMaxRegions = 128;
    struct Region {
      gs_texture_t* page;
      int to_x, to_y, from_x, from_y, width, height;
    };
    bool open();
    bool find_room(int width, int height);

    bool color_;
    int width_, height_;
    gs_texture_t* texture_ = nullptr;
    std::uint8_t* bytes_ = nullptr;  ///< while mapped
    std::uint32_t line_ = 0;
    int x_ = 0, y_ = 0, row_height_ = 0;
    std::array<Region, kMaxRegions> regions_{};
    std::size_t region_count_ = 0;
  };

  /// A flush writes the whole of a staging texture, so that the small one is for the few glyphs of
  /// most changes. But the first copy to a page may have to wait until the card has drawn from it, and
  /// what one frame cannot flush waits for the next: what the small one has no room for goes to a
  /// large one, and both are flushed at once.
  struct Stagings {
    static constexpr int kSmall = 256;
    Staging small, large;
    void put(const Part& part);
    void flush();
  };

  /// So many frames without an upload, and there will be none for a while.
  static constexpr int kFramesUntilQuiet = 120;

  gs_texture_t* make_page(bool color, std::size_t index);
  void note_use(const overlays::AtlasUpload& upload);

  std::array<gs_texture_t*, overlays::kMaxGlyphPages> glyph_pages_{};
  std::array<gs_texture_t*, overlays::kMaxEmojiPages> emoji_pages_{};
  std::size_t glyph_pages_used_ = 0;  ///< all up to the last that was uploaded to
  int last_page_rows_ = 0;  ///< of the last of these, down to the lowest upload: the engine fills it downwards
  int quiet_frames_ = 0;
  Stagings glyph_staging_{{false, Stagings::kSmall, Stagings::kSmall}, {false, 1024, 512}};
  Stagings emoji_staging_{{true, Stagings::kSmall, Stagings::kSmall}, {true, 512, 512}};
};

}  // namespace leitai::plugin
