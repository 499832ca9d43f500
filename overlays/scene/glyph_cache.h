// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "overlays/paint/display_list.h"
#include "overlays/scene/aged_map.h"
#include "overlays/text/text_engine.h"

namespace leitai::overlays {

/// A glyph's rectangle from the line's start on the baseline, whole pixels, and its texels.
struct PlacedGlyph {
  Rect rect;
  Rect texels;
  std::uint16_t page = 0;
  bool color = false;
};

bool is_drawn(const PlacedGlyph& glyph);

/// A slot's texels with their left top corner at (x, y).
PlacedGlyph placed_at(const AtlasSlot& slot, float x, float y);

/// What lies beneath the glyphs of a text.
struct TextEffects {
  float outline_px = 0;  ///< 0: none
  bool shadow = false;
  float blur_px = 0;  ///< of the shadow

  friend auto operator<=>(const TextEffects&, const TextEffects&) = default;  // NOLINT(modernize-use-nullptr)
};

/// Text that is ready to be drawn: shaped, fitted, rasterised. Its first baseline is y = 0, its
/// lines start at x = 0 (or are aligned in `width` where there are several).
struct GlyphRun {
  std::vector<PlacedGlyph> shadow, outline;  ///< beneath the glyphs, in this order
  std::vector<PlacedGlyph> glyphs;
  float width = 0;    ///< whole pixels
  float size_px = 0;  ///< after fitting
  int lines = 1;
  float line_height = 0;
  bool truncated = false;
  bool missing_glyphs = false;  ///< no font has some character of what is shown
};

/// How a run is asked for.
struct RunRequest {
  std::string text;
  TextStyle style;
  float least_size_px = 0;  ///< 0: as the style's size
  float max_width = 0;      ///< 0: as wide as it gets
  int max_lines = 1;
  float line_height = 0;
  float align = 0;  ///< of several lines: 0 left, 0.5 centre, 1 right
  TextEffects effects;
};

/// The characters of clocks and counting numbers, each ready to be put anywhere: figures all of one
/// width, on whole pixels.
struct FigureSet {
  struct Figure {
    PlacedGlyph shadow, outline, glyph;  ///< those without a size are not drawn
    float advance = 0;
  };
  float size_px = 0;
  std::array<Figure, 128> figures;  ///< by ASCII character; only those of kFigureCharacters

  float width(std::string_view text) const;
};
constexpr std::string_view kFigureCharacters = "0123456789:.+-";

/// Runs and figures that were asked for before, so that a small change of data shapes little.
class GlyphCache {
 public:
  explicit GlyphCache(TextEngine& engine) : engine_(engine) {}

  std::shared_ptr<const GlyphRun> run(const RunRequest& request);
  std::shared_ptr<const FigureSet> figures(const TextStyle& style, const TextEffects& effects);

  /// Width of a line at the style's own size, whole pixels.
  float natural_width(const std::string& text, const TextStyle& style);

  /// Forgets everything: the atlas was reset.
  void clear();

  /// Forgets what was not asked for lately. Called once for each prepared scene.
  void age();

 private:
  using StyleKey = std::tuple<std::string, int, float, float, bool>;
  using RunKey = std::tuple<std::string, StyleKey, float, float, int, float, float, TextEffects>;
  static StyleKey key_of(const TextStyle& style);
  std::shared_ptr<const GlyphRun> make_run(const RunRequest& request);
  std::vector<ShapedLine> wrapped(const RunRequest& request, GlyphRun& run);
  void place(const ShapedLine& line, float x, float y, const TextEffects& effects, GlyphRun& run);
  PlacedGlyph placed(const ShapedGlyph& glyph, float size_px, float x, float y, const GlyphLook& look = {});

  TextEngine& engine_;
  static constexpr std::size_t kManyEntries = 2048;

  AgedMap<RunKey, std::shared_ptr<const GlyphRun>> runs_{kManyEntries};
  AgedMap<std::pair<std::string, StyleKey>, float> widths_{kManyEntries};
  std::map<std::pair<StyleKey, TextEffects>, std::shared_ptr<const FigureSet>> figures_;
};

}  // namespace leitai::overlays
