// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/journal/schema.h"

#include <SQLiteCpp/Transaction.h>

#include <array>

namespace leitai::journal {

namespace {

/// Step n takes a file from schema n to n + 1. Released steps never change: files were made by them.
constexpr std::array kSteps = {
    // 1: the records.
    R"sql(
      CREATE TABLE records (
        token   INTEGER PRIMARY KEY,
        time_ms INTEGER NOT NULL,
        command INTEGER NOT NULL,
        actor   TEXT NOT NULL,
        type    TEXT NOT NULL,
        id      TEXT NOT NULL,
        data    TEXT NOT NULL,
        before  TEXT NOT NULL
      );
    )sql",
    // 2: kept answers, and notes.
    R"sql(
      CREATE TABLE kept_answers (
        key       TEXT PRIMARY KEY,
        body_hash TEXT NOT NULL,
        time_ms   INTEGER NOT NULL,
        status    INTEGER NOT NULL,
        body      TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX kept_answers_by_time ON kept_answers (time_ms);
      CREATE TABLE notes (
        name  TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) WITHOUT ROWID;
    )sql",
    // 3: saved states. A part counts only where its state is listed.
    R"sql(
      CREATE TABLE saved_states (
        token    INTEGER PRIMARY KEY,
        time_ms  INTEGER NOT NULL,
        maker    TEXT NOT NULL,
        parts    INTEGER NOT NULL,
        checksum INTEGER NOT NULL
      );
      CREATE TABLE saved_parts (
        token INTEGER NOT NULL,
        part  INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        data  BLOB NOT NULL,
        PRIMARY KEY (token, part)
      );
    )sql",
};

int pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(std::string("PRAGMA ") + name).getInt();
}

}  // namespace

int newest_schema() {
  return static_cast<int>(kSteps.size());
}

tl::expected<int, Error> schema_version(SQLite::Database& database, const std::filesystem::path& file) {
  const int application = pragma(database, "application_id");
  const int version = pragma(database, "user_version");
  const bool has_tables = database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() > 0;
  if (application == 0 && version == 0 && !has_tables) return 0;
  if (application != kApplicationId || version < 1) {
    return tl::unexpected(Error{Fault::unreadable, utf8(file) + " is some other program's database, not a show file"});
  }
  if (version > newest_schema()) {
    return tl::unexpected(Error{Fault::newer, utf8(file) + " was written by a newer version of Leitai (schema " +
                                                  std::to_string(version) + ", this one knows " +
                                                  std::to_string(newest_schema()) + ")"});
  }
  return version;
}

tl::expected<void, Error> migrate(SQLite::Database& database, const std::filesystem::path& file) {
  const auto version = schema_version(database, file);
  if (!version) return tl::unexpected(version.error());
  for (int from = *version; from < newest_schema(); ++from) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    database.exec(kSteps.at(static_cast<std::size_t>(from)));
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(from + 1));
    transaction.commit();
  }
  return {};
}

}  // namespace leitai::journal
