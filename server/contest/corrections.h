// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"

/// A `corrections` resource: {round, contestant, at}: the row was corrected, the last time then, after its round was
/// closed. It stays when the round is opened again, and goes with the round and with the contestant's place in
/// the running order.
namespace leitai::contest {

/// A round's corrections: the time, by contestant. Lives as long as the store.
using Corrections = std::map<std::string_view, std::string_view, std::less<>>;
Corrections corrections_of(const Store& store, std::string_view round);

/// The corrections that a change means: in rounds that are closed before and after it, the rows that scores,
/// adjustments or totals make others, and those whose tie is decided otherwise. Rows of such a tie that are
/// revealed say so, too: their `reveals`, with `corrected_at`.
std::vector<Event> corrections(const Store& before, const Store& after, std::int64_t now_ms);

}  // namespace leitai::contest
