// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/confirms.h"
#include "server/contest/scoring.h"

/// A `reveals` resource: {round, contestant, at, step, row, deciding, confirmed?, under_review?, corrected_at?}.
/// `row` is what the audience sees of it, frozen; `deciding` orders it among others; `step` counts
/// the commands, so that the last can be taken back.
namespace leitai::contest {

/// `confirms`: the round's.
Json reveal_data(const Store& store, const Sheet& sheet, const Row& row, const Confirms& confirms, std::int64_t step,
                 std::int64_t now_ms);

}  // namespace leitai::contest
