// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/journal/reader.h"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

#include <algorithm>
#include <limits>

#include "server/journal/saved_parts.h"
#include "server/journal/schema.h"

namespace leitai::journal {

namespace {

const std::string kSelectRecords = "SELECT token, time_ms, command, actor, type, id, data, before FROM records ";

/// Types come as one text with each between two |.
const std::string kWhereFound =
    "WHERE token > ?1 AND token <= ?2 AND instr(?3, '|' || type || '|') > 0 AND (?4 = '' OR id = ?4) "
    "AND (?5 = '' OR instr(data, ?5) > 0 OR instr(before, ?5) > 0) ";

std::int64_t bindable(std::uint64_t number) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::min(number, kMost));
}

Record record_from(SQLite::Statement& row) {
  Record record;
  record.token = static_cast<Token>(row.getColumn(0).getInt64());
  record.time_ms = row.getColumn(1).getInt64();
  record.command = static_cast<Token>(row.getColumn(2).getInt64());
  record.actor = row.getColumn(3).getString();
  record.type = row.getColumn(4).getString();
  record.id = row.getColumn(5).getString();
  record.data = row.getColumn(6).getString();
  record.before = row.getColumn(7).getString();
  return record;
}

/// "file:" with everything escaped that a URI gives a meaning to.
std::string immutable_uri(const std::filesystem::path& file) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const unsigned char c : utf8(file)) {
    if (c == '%' || c == '?' || c == '#' || c < 0x20) {
      uri += {'%', kHex[c >> 4], kHex[c & 15]};
    } else {
      uri += static_cast<char>(c);
    }
  }
  return uri + "?immutable=1";
}

constexpr int kReadFlags = SQLITE_OPEN_READWRITE;  // to recover the log of a writer that was killed

}  // namespace

Reader::Reader(const std::filesystem::path& file, const std::string& name, int flags)
    : file_(file), database_(name, flags, kBusyTimeoutMs) {
  database_.exec("PRAGMA query_only = ON");
}

tl::expected<std::unique_ptr<Reader>, Error> Reader::connect(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored))
    return tl::unexpected(Error{Fault::disk, utf8(file) + " does not exist"});
  auto usual = guarded(file, [&]() -> tl::expected<std::unique_ptr<Reader>, Error> {
    auto reader = std::unique_ptr<Reader>(new Reader(file, utf8(file), kReadFlags));
    reader->database_.execAndGet("SELECT count(*) FROM sqlite_master");
    return reader;
  });
  const bool has_log = std::filesystem::exists(utf8(file) + "-wal", ignored);
  if (usual || usual.error().fault != Fault::disk || has_log) return usual;
  // A folder where nothing can be written, a finished show on a read-only disk: no writer, no log.
  return guarded(file, [&]() -> tl::expected<std::unique_ptr<Reader>, Error> {
    return std::unique_ptr<Reader>(new Reader(file, immutable_uri(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI));
  });
}

tl::expected<std::unique_ptr<Reader>, Error> Reader::open(const std::filesystem::path& file) {
  auto connected = connect(file);
  if (!connected) return connected;
  return guarded(file, [&]() -> tl::expected<std::unique_ptr<Reader>, Error> {
    auto reader = std::move(*connected);
    const auto version = schema_version(reader->database_, file);
    if (!version) return tl::unexpected(version.error());
    if (*version == 0) return tl::unexpected(Error{Fault::unreadable, utf8(file) + " is empty, not a show file"});
    const auto prepare = [&](const std::string& sql) {
      return std::make_unique<SQLite::Statement>(reader->database_, sql);
    };
    reader->records_ = prepare(kSelectRecords + "WHERE token > ? ORDER BY token LIMIT ?");
    reader->scan_ = prepare(kSelectRecords + kWhereFound + "ORDER BY token");
    reader->last_ = prepare(kSelectRecords + "ORDER BY token DESC LIMIT 1");
    reader->schema_ = *version;
    if (*version >= 2) {
      reader->answer_ = prepare("SELECT body_hash, time_ms, status, body FROM kept_answers WHERE key = ?");
      reader->note_ = prepare("SELECT value FROM notes WHERE name = ?");
    }
    return reader;
  });
}

