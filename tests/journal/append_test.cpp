// SPDX-License-Identifier: GPL-2.0-or-later
// What append() writes, and what it does when it cannot.
#include <SQLiteCpp/SQLiteCpp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/journal/journal_fixture.h"

using namespace leitai::journal;

namespace {

/// Lets files of this process grow to `bytes` only: a full disk, as far as a write can tell.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    auto limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

Transaction answered(std::int64_t time_ms, const std::string& key) {
  return {{}, KeptAnswer{key, "hash", time_ms, 200, "{}"}, {}};
}

std::int64_t count(const std::filesystem::path& file, const std::string& table) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  return database.execAndGet("SELECT count(*) FROM " + table).getInt64();
}

}  // namespace

TEST_CASE("an append that the disk refuses writes nothing of any of its transactions, and the next one works") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  auto journal = Journal::open(file).value();
  std::vector<Transaction> first{transaction({record(1, "a")})};
  REQUIRE(journal->append(first));
  {
    FileSizeLimit limit(256 * 1024);
    std::vector<Transaction> batch{
        transaction({record(2, "b")}),
        {{record(3, "c", std::string(1 << 20, 'x'))}, KeptAnswer{"key", "hash", 3, 200, "{}"}, {{"note", "value"}}}};
    const auto written = journal->append(batch);
    REQUIRE_FALSE(written);
    CHECK(written.error().fault == Fault::disk);
  }
  CHECK(journal->head() == 1);
  CHECK(journal->last_time_ms() == 1);
  CHECK(journal->read(0, 10).value().size() == 1);
  CHECK(journal->note("note").value() == std::nullopt);
  CHECK_FALSE(journal->kept_answer("key", 3).value().has_value());
  std::vector<Transaction> next{transaction({record(4, "d")})};
  REQUIRE(journal->append(next));
  CHECK(next[0].records[0].token == 2);
  journal.reset();
  const auto again = Journal::open(file).value();
  const auto records = again->read(0, 10).value();
  REQUIRE(records.size() == 2);
  CHECK(records[1].id == "d");
}

TEST_CASE("records are numbered from 1 without a gap, and each request has its first record's number") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  std::vector<Transaction> batch{transaction({record(10, "a"), record(10, "b")}), transaction({}),
                                 transaction({record(11, "c")})};
  REQUIRE(journal->append(batch));
  std::vector<Transaction> later{transaction({record(12, "d"), record(12, "e"), record(12, "f")})};
  REQUIRE(journal->append(later));
  CHECK(later[0].records[2].token == 6);
  const auto records = journal->read(0, 100).value();
  const std::vector<Token> commands{1, 1, 3, 4, 4, 4};
  REQUIRE(records.size() == commands.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    CHECK(records[i].token == i + 1);
    CHECK(records[i].command == commands[i]);
    CHECK(records[i].id == std::string(1, static_cast<char>('a' + i)));
  }
  CHECK(journal->head() == 6);
  CHECK(journal->last_time_ms() == 12);
}

TEST_CASE("a record's time never goes back, over a restart too") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  {
    auto journal = Journal::open(file).value();
    std::vector<Transaction> batch{transaction({record(100, "a"), record(90, "b")}), transaction({record(95, "c")})};
    REQUIRE(journal->append(batch));
    CHECK(batch[0].records[1].time_ms == 100);
  }
  auto journal = Journal::open(file).value();
  CHECK(journal->last_time_ms() == 100);
  std::vector<Transaction> batch{transaction({record(50, "d"), record(101, "e")})};
  REQUIRE(journal->append(batch));
  std::vector<std::int64_t> times;
  const auto records = journal->read(0, 100).value();
  for (const auto& each : records) times.push_back(each.time_ms);
  CHECK(times == std::vector<std::int64_t>{100, 100, 100, 100, 101});
}

TEST_CASE("texts come back byte for byte: null, quotes, Chinese, emoji, a zero byte, a megabyte") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  const std::string with_zero("a\0b", 3);
  const std::vector<std::string> texts{"null",    R"({"a":"'\";--"})",       "张家楼街道 🎤",
                                       with_zero, std::string(1 << 20, 'z'), ""};
  {
    auto journal = Journal::open(file).value();
    std::vector<Transaction> batch;
    for (const auto& text : texts) {
      batch.push_back(transaction({{0, 1, 0, "an " + text.substr(0, 8), "people", "id", text, text}}));
    }
    REQUIRE(journal->append(batch));
  }
  const auto records = Journal::open(file).value()->read(0, 100).value();
  REQUIRE(records.size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK((records[i].data == texts[i] && records[i].before == texts[i]));
    CHECK(records[i].actor == "an " + texts[i].substr(0, 8));
  }
}

