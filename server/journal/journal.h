// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

/// The durable record: append, read back, follow. It knows nothing of contests.
namespace leitai::journal {

using Token = std::uint64_t;  ///< a record's position, from 1

struct Record {
  Token token = 0;           ///< given by append()
  std::int64_t time_ms = 0;  ///< show time; never decreases in a journal
  Token command = 0;         ///< token of the first record of the same request; given by append()
  std::string actor;
  std::string type;
  std::string id;
  std::string data;    ///< JSON text; "null" where the resource was deleted
  std::string before;  ///< JSON text as it was before; "null" where it is new
};

constexpr std::int64_t kAnswerLifeMs = 24LL * 3'600'000;

/// An answer that is kept so that a repeated request gets it again.
struct KeptAnswer {
  std::string key;        ///< whose and which: made by the caller, unique
  std::string body_hash;  ///< of the request that was answered
  std::int64_t time_ms = 0;
  int status = 0;
  std::string body;
};

/// What one request writes, all or nothing.
struct Transaction {
  std::vector<Record> records;
  std::optional<KeptAnswer> answer;
  /// Small values by name, replacing what the name held: derived state that is dear to derive.
  std::map<std::string, std::string> notes;
};

/// State that was derived from the records up to one of them, so that a later start need not derive it again. The
/// journal knows nothing of what is in it, and holds as well without it.
struct SavedState {
  Token token = 0;                 ///< of the last record that it follows from
  std::int64_t time_ms = 0;        ///< of that record
  std::string maker;               ///< who made it, and can read it
  std::vector<std::string> parts;  ///< at most kMostParts, of at most kMostPartBytes each
};
constexpr std::size_t kMostPartBytes = 1024UL * 1024;
constexpr std::size_t kMostParts = 256;

enum class Fault {
  locked,      ///< another process writes this file
  unreadable,  ///< not a journal, or damaged
  newer,       ///< written by a newer version of the program
  disk,        ///< full, read-only, failing
};
struct Error {
  Fault fault = Fault::disk;
  std::string message;
};

/// What scan() looks for.
struct Search {
  std::vector<std::string> types;
  std::string id;    ///< empty: any
  std::string text;  ///< that `data` or `before` holds; empty: any
};

/// One SQLite database in WAL mode with synchronous=FULL: what append() returned survives a power
/// cut. append() belongs to one thread; everything else may be called from any.
class Journal {
 public:
  /// Opens or creates the file, migrates an older schema, and locks out a second writer (by a lock
  /// on FILE.lock).
  static tl::expected<std::unique_ptr<Journal>, Error> open(const std::filesystem::path& file);

  /// Opens an existing file to read and back up only, beside a writer or without one; nothing in
  /// it changes, and append() fails. head() stays what it was at the time.
  static tl::expected<std::unique_ptr<Journal>, Error> open_for_reading(const std::filesystem::path& file);

  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Commits the transactions together, in one sync, in order, numbering their records in place. A
  /// record's time is raised to its predecessor's where it is earlier. On an error nothing was
  /// written, and the records' numbers mean nothing. An empty transaction may still hold an answer.
  /// Answers older than a day are dropped on the way, a bounded number at a time.
  tl::expected<void, Error> append(std::vector<Transaction>& transactions);

  Token head() const;                 ///< 0: empty
  std::int64_t last_time_ms() const;  ///< of the last record; 0: empty

  /// Records after `since`, in order, at most `limit`.
  tl::expected<std::vector<Record>, Error> read(Token since, std::size_t limit) const;

  /// The records behind `after`, up to `until`, that a search finds, in order. It reads each record in
  /// between: ask for some ten thousands at a time, for other readers wait meanwhile.
  tl::expected<std::vector<Record>, Error> scan(Token after, Token until, const Search& search) const;

  /// Waits until head() > `since`, the time is over, or wake_all() was called. True: there is more.
  bool wait_for_more(Token since, std::int64_t timeout_ms) const;
  /// The same, also ended by a wake_all() since wakes() was `wakes_seen`: for who looks at a flag of
  /// its own before it waits, and must not miss the call in between.
  bool wait_for_more(Token since, std::int64_t timeout_ms, std::uint64_t wakes_seen) const;
  std::uint64_t wakes() const;  ///< how often wake_all() was called
  void wake_all();

  /// The kept answer of a key, unless it is older than a day at `now_ms`.
  tl::expected<std::optional<KeptAnswer>, Error> kept_answer(const std::string& key, std::int64_t now_ms) const;

  /// The last committed note of a name; empty where there is none.
  tl::expected<std::optional<std::string>, Error> note(const std::string& name) const;

  /// Keeps a state, compressed and with a checksum. It is there once all of it is written: whoever is killed before
  /// leaves nothing that counts. Any thread may call it while another appends: it writes a part at a time, and no
  /// append waits for more than one. Looks at `stop` in between, and gives up where it is true. Fails where it is
  /// larger than a state may be.
  tl::expected<void, Error> save_state(const SavedState& state, const std::atomic<bool>& stop);

  /// The states that are kept, newest first, without their parts.
  tl::expected<std::vector<SavedState>, Error> saved_states() const;

  /// One of them with its parts. unreadable: it is not there, or damaged.
  tl::expected<SavedState, Error> saved_state(Token token) const;

  /// As save_state(), any thread.
  tl::expected<void, Error> forget_state(Token token, const std::atomic<bool>& stop);

  /// A consistent copy, while in use, in one file, with the states that are kept. Fails where `to` exists.
  tl::expected<void, Error> backup(const std::filesystem::path& to) const;

 private:
  struct Impl;
  explicit Journal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::journal
