// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/contest/contest.h"

namespace leitai::contest {

/// What is wrong with a cue among the others: groups of cues do not nest. Of a cue that is no group, nothing is.
std::vector<FieldError> group_faults(const Store& store, const std::string& id, const Json& cue);

}  // namespace leitai::contest
