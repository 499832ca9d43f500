// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/eyes.h"
#include "server/contest/sink.h"

namespace leitai::contest {

/// Keeps the rows of a group, ranked among themselves; empty: all. Who is awarded stays as it is among all.
void keep_group(const Store& store, View& view, std::string_view group);

/// Writes the standings document of a view; `group` empty: all contestants.
void write_standings(Sink& sink, const Store& store, View view, std::string_view group, Audience audience,
                     Detail detail);

/// The same of a round; writes nothing where it refuses, as standings() does.
tl::expected<void, Refusal> write_standings(Sink& sink, const Store& store, std::string_view round,
                                            std::string_view group, Audience audience, Detail detail);

}  // namespace leitai::contest
