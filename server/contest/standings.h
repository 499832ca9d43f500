// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/eyes.h"

namespace leitai::contest {

/// Keeps the rows of a group, ranked among themselves; empty: all. Who is awarded stays as it is among all.
void keep_group(const Store& store, View& view, std::string_view group);

/// The standings document of a view; `group` empty: all contestants.
Json standings_document(const Store& store, View view, std::string_view group, Audience audience, Detail detail);

}  // namespace leitai::contest
