// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <mutex>

#include "server/journal/database.h"

namespace leitai::journal {

/// A connection that only reads what is committed. Any thread may call it; one is served at a time.
class Reader {
 public:
  static tl::expected<std::unique_ptr<Reader>, Error> open(const std::filesystem::path& file);

  tl::expected<std::vector<Record>, Error> read(Token since, std::size_t limit);
  tl::expected<std::vector<Record>, Error> scan(Token after, Token until, const Search& search);
  tl::expected<std::optional<Record>, Error> last();
  tl::expected<std::optional<KeptAnswer>, Error> kept_answer(const std::string& key);
  tl::expected<std::optional<std::string>, Error> note(const std::string& name);
  tl::expected<std::vector<SavedState>, Error> saved_states();
  tl::expected<SavedState, Error> saved_state(Token token);

 private:
  Reader(const std::filesystem::path& file, const std::string& name, int flags);
  static tl::expected<std::unique_ptr<Reader>, Error> connect(const std::filesystem::path& file);

  std::filesystem::path file_;
  std::mutex mutex_;
  SQLite::Database database_;
  int schema_ = 0;
  /// The latter two are absent in a file of schema 1, which has no such tables.
  std::unique_ptr<SQLite::Statement> records_, scan_, last_, answer_, note_;
};

/// Copies the database as it stands, while others write it.
tl::expected<void, Error> back_up(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace leitai::journal
