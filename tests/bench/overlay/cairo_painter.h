// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <cairo-ft.h>

#include "tests/bench/overlay/prepared_board.h"

namespace leitai::bench {

/// Draws a prepared board as a good cairo program would: paths and gradients made for each picture,
/// runs of glyphs with warm caches, the soft shadow from a surface that was blurred once, and only
/// where it is seen. Eight-bit premultiplied sRGB.
class CairoPainter {
 public:
  /// Ends the program where the board has a glyph that is not of its rows' or title's styles.
  explicit CairoPainter(PreparedBoard& board);
  ~CairoPainter();
  CairoPainter(const CairoPainter&) = delete;
  CairoPainter& operator=(const CairoPainter&) = delete;

  /// Clears the surface and draws it.
  void paint();

  bool write_png(const std::string& file) const;

 private:
  using Font = std::tuple<std::string, bool, float>;  ///< family, bold, size in pixels
  /// Where an atlas rectangle's glyph comes from.
  struct Origin {
    Font font;
    unsigned long glyph = 0;
    float left = 0, top = 0;  ///< of the rectangle, from the pen
  };
  /// A box, a shadow's surface, or glyphs that follow one another in one font and colour.
  struct Step {
    const overlays::Quad* quad = nullptr;
    cairo_surface_t* shadow = nullptr;
    cairo_scaled_font_t* font = nullptr;
    std::vector<cairo_glyph_t> glyphs;
  };

  void find_origins(const std::vector<overlays::Quad>& quads);
  void add_glyph(const overlays::Quad& quad);
  void add_shadow(const overlays::Quad& quad);
  cairo_scaled_font_t* scaled_font(const Font& font);
  void draw_box(const overlays::Quad& quad);
  void draw_shadow(const Step& step);

  cairo_surface_t* surface_;
  cairo_t* cairo_;
  PreparedBoard& board_;
  std::map<std::tuple<int, int, int>, Origin> origins_;  ///< by page, x, y
  std::map<Font, cairo_scaled_font_t*> fonts_;
  std::vector<Step> steps_;
};

}  // namespace leitai::bench
