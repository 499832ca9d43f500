// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "tests/bench/overlay/stage.h"

/// What is measured of the overlay itself. Each needs a stage of its own.
namespace leitai::bench {

/// The board as `leitai_overlay`, drawn by the bench's template "board" or the shipped "ranking".
json::Json measure_overlay(Stage& stage, const Spans& spans, const std::string& template_id);

/// The board that does not change.
json::Json measure_still(Stage& stage, const Spans& spans);

/// The frames of the changing board, one by one: times on the graphics thread, draw calls.
json::Json time_frames(Stage& stage, const Spans& spans, const std::string& template_id);

/// What frames do: pixels, draw calls and uploads, allocations; of the board in motion, standing
/// still, and of nothing on air.
json::Json count_calls(Stage& stage, const Spans& spans, const std::string& template_id);

/// Takes of 200 characters each that were never drawn before.
json::Json take_new_characters(Stage& stage, const std::string& graphic, int takes);

/// What a picture costs as rows and layers grow: one entry for each size.
json::Json grow(Stage& stage, const Spans& spans);

}  // namespace leitai::bench
