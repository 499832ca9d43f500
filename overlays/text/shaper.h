// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pango/pango-attributes.h>
#include <pango/pango-font.h>
#include <tl/expected.hpp>

#include "overlays/text/faces.h"
#include "overlays/text/font_file.h"
#include "overlays/text/text_engine.h"

namespace leitai::overlays {

/// A shaped line, and where in the text each of its glyphs' clusters starts.
struct ShapedText {
  ShapedLine line;
  std::vector<std::size_t> offsets;  ///< bytes; one for each glyph of the line
};

/// What may happen before a character of a text, or at its end.
struct BreakPoint {
  std::size_t offset = 0;  ///< bytes
  bool line = false;       ///< a line may end here
  bool forced = false;     ///< a line must end here
};

/// Pango, for shaping and for where lines may break; it never draws.
class Shaper {
 public:
  /// `faces` outlives the shaper.
  static tl::expected<std::unique_ptr<Shaper>, std::string> create(FaceTable& faces,
                                                                   const std::vector<std::string>& font_folders);
  ~Shaper();
  Shaper(const Shaper&) = delete;
  Shaper& operator=(const Shaper&) = delete;

  /// `clean` is valid UTF-8 without control characters. Advances are unhinted and not rounded.
  ShapedText shape(std::string_view clean, const TextStyle& style);

  /// The edges of grapheme clusters, in order, the start left out and the end included.
  static std::vector<BreakPoint> break_points(std::string_view clean);

  /// Gives back the memory of the fonts that were read since the last time.
  void rest();

 private:
  struct Pango;
  Shaper(FaceTable& faces, std::unique_ptr<Pango> pango);
  std::uint32_t primary_face(const TextStyle& style);
  /// Whose pages rest() gives back.
  void note_file(std::uint32_t face, PangoFont* font);
  ShapedText shape_with(PangoAttrList& attributes, std::string_view clean, const TextStyle& style);
  /// Gives all figures the zero's advance: some fonts' tabular figures differ by a few units.
  void level_figures(std::string_view clean, const TextStyle& style, ShapedText& shaped);

  FaceTable& faces_;
  std::unique_ptr<Pango> pango_;
  std::map<std::pair<std::string, int>, std::uint32_t> primary_faces_;
  std::map<std::pair<std::string, int>, ShapedGlyph> zeros_;  ///< tabular
  std::map<std::uint32_t, std::unique_ptr<FontFile>> files_;  ///< Pango's own, by face
  bool shaped_ = false;                                       ///< since the last rest
};

}  // namespace leitai::overlays