tl::expected<std::vector<Record>, Error> Reader::read(Token since, std::size_t limit) {
  std::lock_guard lock(mutex_);
  return guarded(file_, [&]() -> tl::expected<std::vector<Record>, Error> {
    std::vector<Record> records;
    Reset reset(*records_);
    records_->bind(1, bindable(since));
    records_->bind(2, bindable(limit));
    while (records_->executeStep()) records.push_back(record_from(*records_));
    return records;
  });
}

tl::expected<std::vector<Record>, Error> Reader::scan(Token after, Token until, const Search& search) {
  std::string types = "|";
  for (const std::string& type : search.types) types += type + "|";
  std::lock_guard lock(mutex_);
  return guarded(file_, [&]() -> tl::expected<std::vector<Record>, Error> {
    std::vector<Record> records;
    Reset reset(*scan_);
    scan_->bind(1, bindable(after));
    scan_->bind(2, bindable(until));
    scan_->bind(3, types);
    scan_->bind(4, search.id);
    scan_->bind(5, search.text);
    while (scan_->executeStep()) records.push_back(record_from(*scan_));
    return records;
  });
}

tl::expected<std::optional<Record>, Error> Reader::last() {
  std::lock_guard lock(mutex_);
  return guarded(file_, [&]() -> tl::expected<std::optional<Record>, Error> {
    Reset reset(*last_);
    if (!last_->executeStep()) return std::nullopt;
    return record_from(*last_);
  });
}

tl::expected<std::optional<KeptAnswer>, Error> Reader::kept_answer(const std::string& key) {
  std::lock_guard lock(mutex_);
  return guarded(file_, [&]() -> tl::expected<std::optional<KeptAnswer>, Error> {
    if (!answer_) return std::nullopt;
    Reset reset(*answer_);
    answer_->bind(1, key);
    if (!answer_->executeStep()) return std::nullopt;
    return KeptAnswer{key, answer_->getColumn(0).getString(), answer_->getColumn(1).getInt64(),
                      answer_->getColumn(2).getInt(), answer_->getColumn(3).getString()};
  });
}

tl::expected<std::optional<std::string>, Error> Reader::note(const std::string& name) {
  std::lock_guard lock(mutex_);
  return guarded(file_, [&]() -> tl::expected<std::optional<std::string>, Error> {
    if (!note_) return std::nullopt;
    Reset reset(*note_);
    note_->bind(1, name);
    if (!note_->executeStep()) return std::nullopt;
    return note_->getColumn(0).getString();
  });
}

tl::expected<std::vector<SavedState>, Error> Reader::saved_states() {
  std::lock_guard lock(mutex_);
  return guarded(file_, [&]() -> tl::expected<std::vector<SavedState>, Error> {
    std::vector<SavedState> states;
    if (schema_ < kSchemaOfSavedStates) return states;
    SQLite::Statement rows(database_, "SELECT token, time_ms, maker FROM saved_states ORDER BY token DESC LIMIT 100");
    while (rows.executeStep()) {
      states.push_back({static_cast<Token>(rows.getColumn(0).getInt64()),
                        rows.getColumn(1).getInt64(),
                        rows.getColumn(2).getString(),
                        {}});
    }
    return states;
  });
}

tl::expected<SavedState, Error> Reader::saved_state(Token token) {
  std::lock_guard lock(mutex_);
  return guarded(file_, [&]() -> tl::expected<SavedState, Error> {
    if (schema_ < kSchemaOfSavedStates) return tl::unexpected(damaged_state(file_, token));
    return read_state(database_, file_, token);
  });
}

tl::expected<void, Error> back_up(const std::filesystem::path& from, const std::filesystem::path& to) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(to, error)) return tl::unexpected(Error{Fault::disk, utf8(to) + " exists already"});
  auto part = to;
  part += ".part";
  fs::remove(part, error);
  const auto copied = guarded(to, [&]() -> tl::expected<void, Error> {
    SQLite::Database source(utf8(from), kReadFlags, kBusyTimeoutMs);
    SQLite::Database copy(utf8(part), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeoutMs);
    SQLite::Backup(copy, source).executeStep(-1);
    // The copy says, as its source does, that it has a log: fold it in, so that it is one file.
    copy.execAndGet("PRAGMA journal_mode = DELETE");
    return {};
  });
  if (copied) fs::rename(part, to, error);
  if (copied && !error) return {};
  const auto reason = copied ? Error{Fault::disk, utf8(to) + " cannot be written: " + error.message()} : copied.error();
  fs::remove(part, error);
  return tl::unexpected(reason);
}

}  // namespace leitai::journal
