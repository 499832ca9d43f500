// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <string>
#include <type_traits>

#include "server/journal/journal.h"

/// SQLite as the journal wants it: errors as values, settings in one place.
namespace leitai::journal {

/// A sentence about `file`, from what SQLite threw.
Error error_from(const SQLite::Exception& exception, const std::filesystem::path& file);

/// Runs `body`, which returns a tl::expected, and turns what SQLite throws into its error.
template <typename Body>
std::invoke_result_t<Body> guarded(const std::filesystem::path& file, Body body) {
  try {
    return body();
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(error_from(exception, file));
  }
}

/// How long another connection's short lock is waited for.
constexpr int kBusyTimeoutMs = 5000;

/// A path as people and SQLite want it, UTF-8.
std::string utf8(const std::filesystem::path& path);

/// How much a connection that writes waits for.
enum class Synced {
  each_commit,  ///< what was committed survives a power cut
  later,        ///< with the next commit that is synced, or when the log is folded in; never in another order
};

/// Sets a connection that writes: WAL, and its syncs.
tl::expected<void, Error> make_durable(SQLite::Database& database, const std::filesystem::path& file, Synced synced);

/// Gives a statement back when the block ends: one that stays open holds its snapshot, and the WAL
/// could never start over.
class Reset {
 public:
  explicit Reset(SQLite::Statement& statement) : statement_(statement) {}
  ~Reset() { statement_.tryReset(); }
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;

 private:
  SQLite::Statement& statement_;
};

}  // namespace leitai::journal
