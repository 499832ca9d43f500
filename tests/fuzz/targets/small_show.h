// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "server/contest/contest.h"

namespace fuzz {

/// A contest with a live, a sealed and a voted round, some marks and a row that is revealed.
const leitai::contest::Store& small_show();

/// The store after events that it takes.
leitai::contest::Store with_events(leitai::contest::Store store, const std::vector<leitai::contest::Event>& events);

/// Show time of what is tried.
constexpr std::int64_t kShowTimeMs = 1'790'000'000'000;

}  // namespace fuzz
