// SPDX-License-Identifier: GPL-2.0-or-later
// States that are kept beside the records: whole or not there, and never more than a start's saving.
#include <SQLiteCpp/SQLiteCpp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/journal/journal_fixture.h"

using namespace leitai::journal;
namespace fs = std::filesystem;

namespace {

const std::atomic<bool> kGoOn = false;
const std::atomic<bool> kStop = true;

/// Text that hardly compresses, another for each seed.
std::string noise(unsigned seed, std::size_t size) {
  std::mt19937 random(seed);
  std::string text(size, ' ');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

SavedState state(Token token, std::size_t parts = 3, std::size_t size = 50'000) {
  SavedState saved{token, static_cast<std::int64_t>(1'000 * token), "test 1", {}};
  for (std::size_t i = 0; i < parts; ++i) {
    saved.parts.push_back(noise(static_cast<unsigned>(token * 100 + i), size + i));
  }
  return saved;
}

void run_sql(const fs::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
  REQUIRE(database.exec(sql) > 0);
}

int pages(const fs::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  return database.execAndGet("PRAGMA page_count").getInt();
}

std::vector<Token> listed(const Journal& journal) {
  std::vector<Token> tokens;
  const auto all = journal.saved_states().value();
  for (const SavedState& saved : all) tokens.push_back(saved.token);
  return tokens;
}

bool is_same(const SavedState& a, const SavedState& b) {
  return a.token == b.token && a.time_ms == b.time_ms && a.maker == b.maker && a.parts == b.parts;
}

}  // namespace

TEST_CASE("a state that is too large is refused, and nothing of it stays") {
  TempFolder folder;
  const auto journal = Journal::open(folder / "show.leitai").value();
  CHECK_FALSE(journal->save_state({1, 1, "m", {std::string(kMostPartBytes + 1, 'x')}}, kGoOn));
  CHECK_FALSE(journal->save_state({1, 1, "m", std::vector<std::string>(kMostParts + 1, "x")}, kGoOn));
  CHECK(listed(*journal).empty());
}

TEST_CASE("a saved state is damaged or it is what was saved, whatever is changed in the file") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  const char* changes[] = {
      "UPDATE saved_parts SET data = substr(data, 1, 1000) || x'00' || substr(data, 1002) WHERE part = 1",
      "UPDATE saved_parts SET data = substr(data, 1, 1000) WHERE part = 1",
      "UPDATE saved_parts SET data = x'' WHERE part = 2",
      "UPDATE saved_parts SET bytes = bytes - 1 WHERE part = 0",
      "UPDATE saved_parts SET bytes = 1099511627776 WHERE part = 0",
      "UPDATE saved_parts SET bytes = -1 WHERE part = 0",
      "DELETE FROM saved_parts WHERE part = 2",
      "UPDATE saved_parts SET part = 9 WHERE part = 0",
      "UPDATE saved_states SET parts = 2",
      "UPDATE saved_states SET time_ms = time_ms + 1",
      "UPDATE saved_states SET maker = 'another'",
      "UPDATE saved_states SET checksum = checksum + 1",
      "DELETE FROM saved_states",
  };
  for (const char* change : changes) {
    CAPTURE(change);
    {
      const auto journal = Journal::open(file).value();
      REQUIRE(journal->save_state(state(7), kGoOn));
      CHECK(is_same(journal->saved_state(7).value(), state(7)));
    }
    run_sql(file, change);
    const auto journal = Journal::open(file).value();
    CHECK(journal->saved_state(7).error().fault == Fault::unreadable);
    CHECK(journal->saved_state(8).error().fault == Fault::unreadable);
  }
}

TEST_CASE("states are listed newest first, replaced at their record, and forgotten one by one") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  {
    auto journal = Journal::open(file).value();
    for (const Token token : {5, 9, 2}) REQUIRE(journal->save_state(state(token), kGoOn));
    SavedState other = state(5, 1);
    other.maker = "test 2";
    REQUIRE(journal->save_state(other, kGoOn));
    REQUIRE(journal->forget_state(2, kGoOn));
    REQUIRE(journal->forget_state(2, kGoOn));
  }
  const auto journal = Journal::open_for_reading(file).value();
  CHECK(listed(*journal) == std::vector<Token>{9, 5});
  CHECK(is_same(journal->saved_state(9).value(), state(9)));
  CHECK(journal->saved_state(5).value().maker == "test 2");
  CHECK(journal->saved_state(5).value().parts.size() == 1);
  CHECK_FALSE(journal->saved_state(2));
}

TEST_CASE("opened for reading, a journal saves and forgets nothing") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  REQUIRE(Journal::open(file).value()->save_state(state(3), kGoOn));
  const auto reader = Journal::open_for_reading(file).value();
  CHECK_FALSE(reader->save_state(state(4), kGoOn));
  CHECK_FALSE(reader->forget_state(3, kGoOn));
  CHECK(listed(*reader) == std::vector<Token>{3});
}

