// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/show/state.h"

/// Rules that wait for a running timer to come to a remaining time. Each goes off once a run: from the timer's start to
/// its reset, or its being readied for another turn. That its time has come is a resource `firings/RULE`, `{timer, at,
/// outcome}`, written with what the rule did; so a restart between that time and the firing loses none and repeats
/// none.
namespace leitai::show {

/// When the next clock comes to where a rule waits for it; may have passed. None: no timer that a rule waits for runs.
std::optional<std::int64_t> next_clock_ms(const contest::Store& store);

/// The rules whose time has come, and which have not been dealt with in this run: by that time, then by id.
std::vector<std::string> due_clocks(const contest::Store& store, std::int64_t now_ms);

/// What says that a rule was dealt with. `outcome`: done, refused, held, or passed (it was written only after its
/// time).
contest::Event dealt_with(const contest::Store& store, const std::string& rule, std::int64_t now_ms,
                          const char* outcome);

/// What a command changes of that: runs have ended, rules have been written, changed and deleted.
std::vector<contest::Event> clocks_after(const contest::Store& before, const contest::Store& after,
                                         std::int64_t now_ms);

}  // namespace leitai::show
