// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "overlays/scene/glyph_cache.h"
#include "overlays/scene/timer_reading.h"
#include "overlays/template/node.h"

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

/// A node with its data: where it is at rest, in canvas pixels, and what it shows.
struct LaidOut {
  const Node* node = nullptr;
  std::string key;  ///< of a row: unique among its list's rows
  float natural_width = 0, natural_height = 0;
  Rect rect;  ///< on the canvas; whole pixels once laid out
  BoxLook look;
  Color text_color;
  std::string text;
  std::string watched;
  std::shared_ptr<const GlyphRun> run;       ///< text, and a number that is no plain decimal
  std::shared_ptr<const FigureSet> figures;  ///< number, clock
  std::optional<CountedValue> number;
  std::optional<Timer> timer;
  std::vector<LaidOut> children;
};

/// The tree of `root` with `data`, laid out on a canvas of so many pixels. `scale` is canvas pixels
/// per design pixel.
LaidOut lay_out(const Node& root, const json::Json& data, int step, int width, int height, float scale,
                GlyphCache& glyphs);

/// Linear light, premultiplied.
Color to_linear(const Rgba& color);

}  // namespace leitai::overlays
