// SPDX-License-Identifier: GPL-2.0-or-later
// What open() refuses, and what it does to older files.
#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <fstream>

#include <catch2/catch.hpp>

#include "tests/journal/journal_fixture.h"

using namespace leitai::journal;
namespace fs = std::filesystem;

namespace {

void run_sql(const fs::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec(sql);
}

int pragma(const fs::path& file, const std::string& name) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  return database.execAndGet("PRAGMA " + name).getInt();
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The schema of the first release: records only.
constexpr auto kSchema1 = R"sql(
  CREATE TABLE records (token INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, command INTEGER NOT NULL,
    actor TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, before TEXT NOT NULL);
  INSERT INTO records VALUES (1, 1000, 1, 'operator', 'people', 'a', '{"name":"甲"}', 'null');
  INSERT INTO records VALUES (2, 1500, 1, 'operator', 'people', 'b', 'null', '{"name":"乙"}');
  PRAGMA application_id = 1281714548;
  PRAGMA user_version = 1;
)sql";

}  // namespace

TEST_CASE("a folder that is missing, a folder in the file's place: the disk's fault, named") {
  TempFolder folder;
  for (const auto& file : {folder / "missing" / "show.leitai", fs::path(folder / ".")}) {
    const auto opened = Journal::open(file);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().fault == Fault::disk);
    CHECK(opened.error().message.find(file.parent_path().string()) != std::string::npos);
  }
}

TEST_CASE("a file that is no database is refused and left as it was") {
  TempFolder folder;
  const auto file = folder / "notes.txt";
  const std::string text(5000, 'x');
  std::ofstream(file) << text;
  const auto opened = Journal::open(file);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().fault == Fault::unreadable);
  CHECK(bytes_of(file) == text);
}

TEST_CASE("another program's database is refused and left as it was") {
  TempFolder folder;
  const auto file = folder / "bookmarks.sqlite";
  run_sql(file, "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x');");
  const auto before = bytes_of(file);
  const auto opened = Journal::open(file);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().fault == Fault::unreadable);
  CHECK(bytes_of(file) == before);
}

TEST_CASE("a newer version's file is refused, as such, and left as it was") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  run_sql(file, kSchema1);
  run_sql(file, "PRAGMA user_version = 1000000");
  const auto before = bytes_of(file);
  for (const auto& opened :
       {Journal::open(file).map([](auto&&) {}), Journal::open_for_reading(file).map([](auto&&) {})}) {
    REQUIRE_FALSE(opened);
    CHECK(opened.error().fault == Fault::newer);
  }
  CHECK(bytes_of(file) == before);
}

TEST_CASE("a damaged page is told, not read past") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  {
    auto journal = Journal::open(file).value();
    std::vector<Transaction> batch;
    for (int i = 0; i < 200; ++i) batch.push_back(transaction({record(i, "a", std::string(1000, 'y'))}));
    REQUIRE(journal->append(batch));
  }
  {
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    for (int page = 5; page < 40; ++page) {
      out.seekp(page * 4096);
      out << std::string(4096, '\xff');
    }
  }
  const auto opened = Journal::open(file);
  const auto fault = !opened ? opened.error().fault : (*opened)->read(0, 1000).map([](auto&&) {}).error().fault;
  CHECK(fault == Fault::unreadable);
}

TEST_CASE("a second writer is told who holds the file, whatever name it uses for it") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  const auto first = Journal::open(file);
  REQUIRE(first);
  fs::create_symlink(file, folder / "other-name.leitai");
  for (const auto& name : {file, folder / "other-name.leitai", folder / "." / "show.leitai"}) {
    const auto second = Journal::open(name);
    REQUIRE_FALSE(second);
    CHECK(second.error().fault == Fault::locked);
    CHECK(second.error().message.find("(process " + std::to_string(::getpid()) + ")") != std::string::npos);
  }
}

TEST_CASE("the file is free again once its journal is gone") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  { REQUIRE(Journal::open(file)); }
  CHECK(Journal::open(file));
}

TEST_CASE("an empty file becomes a journal, as a missing one does") {
  TempFolder folder;
  std::ofstream(folder / "empty.leitai").close();
  for (const char* name : {"empty.leitai", "new.leitai"}) {
    const auto journal = Journal::open(folder / name);
    REQUIRE(journal);
    CHECK((*journal)->head() == 0);
    CHECK((*journal)->last_time_ms() == 0);
    CHECK(pragma(folder / name, "application_id") == 0x4C656974);
    CHECK(pragma(folder / name, "user_version") == 3);
  }
}

TEST_CASE("a schema 1 file is migrated: its records stay, answers and notes can be kept") {
  TempFolder folder;
  const auto file = folder / "old.leitai";
  run_sql(file, kSchema1);
  {
    auto journal = Journal::open(file).value();
    CHECK(journal->head() == 2);
    CHECK(journal->last_time_ms() == 1500);
    const auto records = journal->read(0, 10).value();
    REQUIRE(records.size() == 2);
    CHECK(records[0] == Record{1, 1000, 1, "operator", "people", "a", R"({"name":"甲"})", "null"});
    CHECK(records[1] == Record{2, 1500, 1, "operator", "people", "b", "null", R"({"name":"乙"})"});
    std::vector<Transaction> batch{{{record(2000, "c")}, KeptAnswer{"k", "h", 2000, 200, "{}"}, {{"state", "3"}}}};
    REQUIRE(journal->append(batch));
    CHECK(batch[0].records[0].token == 3);
    CHECK(journal->note("state").value() == "3");
    CHECK(journal->kept_answer("k", 2000).value()->body == "{}");
  }
  CHECK(pragma(file, "user_version") == 3);
  CHECK(Journal::open(file).value()->head() == 3);
}

TEST_CASE("a schema 1 file opened for reading stays schema 1") {
  TempFolder folder;
  const auto file = folder / "old.leitai";
  run_sql(file, kSchema1);
  const auto before = bytes_of(file);
  {
    const auto journal = Journal::open_for_reading(file).value();
    CHECK(journal->head() == 2);
    CHECK(journal->read(0, 10).value().size() == 2);
    CHECK(journal->note("state").value() == std::nullopt);
    CHECK(journal->kept_answer("k", 0).value().has_value() == false);
  }
  CHECK(bytes_of(file) == before);
}

TEST_CASE("a missing or empty file is not opened for reading, nor made") {
  TempFolder folder;
  CHECK(Journal::open_for_reading(folder / "missing.leitai").error().fault == Fault::disk);
  CHECK_FALSE(fs::exists(folder / "missing.leitai"));
  std::ofstream(folder / "empty.leitai").close();
  CHECK(Journal::open_for_reading(folder / "empty.leitai").error().fault == Fault::unreadable);
}

TEST_CASE("a journal is read beside its writer, and cannot be written so") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  auto writer = Journal::open(file).value();
  std::vector<Transaction> batch{transaction({record(1, "a")})};
  REQUIRE(writer->append(batch));
  const auto reader = Journal::open_for_reading(file).value();
  CHECK(reader->head() == 1);
  REQUIRE(writer->append(batch));
  CHECK(reader->read(0, 10).value().size() == 2);
  CHECK_FALSE(reader->append(batch));
  CHECK(writer->head() == 2);
}
