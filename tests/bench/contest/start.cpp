// SPDX-License-Identifier: GPL-2.0-or-later
#include <SQLiteCpp/SQLiteCpp.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "tests/bench/contest/bench_folder.h"
#include "tests/bench/contest/long_show.h"
#include "tests/bench/contest/show_bench.h"
#include "tests/bench/figures.h"
#include "tests/cli/serving.h"

namespace leitai::bench {

namespace {

using Clock = std::chrono::steady_clock;
using json::Json;

constexpr std::uint64_t kEvents = 1'000'000;
constexpr int kBallots = 100'000;
constexpr double kMostStartSeconds = 2;
constexpr int kStarts = 3;
constexpr auto kSavedWithin = std::chrono::seconds(60);

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void must(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "%s failed\n", what);
  std::exit(1);
}

/// A start, and how long it took until the program said that it is ready.
struct Started {
  std::unique_ptr<test::Serving> serving;
  double seconds = 0;
};

Started start(const std::string& file) {
  const auto begin = Clock::now();
  Started started{std::make_unique<test::Serving>(file), 0};
  started.seconds = seconds_since(begin);
  must(started.serving->is_ready(), "a start");
  return started;
}

double stop(Started& started) {
  const auto begin = Clock::now();
  started.serving->program().signal(SIGTERM);
  must(started.serving->program().status() == 0, "an end");
  return seconds_since(begin);
}

/// What a start must not change: the resources, what is on air, what the audience sees.
std::string told(test::Serving& serving) {
  Json air = serving.get("air");
  air.erase("now");
  air.erase("token");
  return json::dump({air, serving.get("scores"), serving.get("rounds"), serving.get("timers"),
                     serving.get("contestants"), serving.get("public/results")});
}

/// The yardstick: every row read, and nothing done with it.
double read_all(const std::string& file) {
  const auto begin = Clock::now();
  SQLite::Database database(file, SQLite::OPEN_READONLY);
  SQLite::Statement rows(database, "SELECT token, time_ms, command, actor, type, id, data, before FROM records");
  std::size_t bytes = 0;
  while (rows.executeStep()) bytes += rows.getColumn(6).getString().size() + rows.getColumn(7).getString().size();
  must(bytes > 0, "the reading of all rows");
  return seconds_since(begin);
}

void wait_until_saved(const std::string& file) {
  const auto deadline = Clock::now() + kSavedWithin;
  SQLite::Database database(file, SQLite::OPEN_READONLY, 5'000);
  while (database.execAndGet("SELECT count(*) FROM saved_states").getInt() == 0) {
    must(Clock::now() < deadline, "the saving of the state");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

struct Starts {
  double without_s = 0, with_s = 0, end_s = 0;
  bool same = false;
};

/// Starts a show that has no saved state; once it has saved one, starts it again.
Starts measure_starts(const std::string& file) {
  Starts figures;
  Started first = start(file);
  figures.without_s = first.seconds;
  const std::string before = told(*first.serving);
  wait_until_saved(file);
  std::vector<double> ends = {stop(first)};
  std::vector<double> starts;
  figures.same = true;
  for (int i = 0; i < kStarts; ++i) {
    Started again = start(file);
    starts.push_back(again.seconds);
    figures.same = figures.same && told(*again.serving) == before;
    ends.push_back(stop(again));
  }
  figures.with_s = median(starts);
  figures.end_s = quantile(ends, 1);
  return figures;
}

void set_up(const std::string& file, const Hall& hall) {
  Started started = start(file);
  Json events = hall_events(hall);
  const Json panel = {{"id", "all"}, {"weight", "1"}, {"judges", "@audience"}, {"average", "sum"}};
  events.push_back(event_of("rounds", "vote",
                            {{"name", "观众投票"},
                             {"visibility", "running"},
                             {"scoring", {{"method", "votes"}, {"panels", Json::array({panel})}}}}));
  must(started.serving->post("events", events) == 200, "the contest");
  stop(started);
}

std::string seconds(double value) {
  return number(value) + " s";
}

void say(Report& report, const std::string& file, const Starts& starts) {
  report.figure("all rows read, and nothing done with them", seconds(read_all(file)));
  report.figure("a start without a saved state", seconds(starts.without_s));
  report.at_most("a start with a saved state", starts.with_s, kMostStartSeconds, " s");
  report.figure("the longest end", seconds(starts.end_s));
  report.at_least("both starts tell the same (1: yes)", starts.same ? 1 : 0, 1);
}

}  // namespace

void measure_start(Report& report) {
  BenchFolder folder;
  const Hall hall{340, 15, 5};
  const std::string marks = folder / "marks.leitai";
  report.heading("start of a show of a million events: " + std::to_string(hall.scores()) +
                 " scores, corrected over and over");
  set_up(marks, hall);
  write_corrections(marks, hall, kEvents);
  say(report, marks, measure_starts(marks));

  const std::string votes = folder / "votes.leitai";
  report.heading("start of a show of " + std::to_string(kBallots) + " resources: the ballots of an audience");
  set_up(votes, hall);
  write_ballots(votes, hall, kBallots);
  say(report, votes, measure_starts(votes));
}

}  // namespace leitai::bench
