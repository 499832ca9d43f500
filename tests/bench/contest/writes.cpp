// SPDX-License-Identifier: GPL-2.0-or-later
#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "tests/bench/contest/bench_folder.h"
#include "tests/bench/contest/hall.h"
#include "tests/bench/contest/show_bench.h"
#include "tests/bench/figures.h"
#include "tests/cli/serving.h"

namespace leitai::bench {

namespace {

using Clock = std::chrono::steady_clock;
using json::Json;

constexpr double kMostOverCommitMs = 0.8;
constexpr double kLeastOfOneClient = 3;
constexpr int kTurns = 40;  ///< short ones: a disk is not the same from one second to the next
constexpr int kWritesInTurn = 50;
constexpr int kClients = 16;
constexpr int kWritesOfEach = 25;  ///< of the many clients, in a turn

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// The yardstick: a table as the journal's, one row a commit, each synced.
class BareCommits {
 public:
  explicit BareCommits(const std::string& file)
      : database_(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE),
        insert_(prepared(database_), "INSERT INTO records VALUES (NULL, ?, ?)") {}

  void write(const std::string& data) {
    insert_.bind(1, data);
    insert_.bind(2, data);
    insert_.exec();
    insert_.reset();
  }

 private:
  static SQLite::Database& prepared(SQLite::Database& database) {
    database.execAndGet("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    database.exec("CREATE TABLE records (token INTEGER PRIMARY KEY, data TEXT, before TEXT)");
    return database;
  }

  SQLite::Database database_;
  SQLite::Statement insert_;
};

void must(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "%s failed\n", what);
  std::exit(1);
}

/// Corrects a mark, and answers how long that took.
double correct(httplib::Client& client, const std::string& body) {
  const auto start = Clock::now();
  const auto answer = client.Post("/api/v1/events", body, "application/json");
  const double ms = ms_since(start);
  must(answer && answer->status == 200, "a write");
  return ms;
}

std::string correction(const Hall& hall, int number, std::mt19937& random) {
  return json::dump(Json::array({event_of("scores", score_id(hall, number), score_data(hall, number, random))}));
}

/// Everybody is marked, and the ranking is on air.
void set_up(test::Serving& serving, const Hall& hall) {
  Json events = hall_events(hall);
  std::mt19937 random(1);
  for (int i = 0; i < hall.scores(); ++i)
    events.push_back(event_of("scores", score_id(hall, i), score_data(hall, i, random)));
  must(serving.post("events", events) == 200, "the contest");
  must(serving.post("air/take", {{"template", "ranking"}, {"bind", {{"round", "final"}}}}) == 200, "the ranking");
}

/// Several clients at once, each with marks of its own; the time until all are done.
double many_clients(const test::Serving& serving, const Hall& hall, int turn) {
  std::vector<std::vector<std::string>> bodies(kClients);
  for (int c = 0; c < kClients; ++c) {
    std::mt19937 random(static_cast<unsigned>(1'000 * turn + c));
    for (int i = 0; i < kWritesOfEach; ++i) {
      const int number = (c + kClients * static_cast<int>(random() % 1'000)) % hall.scores();
      bodies[static_cast<std::size_t>(c)].push_back(correction(hall, number, random));
    }
  }
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (const auto& own : bodies)
    threads.emplace_back([&serving, &own] {
      const auto client = serving.make_client();
      for (const std::string& body : own) correct(*client, body);
    });
  for (std::thread& thread : threads) thread.join();
  return ms_since(start);
}

}  // namespace

void measure_writes(Report& report) {
  const Hall hall;
  report.heading("writes: a mark of a live round of " + std::to_string(hall.contestants) + " contestants and " +
                 std::to_string(hall.judges) + " judges is corrected, its ranking on air");
  BenchFolder folder;
  BareCommits bare(folder / "bare.sqlite");
  test::Serving serving(folder / "show.leitai");
  must(serving.is_ready(), "the server's start");
  set_up(serving, hall);
  std::mt19937 random(2);
  std::vector<double> commits, writes;
  double many_ms = 0, one_ms = 0;
  for (int turn = 0; turn < kTurns; ++turn) {
    for (int i = 0; i < kWritesInTurn; ++i) {
      const std::string data = correction(hall, static_cast<int>(random()) & 255, random);
      const auto start = Clock::now();
      bare.write(data);
      commits.push_back(ms_since(start));
    }
    for (int i = 0; i < kWritesInTurn; ++i) {
      const std::string body =
          correction(hall, static_cast<int>(random() % static_cast<unsigned>(hall.scores())), random);
      writes.push_back(correct(serving.client(), body));
      one_ms += writes.back();
    }
    many_ms += many_clients(serving, hall, turn);
  }
  const double one_rate = 1'000.0 * kTurns * kWritesInTurn / one_ms;
  const double many_rate = 1'000.0 * kTurns * kClients * kWritesOfEach / many_ms;
  report.figure("a bare commit, p50", number(median(commits), 3) + " ms");
  report.figure("one client's write, p50",
                number(median(writes), 3) + " ms (p99 " + number(quantile(writes, 0.99)) + ")");
  report.figure("one client's rate", number(one_rate, 0) + " writes a second");
  report.figure(std::to_string(kClients) + " clients' rate", number(many_rate, 0) + " writes a second");
  report.at_most("one client's write over the bare commit, p50", median(writes) - median(commits), kMostOverCommitMs,
                 " ms");
  report.at_least("16 clients' rate over one client's", many_rate / one_rate, kLeastOfOneClient);
}

}  // namespace leitai::bench
