// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "overlays/scene/glyph_cache.h"
#include "overlays/scene/picture_cache.h"
#include "overlays/scene/timer_reading.h"
#include "overlays/template/node.h"
#include "overlays/template/theme.h"

namespace leitai::overlays {

/// A box's look in canvas pixels and linear light.
struct BoxLook {
  Color fill, fill_end, border, shadow;
  float gradient_angle = 0;
  float border_width = 0;
  float radius[4] = {};
  float shadow_x = 0, shadow_y = 0, shadow_blur = 0, shadow_spread = 0;
  friend bool operator==(const BoxLook&, const BoxLook&) = default;
};

/// A decimal that can count: `scaled` / 10^`places`, at most 15 digits, so that a double holds it
/// exactly.
struct CountedValue {
  double value = 0;
  int places = 0;
  friend bool operator==(const CountedValue&, const CountedValue&) = default;
};

/// Texts that run through a ticker, from the left edge of the first.
struct Strip {
  struct Part {
    float x = 0;  ///< canvas pixels
    std::shared_ptr<const GlyphRun> run;
  };
  std::vector<Part> parts;
  float width = 0;  ///< canvas pixels, the gap before the first comes again included
};

/// A node with its data: where it is at rest, in canvas pixels, and what it shows.
struct LaidOut {
  const Node* node = nullptr;
  std::string key;       ///< of a row: unique among its list's rows
  std::size_t item = 0;  ///< of a row: its place in the list's array
  float natural_width = 0, natural_height = 0;
  std::size_t row_room = 0;  ///< a list with pages: the rows that every page has room for
  float wrap_width = 0;      ///< a text of several lines: what it was measured in, canvas pixels
  Edges padding;             ///< canvas pixels, the safe area's included
  Rect rect;                 ///< on the canvas; whole pixels once laid out
  BoxLook look;
  Color text_color;
  std::string text;
  std::string watched;
  std::shared_ptr<const MovingRequest> film;  ///< video; image: of an animated file
  std::shared_ptr<const GlyphRun> run;        ///< text, image, qr, a number that is no plain decimal; stars: one
  std::shared_ptr<const FigureSet> figures;   ///< number, clock
  std::optional<CountedValue> number;         ///< number; stars: the value; bar, ring: its share of the greatest, 0…1
  int stars = 0;                              ///< how many there are in all
  std::shared_ptr<const Strip> strip;         ///< ticker
  std::optional<Timer> timer;
  std::vector<LaidOut> children;
};

/// The canvas, in pixels, and how many of them a design pixel is.
struct CanvasScale {
  int width = kDesignWidth, height = kDesignHeight;
  float scale = 1;

  /// For the tree of the template that such a canvas shows.
  static CanvasScale of(const Template& graphic, int width, int height);
};

/// What a tree shows.
struct LayoutInput {
  const json::Json& data;
  const json::Json& words;  ///< of the theme
  int step = 0;
  std::int64_t page = 0;  ///< of the list with pages
};

/// The tree of `root` with its data, laid out on a canvas.
LaidOut lay_out(const Node& root, const LayoutInput& input, const CanvasScale& canvas, GlyphCache& glyphs,
                PictureCache& pictures);

BoxLook box_look(const BoxStyle& style, float scale);

/// Linear light, premultiplied.
Color to_linear(const Rgba& color);

}  // namespace leitai::overlays
