// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/journal/database.h"

/// Saved states as the tables `saved_states` and `saved_parts` hold them.
namespace leitai::journal {

/// The first schema that has the tables.
constexpr int kSchemaOfSavedStates = 3;

/// A part as it is stored.
std::string compressed(const std::string& part);

/// Of all that a state says.
std::uint32_t checksum_of(const SavedState& state);

/// A state with its parts. unreadable where it is not there, or not as it was saved. Throws what SQLite throws.
tl::expected<SavedState, Error> read_state(SQLite::Database& database, const std::filesystem::path& file, Token token);

Error damaged_state(const std::filesystem::path& file, Token token);

}  // namespace leitai::journal
