// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/scoring.h"

namespace leitai::contest {

/// The marks that a row waits for, for operators: [{judge, criteria: [ids]}] in the panels' order; of a vote, the
/// judges whose ballots are not in, without criteria. Empty where it waits for none, or was computed without its marks.
Json missing_marks(const Rules& rules, const Row& row);

}  // namespace leitai::contest
