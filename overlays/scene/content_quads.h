// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/scene/frame.h"
#include "overlays/scene/instance.h"

/// What nodes show, as quads. Allocates only where the list is short of capacity.
namespace leitai::overlays {

/// A node's place on the canvas, and its size in its own pixels.
struct PosedFrame {
  Frame frame;
  float width = 0, height = 0;
};

/// Adds a box and its shadow.
void add_box(const BoxLook& look, const Frame& frame, const Rect& rect, DisplayList& list);

/// Adds what a text, number, clock, ticker, row of stars, bar, ring or picture shows at a time.
void add_content(const ItemTimeline& item, std::int64_t time_ns, const Instance& instance, const Content& content,
                 const PosedFrame& posed, DisplayList& list);

}  // namespace leitai::overlays
