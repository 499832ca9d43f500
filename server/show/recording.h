// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/journal/journal.h"
#include "server/show/holdback.h"
#include "server/show/show.h"
#include "server/show/state.h"

namespace leitai::show {

/// Folds one command's changes into `state`, in order, and returns the records that say so. A
/// change that equals what is there makes none. The journal gives the records the very tokens that
/// the state has counted, as nobody else appends.
journal::Transaction recorded(State& state, std::vector<contest::Event> changes, const std::string& actor,
                              std::int64_t time_ms);

struct Replayed {
  State state;
  Holdback holdback;
};

/// Folds the whole journal; or what comes after the state `from`, at the end of one of its commands.
tl::expected<Replayed, journal::Error> replayed(const journal::Journal& journal, State from = {});

/// What a program writes when it opens a show: for a new one `show` and the channel `program`, each
/// time a `start`. The program channel follows a canvas whose size differs from the last start's.
std::vector<contest::Event> start_changes(const State& state, const Options& options);

}  // namespace leitai::show
