// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/journal/database.h"

/// The tables, and how older files get them.
namespace leitai::journal {

/// PRAGMA application_id of every show file: "Leit". file(1) and the like tell them by it.
constexpr int kApplicationId = 0x4C656974;

/// PRAGMA user_version of the files that this program writes.
int newest_schema();

/// What a file's header says. 0 is a file without any table: a new one. Fails where the database
/// belongs to some other program, or to a newer version of this one.
tl::expected<int, Error> schema_version(SQLite::Database& database, const std::filesystem::path& file);

/// Brings the file to newest_schema(), each step in a transaction of its own.
tl::expected<void, Error> migrate(SQLite::Database& database, const std::filesystem::path& file);

}  // namespace leitai::journal
