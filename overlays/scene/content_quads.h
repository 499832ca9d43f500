// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>

#include "overlays/scene/frame.h"
#include "overlays/scene/instance.h"

/// What nodes show, as quads. Allocates only where the list is short of capacity.
namespace leitai::overlays {

/// A node's place on the canvas, and its size in its own pixels.
struct PosedFrame {
  Frame frame;
  float width = 0, height = 0;
};

/// Where a text's first baseline begins, from the corner of a node of that size, canvas pixels.
struct TextPlace {
  float x = 0, y = 0;
};
TextPlace place_of(const Node& node, const GlyphRun& run, float width, float height);

/// Adds glyphs that stand on the frame's origin.
void add_glyphs(std::span<const PlacedGlyph> glyphs, const Frame& frame, const Color& color, DisplayList& list);

/// Adds a box and its shadow.
void add_box(const BoxLook& look, const Frame& frame, const Rect& rect, DisplayList& list);

/// Adds what a text, number, clock, ticker, row of stars, bar, ring or picture shows at a time. `color`: of its text.
void add_content(const ItemTimeline& item, std::int64_t time_ns, const Instance& instance, const Content& content,
                 const Color& color, const PosedFrame& posed, DisplayList& list);

}  // namespace leitai::overlays
