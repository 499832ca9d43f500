// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "tests/bench/overlay/stage.h"

/// What the overlay is compared with.
namespace leitai::bench {

/// OBS with nothing on the program.
json::Json measure_empty(Stage& stage, const Spans& spans);

/// Twenty image sources and eighty FreeType text sources, moved at each tick and updated every
/// second, as a user's script does.
json::Json measure_sources(Stage& stage, const Spans& spans);

/// The same board as a page in headless Chromium, and a prepared picture of the canvas uploaded and
/// drawn every frame, as a browser source in software uploads and draws its page. Also tells how many
/// frames a second the page drew while its rows moved ("page_fps").
json::Json measure_page(Stage& stage, const Spans& spans);

/// One image source: a textured quad that holds the still board and is no larger.
json::Json measure_quad(Stage& stage, const Spans& spans);

}  // namespace leitai::bench
