// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/journal/writer.h"

#include <sqlite3.h>

#include <algorithm>

#include "server/journal/schema.h"

namespace leitai::journal {

namespace {

/// Old answers dropped by one append(), besides as many as it keeps: more than one for one, so
/// that they run out, and never so many that a commit takes long.
constexpr std::size_t kPrunedAtOnce = 64;

}  // namespace

Writer::Writer(const std::filesystem::path& file)
    : file_(file), database_(utf8(file), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeoutMs) {}

Writer::End Writer::read_end(SQLite::Database& database) {
  SQLite::Statement last(database, "SELECT token, time_ms FROM records ORDER BY token DESC LIMIT 1");
  if (!last.executeStep()) return {};
  return {static_cast<Token>(last.getColumn(0).getInt64()), last.getColumn(1).getInt64()};
}

tl::expected<std::unique_ptr<Writer>, Error> Writer::open(const std::filesystem::path& file) {
  return guarded(file, [&]() -> tl::expected<std::unique_ptr<Writer>, Error> {
    auto writer = std::unique_ptr<Writer>(new Writer(file));
    auto& database = writer->database_;
    // Somebody else's database is refused before anything in it is changed, its journal mode included.
    if (const auto version = schema_version(database, file); !version) return tl::unexpected(version.error());
    if (const auto durable = make_durable(database, file, Synced::each_commit); !durable) {
      return tl::unexpected(durable.error());
    }
    if (const auto migrated = migrate(database, file); !migrated) return tl::unexpected(migrated.error());
    writer->end_ = read_end(database);
    const auto prepare = [&](const char* sql) { return std::make_unique<SQLite::Statement>(database, sql); };
    writer->insert_record_ = prepare("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    writer->insert_answer_ = prepare("INSERT OR REPLACE INTO kept_answers VALUES (?, ?, ?, ?, ?)");
    writer->insert_note_ = prepare("INSERT OR REPLACE INTO notes VALUES (?, ?)");
    writer->prune_answers_ = prepare(
        "DELETE FROM kept_answers WHERE key IN (SELECT key FROM kept_answers WHERE time_ms < ? ORDER BY time_ms LIMIT "
        "?)");
    return writer;
  });
}

tl::expected<void, Error> Writer::append(std::vector<Transaction>& transactions) {
  if (broken_) return tl::unexpected(Error{Fault::disk, utf8(file_) + " failed earlier and must be opened again"});
  auto end = end_;
  auto written = guarded(file_, [&]() -> tl::expected<void, Error> {
    database_.exec("BEGIN IMMEDIATE");
    write(transactions, end);
    database_.exec("COMMIT");
    return {};
  });
  if (written) {
    end_ = end;
  } else {
    roll_back();
  }
  return written;
}

// A commit that failed may still be there where only its answer was lost. Then the tokens that are
// told and the file's disagree: stop, rather than number a record twice.
void Writer::roll_back() {
  const auto checked = guarded(file_, [&]() -> tl::expected<Token, Error> {
    if (sqlite3_get_autocommit(database_.getHandle()) == 0) database_.exec("ROLLBACK");
    return read_end(database_).head;
  });
  broken_ = !checked || *checked != end_.head;
}

void Writer::write(std::vector<Transaction>& transactions, End& end) {
  std::size_t answers = 0;
  std::int64_t answered_at = 0;
  for (auto& transaction : transactions) {
    write(transaction, end);
    if (!transaction.answer) continue;
    ++answers;
    answered_at = std::max(answered_at, transaction.answer->time_ms);
  }
  if (answers > 0) prune(answers, answered_at);
}

void Writer::write(Transaction& transaction, End& end) {
  const Token command = end.head + 1;
  for (auto& record : transaction.records) {
    record.token = ++end.head;
    record.command = command;
    record.time_ms = end.time_ms = std::max(record.time_ms, end.time_ms);
    Reset reset(*insert_record_);
    insert_record_->bind(1, static_cast<std::int64_t>(record.token));
    insert_record_->bind(2, record.time_ms);
    insert_record_->bind(3, static_cast<std::int64_t>(record.command));
    insert_record_->bindNoCopy(4, record.actor);
    insert_record_->bindNoCopy(5, record.type);
    insert_record_->bindNoCopy(6, record.id);
    insert_record_->bindNoCopy(7, record.data);
    insert_record_->bindNoCopy(8, record.before);
    insert_record_->exec();
  }
  if (transaction.answer) write(*transaction.answer);
  for (const auto& [name, value] : transaction.notes) {
    Reset reset(*insert_note_);
    insert_note_->bindNoCopy(1, name);
    insert_note_->bindNoCopy(2, value);
    insert_note_->exec();
  }
}

void Writer::write(const KeptAnswer& answer) {
  Reset reset(*insert_answer_);
  insert_answer_->bindNoCopy(1, answer.key);
  insert_answer_->bindNoCopy(2, answer.body_hash);
  insert_answer_->bind(3, answer.time_ms);
  insert_answer_->bind(4, answer.status);
  insert_answer_->bindNoCopy(5, answer.body);
  insert_answer_->exec();
}

void Writer::prune(std::size_t answers, std::int64_t now_ms) {
  Reset reset(*prune_answers_);
  prune_answers_->bind(1, now_ms - kAnswerLifeMs);
  prune_answers_->bind(2, static_cast<std::int64_t>(answers + kPrunedAtOnce));
  prune_answers_->exec();
}

}  // namespace leitai::journal
