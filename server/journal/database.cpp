// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/journal/database.h"

#include <sqlite3.h>

namespace leitai::journal {

std::string utf8(const std::filesystem::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

Error error_from(const SQLite::Exception& exception, const std::filesystem::path& file) {
  const auto name = utf8(file);
  switch (exception.getErrorCode()) {
    case SQLITE_NOTADB:
      return {Fault::unreadable, name + " is not a show file"};
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
    case SQLITE_SCHEMA:
      return {Fault::unreadable, name + " is damaged: " + exception.getErrorStr()};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Fault::locked, name + " is in use by another program"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {Fault::disk, name + " is write-protected"};
    case SQLITE_FULL:
      return {Fault::disk, name + " cannot be written: the disk is full"};
    case SQLITE_CANTOPEN:
      return {Fault::disk, name + " cannot be opened"};
    case SQLITE_IOERR:
      return {Fault::disk, name + " cannot be read or written: " + exception.getErrorStr()};
    default:
      return {Fault::unreadable, name + ": " + exception.what()};
  }
}

tl::expected<void, Error> make_durable(SQLite::Database& database, const std::filesystem::path& file, Synced synced) {
  const auto mode = database.execAndGet("PRAGMA journal_mode = WAL").getString();
  if (mode != "wal") {
    return tl::unexpected(
        Error{Fault::disk, utf8(file) + " lies where SQLite has no write-ahead log (a network folder?)"});
  }
  database.exec(synced == Synced::each_commit ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  // macOS: fsync() there leaves the data in the drive's cache. No other system knows these.
  database.exec("PRAGMA fullfsync = ON");
  database.exec("PRAGMA checkpoint_fullfsync = ON");
  database.exec("PRAGMA journal_size_limit = 67108864");
  return {};
}

}  // namespace leitai::journal
