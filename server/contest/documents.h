// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/ranking.h"
#include "server/contest/scoring.h"
#include "server/contest/sink.h"

/// Rows as the outside sees them: section "values" of docs/scoring.md.
namespace leitai::contest {

/// What a row says of its own, as members of the object that is open: total, stars, `status`, adjustments,
/// carry, and `criteria` or `panels` as far down as `detail` says and the sheet was computed. What ranks it
/// among others is not in it.
void write_row(Sink& sink, const Store& store, const Sheet& sheet, const Row& row, Status status, Detail detail);

/// The same as a document.
Json row_document(const Store& store, const Sheet& sheet, const Row& row, Detail detail);

/// Writes the members of a row's document into an object that is open, but for what is below `detail`, and with
/// another status.
void write_row(Sink& sink, const Json& row, std::string_view status, Detail detail);

/// What decides a row's place. `exact` texts in `keys` are read back by contender_of().
Contender contender_of(const Row& row);

/// A round's contenders as a frozen row needs them: {total, keys, position}, exact; and `settled`
/// where rows are compared, which says that the round was complete.
Json deciding_values(const Sheet& sheet, const Row& row);
Contender contender_of(const Json& deciding);

}  // namespace leitai::contest