TEST_CASE("saving ends where it is told to stop, and leaves nothing that counts") {
  TempFolder folder;
  const auto journal = Journal::open(folder / "show.leitai").value();
  REQUIRE(journal->save_state(state(3), kGoOn));
  CHECK_FALSE(journal->save_state(state(4), kStop));
  CHECK_FALSE(journal->forget_state(3, kStop));
  CHECK(listed(*journal) == std::vector<Token>{3});
}

TEST_CASE("a backup has the states that are kept") {
  TempFolder folder;
  const auto journal = Journal::open(folder / "show.leitai").value();
  REQUIRE(journal->save_state(state(3), kGoOn));
  REQUIRE(journal->backup(folder / "copy.leitai"));
  const auto copy = Journal::open(folder / "copy.leitai").value();
  CHECK(is_same(copy->saved_state(3).value(), state(3)));
}

TEST_CASE("states that come and go leave the file as large as it was") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  int after_two = 0;
  for (Token token = 1; token <= 12; ++token) {
    const auto journal = Journal::open(file).value();
    REQUIRE(journal->save_state(state(token), kGoOn));
    if (token > 1) REQUIRE(journal->forget_state(token - 1, kGoOn));
    if (token == 3) after_two = pages(file);
  }
  CHECK(pages(file) <= after_two + after_two / 10);
}

TEST_CASE("records are appended while states are saved, and both are whole") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  std::atomic<int> failed = 0;
  std::thread saver([&] {
    for (Token token = 1; token <= 8; ++token) failed += !journal->save_state(state(token), kGoOn);
  });
  for (int i = 0; i < 60; ++i) {
    std::vector<Transaction> batch{transaction({record(i, std::to_string(i))})};
    failed += !journal->append(batch);
  }
  saver.join();
  CHECK(failed == 0);
  CHECK(journal->read(0, 100).value().size() == 60);
  for (Token token = 1; token <= 8; ++token) CHECK(is_same(journal->saved_state(token).value(), state(token)));
}

TEST_CASE("killed while it saves, a journal lists whole states only, and saves again") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  constexpr std::size_t kParts = 40;
  std::mt19937 random(1);
  for (int round = 0; round < 6; ++round) {
    CAPTURE(round);
    int progress[2];
    REQUIRE(::pipe(progress) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      auto journal = Journal::open(file);
      for (Token token = 1; journal; ++token) {
        std::vector<Transaction> batch{transaction({record(0, "r")})};
        const bool done = (*journal)->append(batch) && (*journal)->save_state(state(token, kParts, 20'000), kGoOn);
        if (!done || ::write(progress[1], "x", 1) != 1) break;
      }
      ::_exit(1);
    }
    ::close(progress[1]);
    char done = 0;
    for (unsigned i = 0; i < 1 + random() % 3; ++i) REQUIRE(::read(progress[0], &done, 1) == 1);
    // In the midst of the next one: it is about as far along as a part takes, random times.
    for (volatile unsigned spin = random() % 20'000'000; spin > 0;) spin = spin - 1;
    REQUIRE(::kill(child, SIGKILL) == 0);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    ::close(progress[0]);
    CHECK(WIFSIGNALED(status));

    auto journal = Journal::open(file).value();
    const auto tokens = listed(*journal);
    CHECK_FALSE(tokens.empty());
    for (const Token token : tokens) {
      CHECK(is_same(journal->saved_state(token).value(), state(token, kParts, 20'000)));
      REQUIRE(journal->forget_state(token, kGoOn));
    }
    REQUIRE(journal->save_state(state(99), kGoOn));
    CHECK(is_same(journal->saved_state(99).value(), state(99)));
    REQUIRE(journal->forget_state(99, kGoOn));
    CHECK(journal->read(0, 10'000).value().size() == journal->head());
  }
}
