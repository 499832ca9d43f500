// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/scene/layout.h"

/// Sizes and places of the laid-out tree: rows, columns, stacks and lists.
namespace leitai::overlays {

TextStyle text_style(const TextSpec& spec, float scale);
TextEffects text_effects(const TextSpec& spec, float scale);
float line_height(const TextSpec& spec, float scale);

/// 0 left, 0.5 centre, 1 right.
float alignment(const TextSpec& spec);

/// The natural size of a container from those of its children.
void measure_children(LaidOut& out, float scale);
void measure_rows(LaidOut& out, float scale);

/// Gives `out` this rectangle, and its descendants theirs. Edges are rounded to whole pixels one by
/// one, so that what touches goes on touching at every scale.
void arrange(LaidOut& out, const Rect& rect, float scale);

}  // namespace leitai::overlays
