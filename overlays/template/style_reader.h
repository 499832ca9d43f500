// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/template/reader.h"

/// The keys of looks, layout and motion, each read into what it starts from.
namespace leitai::overlays {

/// style, font, weight, size, least_size, line_height, letter_spacing, tabular, lines, color, outline, shadow.
/// `style` (a word of the theme's text_styles) goes first; the other keys change it.
void read_text_style(ObjectReader& reader, TextSpec& spec);

/// fill, gradient, border, radius, shadow.
void read_box_style(ObjectReader& reader, BoxStyle& style);

/// A number for all four, [vertical, horizontal], or [top, right, bottom, left].
std::optional<std::array<float, 4>> read_four(ObjectReader& reader, std::string_view key);

/// width, height, min_width, max_width, grow, shrink, anchor, x, y.
void read_placement(ObjectReader& reader, LayoutSpec& layout);

/// direction, padding, safe_area, gap, align, justify, wrap, line_gap, clip.
void read_arrangement(ObjectReader& reader, LayoutSpec& layout);

/// in, out, change, loop, move, in_stagger_ms, out_stagger_ms.
void read_motion(ObjectReader& reader, Motion& motion);

/// delay_ms, duration_ms, easing.
void read_timing_keys(ObjectReader& reader, Timing& timing);

/// An object of these.
std::optional<Timing> read_timing(ObjectReader& reader, std::string_view key);

}  // namespace leitai::overlays
