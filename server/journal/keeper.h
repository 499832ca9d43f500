// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "server/journal/database.h"

namespace leitai::journal {

/// The connection that writes saved states, beside the one that appends. Any thread may call it; one is served at a
/// time. Its transactions are short, and wait for no sync: those of the other connection go before, and take these
/// along.
class Keeper {
 public:
  static tl::expected<std::unique_ptr<Keeper>, Error> open(const std::filesystem::path& file);

  /// Journal::save_state() and forget_state().
  tl::expected<void, Error> save(const SavedState& state, const std::atomic<bool>& stop);
  tl::expected<void, Error> forget(Token token, const std::atomic<bool>& stop);

 private:
  explicit Keeper(const std::filesystem::path& file);
  /// One short transaction, tried until the other connection lets it in. An error where `stop` came first.
  tl::expected<void, Error> write(SQLite::Statement& statement, const std::atomic<bool>& stop);
  /// Takes away, one by one, the parts that belong to no listed state.
  tl::expected<void, Error> sweep(const std::atomic<bool>& stop);
  tl::expected<void, Error> unlist(Token token, const std::atomic<bool>& stop);

  std::filesystem::path file_;
  std::mutex mutex_;
  SQLite::Database database_;
};

}  // namespace leitai::journal
