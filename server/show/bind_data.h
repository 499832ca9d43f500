// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "server/contest/contest.h"
#include "server/show/bind.h"

/// Resources turned into the fields of the built-in templates (docs/http-api.md, "What a bind gives").
/// Each is within the bounds of those fields: what is more is left out.
namespace leitai::show {

using contest::Audience;
using contest::Json;
using contest::Store;

/// lower-third: title, subtitle, tag, number, photo.
Json contestant_fields(const Store& store, const Json& contestant);
Json person_fields(const Json& person);

/// lower-third, title and bug: who speaks on stage, the contestant whose turn it is, the round and the
/// segment. All empty where nobody is on stage, or the audience may not see the round.
Json stage_fields(const Store& store, Audience audience);

/// timer: label, timer {…} with the anchor as the resource has it.
Json timer_fields(const Json& timer);

/// ranking: title, subtitle, columns, rows, limit; without rows where the audience may not see the
/// round. Contestants without a rank are left out; `cut_after` where a quota's cut lies. Where totals are counts
/// (methods votes and given), also what vote needs: question, open, votes, and each row's votes, share and most.
Json ranking_fields(const Store& store, const Json& bind, const Json& round, Audience audience);

/// One of its rows, of a row of the standings.
Json ranking_row(const Store& store, Json row);

/// score-card: {round, contestant}. Of a row that the audience may not see, names alone.
Json score_fields(const Store& store, const Json& score, Audience audience);

/// versus: {round, a, b}. Of a side that the audience may not see, names alone.
Json versus_fields(const Store& store, const Json& versus, Audience audience);

/// awards: those of a round that the audience may see, by group.
Json awards_fields(const Store& store, const std::string& round, const std::string& group, Audience audience);

/// running-order: everybody who has not withdrawn; without rows where the audience may not see the order.
Json running_order_fields(const Store& store, const std::string& round, const std::string& group, Audience audience);

/// board: its own rows, ranked by its `sort`, or with a `source` those of a round; with the places gained
/// against `compare_to`.
Json board_fields(const Store& store, const Json& board, Audience audience);

/// ticker: the messages that have not ended, those of the highest priority first.
BoundData message_fields(const Store& store, std::int64_t now_ms);

}  // namespace leitai::show
