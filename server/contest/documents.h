// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/ranking.h"
#include "server/contest/scoring.h"

/// Rows as the outside sees them: section "values" of docs/scoring.md.
namespace leitai::contest {

/// What a row says of its own: total, stars, adjustments, carry, and `criteria` or `panels` as far
/// down as `detail` says and the sheet was computed. What ranks it among others is not in it.
Json row_document(const Store& store, const Sheet& sheet, const Row& row, Detail detail);

/// Takes from a row's document what is below `detail`.
Json row_down_to(const Json& row, Detail detail);

/// What decides a row's place. `exact` texts in `keys` are read back by contender_of().
Contender contender_of(const Row& row);

/// A round's contenders as a frozen row needs them: {total, keys, position}, exact; and `settled`
/// where rows are compared, which says that the round was complete.
Json deciding_values(const Sheet& sheet, const Row& row);
Contender contender_of(const Json& deciding);

}  // namespace leitai::contest
