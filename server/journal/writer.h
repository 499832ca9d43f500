// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>

#include "server/journal/database.h"

namespace leitai::journal {

/// The connection that writes. Belongs to one thread.
class Writer {
 public:
  /// Where the journal ends.
  struct End {
    Token head = 0;
    std::int64_t time_ms = 0;
  };

  static tl::expected<std::unique_ptr<Writer>, Error> open(const std::filesystem::path& file);

  End end() const { return end_; }

  /// Journal::append().
  tl::expected<void, Error> append(std::vector<Transaction>& transactions);

 private:
  explicit Writer(const std::filesystem::path& file);
  void write(std::vector<Transaction>& transactions, End& end);
  void write(Transaction& transaction, End& end);
  void write(const KeptAnswer& answer);
  void prune(std::size_t answers, std::int64_t now_ms);
  void roll_back();
  static End read_end(SQLite::Database& database);

  std::filesystem::path file_;
  SQLite::Database database_;
  std::unique_ptr<SQLite::Statement> insert_record_, insert_answer_, insert_note_, prune_answers_;
  End end_;
  bool broken_ = false;
};

}  // namespace leitai::journal
