// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "server/contest/contest.h"

namespace leitai::cli {

/// What the audience may see, as the events of a show of its own: rounds have given totals, whatever they
/// were scored by.
std::vector<contest::Event> public_events(const contest::Store& store);

}  // namespace leitai::cli
