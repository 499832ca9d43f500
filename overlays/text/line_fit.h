// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "overlays/text/shaper.h"

namespace leitai::overlays {

/// TextEngine::fit and TextEngine::wrap, on clean text.
ShapedLine fit_line(Shaper& shaper, std::string_view clean, const TextStyle& style, float max_width,
                    float least_size_px);
std::vector<ShapedLine> wrap_lines(Shaper& shaper, std::string_view clean, const TextStyle& style, float max_width,
                                   int max_lines);

}  // namespace leitai::overlays