TEST_CASE("reading gives what follows a position, at most as much as asked") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  CHECK(journal->read(0, 10).value().empty());
  std::vector<Transaction> batch;
  for (int i = 0; i < 10; ++i) batch.push_back(transaction({record(i, "a")}));
  REQUIRE(journal->append(batch));
  const auto tokens = [&](Token since, std::size_t limit) {
    std::vector<Token> found;
    const auto records = journal->read(since, limit).value();
    for (const auto& each : records) found.push_back(each.token);
    return found;
  };
  CHECK(tokens(0, 3) == std::vector<Token>{1, 2, 3});
  CHECK(tokens(7, 100) == std::vector<Token>{8, 9, 10});
  CHECK(tokens(10, 100).empty());
  CHECK(tokens(~Token{0}, 100).empty());
  CHECK(tokens(0, 0).empty());
  CHECK(tokens(0, ~std::size_t{0}).size() == 10);
}

TEST_CASE("an answer is kept with its request, for a day to the millisecond, over a restart") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  constexpr std::int64_t kThen = 1'000'000'000, kDay = 86'400'000;
  {
    auto journal = Journal::open(file).value();
    std::vector<Transaction> batch{
        {{record(kThen, "a")}, KeptAnswer{"op /x 1", "abc", kThen, 201, R"({"token":1})"}, {}}};
    REQUIRE(journal->append(batch));
  }
  const auto journal = Journal::open(file).value();
  const auto kept = journal->kept_answer("op /x 1", kThen + kDay).value();
  REQUIRE(kept.has_value());
  CHECK(kept->key == "op /x 1");
  CHECK(kept->body_hash == "abc");
  CHECK(kept->time_ms == kThen);
  CHECK(kept->status == 201);
  CHECK(kept->body == R"({"token":1})");
  CHECK_FALSE(journal->kept_answer("op /x 1", kThen + kDay + 1).value().has_value());
  CHECK_FALSE(journal->kept_answer("op /x 2", kThen).value().has_value());
}

TEST_CASE("an answer without a record is kept too, and a key's newer answer replaces its older") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  std::vector<Transaction> batch{answered(5, "k"), answered(6, "k")};
  REQUIRE(journal->append(batch));
  CHECK(journal->head() == 0);
  CHECK(journal->kept_answer("k", 6).value()->time_ms == 6);
}

TEST_CASE("old answers go, a bounded number with each append, the young stay") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  constexpr std::int64_t kDay = 86'400'000;
  auto journal = Journal::open(file).value();
  std::vector<Transaction> old;
  for (int i = 0; i < 1000; ++i) old.push_back(answered(i, "old" + std::to_string(i)));
  REQUIRE(journal->append(old));
  std::vector<Transaction> young{answered(kDay + 2000, "young")};
  REQUIRE(journal->append(young));
  const auto left = count(file, "kept_answers");
  CHECK(left > 1);
  CHECK(left < 1001);
  for (int i = 0; i < 100; ++i) REQUIRE(journal->append(young));
  CHECK(count(file, "kept_answers") == 1);
  CHECK(journal->kept_answer("young", kDay + 2000).value().has_value());
}

TEST_CASE("a note holds the last committed value of its name") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  {
    auto journal = Journal::open(file).value();
    CHECK(journal->note("air").value() == std::nullopt);
    std::vector<Transaction> batch{{{}, {}, {{"air", "1"}, {"revision", "7"}}}, {{}, {}, {{"air", "2"}}}};
    REQUIRE(journal->append(batch));
  }
  const auto journal = Journal::open(file).value();
  CHECK(journal->note("air").value() == "2");
  CHECK(journal->note("revision").value() == "7");
}

TEST_CASE("what append() returned is there after the process was killed") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  int told[2];
  REQUIRE(::pipe(told) == 0);
  const auto child = ::fork();
  if (child == 0) {
    auto journal = Journal::open(file).value();
    for (;;) {
      std::vector<Transaction> batch{transaction({record(1, "a"), record(1, "b")})};
      if (!journal->append(batch)) ::_exit(1);
      const auto head = journal->head();
      if (::write(told[1], &head, sizeof head) != sizeof head) ::_exit(1);
    }
  }
  ::close(told[1]);
  Token acknowledged = 0;
  while (acknowledged < 40) REQUIRE(::read(told[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  while (::read(told[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
  }
  ::close(told[0]);
  const auto journal = Journal::open(file).value();
  CHECK(journal->head() >= acknowledged);
  CHECK(journal->head() % 2 == 0);
  CHECK(journal->read(0, 1'000'000).value().size() == journal->head());
}

TEST_CASE("the file is in WAL mode, which readers need to read beside the writer") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  const auto journal = Journal::open(file).value();
  SQLite::Database other(file.string(), SQLite::OPEN_READONLY);
  CHECK(other.execAndGet("PRAGMA journal_mode").getString() == "wal");
}
