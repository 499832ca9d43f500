// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/contest.h"

/// Resources turned into the fields of the built-in templates (docs/http-api.md, "On air").
namespace leitai::show {

using contest::Json;

/// lower-third: title, subtitle, tag, number, photo.
Json contestant_fields(const contest::Store& store, const Json& contestant);
Json person_fields(const Json& person);

/// timer: label, timer {…} with the anchor as the resource has it.
Json timer_fields(const Json& timer);

/// ranking: title, subtitle, columns, rows, limit; without rows where the audience may not see the
/// round. Contestants without a rank are left out.
Json ranking_fields(const contest::Store& store, const Json& bind, const Json& round, contest::Audience audience);

/// One of its rows, of a row of the standings.
Json ranking_row(const contest::Store& store, const Json& row);

}  // namespace leitai::show
