// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/paint/cpu_painter.h"

/// Shaping, fitting, and the glyph atlas.
namespace leitai::overlays {

struct TextStyle {
  std::string family = "Inter, Noto Sans CJK SC, Noto Color Emoji";  ///< first that has the character
  int weight = 400;                                                  ///< 100…900, CSS
  float size_px = 32;                                                ///< em size in canvas pixels
  float letter_spacing_px = 0;
  bool tabular_figures = false;
};

/// A glyph of a shaped line: which one, and where its pen stands from the line's start on the
/// baseline. `face` and `glyph` have a meaning to the engine that shaped them only.
struct ShapedGlyph {
  std::uint32_t face = 0;
  std::uint32_t glyph = 0;
  float x = 0;
  float y = 0;
  float advance = 0;
};

struct ShapedLine {
  std::vector<ShapedGlyph> glyphs;
  float size_px = 0;  ///< the size it was shaped at (a fitted line may be smaller than asked)
  float width = 0;    ///< sum of the advances
  float ascent = 0;   ///< of the style's first font: lines in one style share a baseline
  float descent = 0;  ///< positive
  float cap_height = 0;
  bool truncated = false;       ///< ended with an ellipsis
  bool missing_glyphs = false;  ///< no font has some character
};

/// What is drawn of a glyph.
enum class GlyphPart : std::uint8_t {
  body,
  outline,  ///< what a stroke around the body covers and the body does not: drawn beneath it, they meet without a seam
  shadow,   ///< body and outline together, softened
};

/// Which part, and the sizes that it depends on; bitmap glyphs (emoji) have no outline and no shadow.
struct GlyphLook {
  GlyphPart part = GlyphPart::body;
  float outline_px = 0;  ///< outwards from the edge; outline, shadow
  float blur_px = 0;     ///< shadow: half the width of its soft edge
};

constexpr float kMaxOutlinePx = 128;
constexpr float kMaxBlurPx = 128;

/// Where a pen stands on the grid of whole pixels and quarters that glyphs are rasterised for.
struct PenStep {
  float whole = 0;  ///< whole pixels
  int quarter = 0;  ///< 0…3
};

/// The step nearest to `x`.
PenStep pen_step(float x);

/// A rectangle of an atlas page that holds a glyph, with one zero texel around it (outside the
/// rectangle), and where it lies from the pen's whole pixel (the quarter is in the texels already):
/// left edge at pen_step(x).whole + left, top edge at baseline − top. `left` and `top` are whole
/// numbers, so a glyph whose baseline is on a whole pixel is drawn texel by texel.
struct AtlasSlot {
  bool color = false;  ///< on an emoji page
  std::uint16_t page = 0;
  std::uint16_t x = 0, y = 0, width = 0, height = 0;  ///< texels; width 0: nothing to draw (a space)
  float left = 0, top = 0;                            ///< canvas pixels
  float draw_width = 0, draw_height = 0;              ///< canvas pixels: the texels' size, but for scaled emoji
};

/// Pixels that were added to the atlas and that a GPU copy of it lacks.
struct AtlasUpload {
  bool color = false;
  std::uint16_t page = 0;
  std::uint16_t x = 0, y = 0, width = 0, height = 0;
  std::vector<std::uint8_t> bytes;  ///< width · height · (color ? 4 : 1)
};

constexpr int kAtlasPageSize = 1024;  ///< texels, both ways
constexpr int kMaxGlyphPages = 16;
constexpr int kMaxEmojiPages = 4;

/// Owned by one thread: Pango and FreeType objects must not be shared (see platform notes in
/// docs/architecture.md). Several engines may live on several threads.
class TextEngine {
 public:
  struct Options {
    std::vector<std::string> font_folders;  ///< a theme's own fonts, besides the system's
  };
  static tl::expected<std::unique_ptr<TextEngine>, std::string> create(const Options& options);
  ~TextEngine();
  TextEngine(const TextEngine&) = delete;
  TextEngine& operator=(const TextEngine&) = delete;

  /// Shapes one line of up to 4 KiB (the rest is cut, and the line says truncated). Control characters and line breaks
  /// are drawn as spaces; bad UTF-8 as U+FFFD.
  ShapedLine shape(std::string_view utf8, const TextStyle& style);

  /// Shapes one line into `max_width` pixels: shrinks down to `least_size_px` (letter spacing with
  /// it), then cuts at a cluster's edge and ends with "…". Never wider than `max_width`: where not
  /// even "…" has room the line is empty.
  ShapedLine fit(std::string_view utf8, const TextStyle& style, float max_width, float least_size_px);

  /// Breaks a paragraph into at most `max_lines` lines (UAX 14; no closing punctuation starts a
  /// line, unless a line is too narrow for it and the character before it); the last is cut with
  /// "…" where the text is longer. Line breaks in the text are kept.
  std::vector<ShapedLine> wrap(std::string_view utf8, const TextStyle& style, float max_width, int max_lines);

  /// The atlas rectangle of a glyph at a size and a quarter-pixel phase (0…3: the pen's fraction of
  /// a pixel, to the right), rasterised at first use. Slots stay valid until reset_atlas(). When
  /// the atlas is full the slot is empty and atlas_full() says so.
  const AtlasSlot& slot(std::uint32_t face, std::uint32_t glyph, float size_px, int quarter,
                        const GlyphLook& look = {});

  /// Puts a picture on the pages: bytes as of an AtlasUpload. In parts where it is larger than a page;
  /// `left` and `top` of each are its offset from the picture's top left corner, downwards. Empty where
  /// there is no room; then atlas_full() says so. Not kept: asked again, it is put there again.
  std::vector<AtlasSlot> add_picture(bool color, int width, int height, const std::vector<std::uint8_t>& bytes);

  bool atlas_full() const;
  /// Forgets every slot: the next pictures fill the atlas anew. The generation counts these.
  void reset_atlas();
  std::uint32_t atlas_generation() const;

  /// What was rasterised since the last call, for a GPU copy of the pages.
  std::vector<AtlasUpload> take_uploads();

  /// Closes the fonts and gives back the memory that reading them took; the next text opens what it needs, in about a
  /// millisecond. For when there is nothing to do for a while.
  void rest();

  /// The pages as they are now; valid until the next call to slot() or reset_atlas().
  AtlasPixels atlas_pixels() const;

 private:
  struct Impl;
  explicit TextEngine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::overlays
