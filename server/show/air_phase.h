// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "server/show/air_state.h"
#include "server/show/plan.h"

/// Where an item stands at a time: here alone the theme's durations matter.
namespace leitai::show {

enum class Phase { in, on, out, gone };

Phase phase_of(const AirItem& item, const Templates& templates, std::int64_t now_ms);

/// On air and not on its way out.
bool is_on(const AirItem& item, const Templates& templates, std::int64_t now_ms);

/// The layer without what is gone; what is left of a replaced item stays in `leaving`.
Layer present(const Layer& layer, const Templates& templates, std::int64_t now_ms);

/// The layer of a channel as it is present; empty where there is none.
Layer present_layer(const AirState& state, std::string_view channel, int number, const Templates& templates,
                    std::int64_t now_ms);

}  // namespace leitai::show
