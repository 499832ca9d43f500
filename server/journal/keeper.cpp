// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/journal/keeper.h"

#include <algorithm>

#include "server/journal/saved_parts.h"

namespace leitai::journal {

namespace {

/// SQLite waits that long for the other connection's transaction, and `stop` is looked at in between.
constexpr int kTryMs = 50;
constexpr int kTries = 200;

}  // namespace

Keeper::Keeper(const std::filesystem::path& file)
    : file_(file), database_(utf8(file), SQLite::OPEN_READWRITE, kTryMs) {}

tl::expected<std::unique_ptr<Keeper>, Error> Keeper::open(const std::filesystem::path& file) {
  return guarded(file, [&]() -> tl::expected<std::unique_ptr<Keeper>, Error> {
    auto keeper = std::unique_ptr<Keeper>(new Keeper(file));
    if (const auto set = make_durable(keeper->database_, file, Synced::later); !set) {
      return tl::unexpected(set.error());
    }
    return keeper;
  });
}

tl::expected<void, Error> Keeper::save(const SavedState& state, const std::atomic<bool>& stop) {
  const bool large = std::any_of(state.parts.begin(), state.parts.end(),
                                 [](const std::string& part) { return part.size() > kMostPartBytes; });
  if (large || state.parts.size() > kMostParts) {
    return tl::unexpected(Error{Fault::disk, utf8(file_) + ": the state is too large to be saved"});
  }
  std::lock_guard lock(mutex_);
  return guarded(file_, [&]() -> tl::expected<void, Error> {
    if (auto done = unlist(state.token, stop); !done) return done;
    if (auto done = sweep(stop); !done) return done;
    SQLite::Statement part(database_, "INSERT INTO saved_parts VALUES (?, ?, ?, ?)");
    for (std::size_t i = 0; i < state.parts.size(); ++i) {
      const std::string data = compressed(state.parts[i]);
      part.bind(1, static_cast<std::int64_t>(state.token));
      part.bind(2, static_cast<std::int64_t>(i));
      part.bind(3, static_cast<std::int64_t>(state.parts[i].size()));
      part.bindNoCopy(4, data.data(), static_cast<int>(data.size()));
      if (auto done = write(part, stop); !done) return done;
    }
    SQLite::Statement head(database_, "INSERT INTO saved_states VALUES (?, ?, ?, ?, ?)");
    head.bind(1, static_cast<std::int64_t>(state.token));
    head.bind(2, state.time_ms);
    head.bind(3, state.maker);
    head.bind(4, static_cast<std::int64_t>(state.parts.size()));
    head.bind(5, static_cast<std::int64_t>(checksum_of(state)));
    return write(head, stop);
  });
}

tl::expected<void, Error> Keeper::forget(Token token, const std::atomic<bool>& stop) {
  std::lock_guard lock(mutex_);
  return guarded(file_, [&]() -> tl::expected<void, Error> {
    if (auto done = unlist(token, stop); !done) return done;
    return sweep(stop);
  });
}

tl::expected<void, Error> Keeper::unlist(Token token, const std::atomic<bool>& stop) {
  SQLite::Statement remove(database_, "DELETE FROM saved_states WHERE token = ?");
  remove.bind(1, static_cast<std::int64_t>(token));
  return write(remove, stop);
}

tl::expected<void, Error> Keeper::sweep(const std::atomic<bool>& stop) {
  SQLite::Statement find(database_,
                         "SELECT rowid FROM saved_parts WHERE token NOT IN (SELECT token FROM saved_states) LIMIT 1");
  SQLite::Statement remove(database_, "DELETE FROM saved_parts WHERE rowid = ?");
  for (;;) {
    std::int64_t row = 0;
    {
      Reset reset(find);
      if (!find.executeStep()) return {};
      row = find.getColumn(0).getInt64();
    }
    remove.bind(1, row);
    if (auto done = write(remove, stop); !done) return done;
  }
}

tl::expected<void, Error> Keeper::write(SQLite::Statement& statement, const std::atomic<bool>& stop) {
  auto done =
      tl::expected<void, Error>(tl::unexpected(Error{Fault::locked, utf8(file_) + ": too busy to save a state"}));
  for (int tries = 0; tries < kTries && !done && done.error().fault == Fault::locked; ++tries) {
    if (stop)
      return tl::unexpected(Error{Fault::locked, utf8(file_) + ": the state is not saved, it was told to stop"});
    Reset reset(statement);
    done = guarded(file_, [&]() -> tl::expected<void, Error> {
      statement.exec();
      return {};
    });
  }
  return done;
}

}  // namespace leitai::journal
