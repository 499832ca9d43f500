// SPDX-License-Identifier: GPL-2.0-or-later
// Waiting for more, reading on many threads, and copies while in use.
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/journal/journal_fixture.h"

using namespace leitai::journal;

namespace {

constexpr std::int64_t kLong = 600'000;  ///< a wait that a test never sits out

}  // namespace

TEST_CASE("a wait ends at once where there is more, and with false where its time is over") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  CHECK_FALSE(journal->wait_for_more(0, 0));
  CHECK_FALSE(journal->wait_for_more(0, 1));
  std::vector<Transaction> batch{transaction({record(1, "a")})};
  REQUIRE(journal->append(batch));
  CHECK(journal->wait_for_more(0, kLong));
  CHECK_FALSE(journal->wait_for_more(1, 1));
}

TEST_CASE("an append wakes everybody who waits") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  std::atomic<int> woken = 0;
  std::vector<std::thread> waiters;
  for (int i = 0; i < 4; ++i) {
    waiters.emplace_back([&] { woken += journal->wait_for_more(0, kLong) ? 1 : 0; });
  }
  std::vector<Transaction> batch{transaction({record(1, "a")})};
  CHECK(journal->append(batch));
  for (auto& waiter : waiters) waiter.join();
  CHECK(woken == 4);
}

TEST_CASE("wake_all ends a wait, also one that begins only after it") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  const auto seen = journal->wakes();
  bool more = true;
  std::thread waiter([&] { more = journal->wait_for_more(0, kLong, seen); });
  journal->wake_all();
  waiter.join();
  CHECK_FALSE(more);
  CHECK_FALSE(journal->wait_for_more(0, kLong, seen));
  CHECK_FALSE(journal->wait_for_more(0, 0));
}

TEST_CASE("readers on many threads see whole requests in order while one thread writes") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  constexpr Token kLast = 600;
  std::atomic<int> faults = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      Token seen = 0;
      while (seen < kLast) {
        if (!journal->wait_for_more(seen, kLong)) ++faults;
        const auto records = journal->read(seen, 1000);
        if (!records || records->empty() || records->size() % 3 != 0) {
          ++faults;
          return;
        }
        for (const auto& each : *records) {
          if (each.token != ++seen || each.command != (seen - 1) / 3 * 3 + 1) ++faults;
        }
      }
    });
  }
  for (Token written = 0; written < kLast; written += 3) {
    std::vector<Transaction> batch{transaction({record(1, "a"), record(1, "b"), record(1, "c")})};
    REQUIRE(journal->append(batch));
  }
  for (auto& reader : readers) reader.join();
  CHECK(faults == 0);
}

TEST_CASE("a copy is not made over another file") {
  TempFolder folder;
  const auto journal = Journal::open(folder / "show.leitai").value();
  const auto other = Journal::open(folder / "other.leitai").value();
  const auto copied = journal->backup(folder / "other.leitai");
  REQUIRE_FALSE(copied);
  CHECK(copied.error().message.find("exists already") != std::string::npos);
  CHECK_FALSE(journal->backup(folder / "show.leitai"));
  CHECK_FALSE(journal->backup(folder / "missing" / "copy.leitai"));
}

TEST_CASE("a copy made while the journal is written is whole, one file, and opens") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  std::atomic<bool> done = false;
  std::thread writer([&] {
    while (!done) {
      std::vector<Transaction> batch{{{record(1, "a"), record(1, "b")}, {}, {{"count", "x"}}}};
      if (!journal->append(batch)) return;
    }
  });
  REQUIRE(journal->wait_for_more(9, kLong));
  const auto copied = journal->backup(folder / "copy.leitai");
  done = true;
  writer.join();
  REQUIRE(copied);
  CHECK_FALSE(std::filesystem::exists(folder / "copy.leitai-wal"));
  CHECK_FALSE(std::filesystem::exists(folder / "copy.leitai.part"));
  const auto copy = Journal::open(folder / "copy.leitai").value();
  CHECK(copy->head() >= 10);
  CHECK(copy->head() % 2 == 0);
  CHECK(copy->read(0, 1'000'000).value().size() == copy->head());
  CHECK(copy->note("count").value() == "x");
}

TEST_CASE("the log starts over: reading does not keep it growing") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  auto journal = Journal::open(file).value();
  for (int i = 0; i < 60; ++i) {
    std::vector<Transaction> batch{transaction({record(1, "a", std::string(1 << 20, 'x'))})};
    REQUIRE(journal->append(batch));
    REQUIRE(journal->read(0, 1).value().size() == 1);
  }
  CHECK(std::filesystem::file_size(file.string() + "-wal") < (20U << 20));
}
