// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include <tl/expected.hpp>

#include "server/cli/show_file.h"
#include "server/journal/journal.h"

namespace leitai::cli {

/// Calls `take` with each entry of the show file that repeats a journal, in order: events as they
/// were, commands as calls that have the same effect. Times count from the first entry.
/// Starts of the program are left out. `take` returns false to end it.
tl::expected<void, journal::Error> repeat_journal(const journal::Journal& journal,
                                                  const std::function<bool(const Entry&)>& take);

/// Show time of the journal's first entry: what `--at` counts from. None: there is no entry.
tl::expected<std::optional<std::int64_t>, journal::Error> first_entry_ms(const journal::Journal& journal);

}  // namespace leitai::cli
