// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/ranking.h"
#include "server/contest/scoring.h"

/// Rows as the outside sees them: section "values" of docs/scoring.md.
namespace leitai::contest {

/// What a row says of its own: total, stars, adjustments, carry, criteria down to each mark.
/// Nothing in it depends on another row.
Json row_document(const Store& store, const Sheet& sheet, const Row& row);

/// What decides a row's place. `exact` texts in `keys` are read back by contender_of().
Contender contender_of(const Row& row);

/// A round's contenders as a frozen row needs them: {total, keys, given_rank}, exact.
Json deciding_values(const Row& row);
Contender contender_of(const Json& deciding);

}  // namespace leitai::contest
