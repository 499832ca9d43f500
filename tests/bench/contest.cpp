// SPDX-License-Identifier: GPL-2.0-or-later
// What scoring costs in a large round: 340 contestants, 5 criteria, 15 judges, so 25,500 marks. Each time is the
// median of many runs on one thread, beside a plain yardstick that is measured in between: as many numbers read
// from their texts, and sorted.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "server/contest/contest.h"
#include "server/contest/scoring.h"
#include "tests/bench/contest/show_bench.h"

namespace {

using namespace leitai::contest;
using Clock = std::chrono::steady_clock;

constexpr int kContestants = 340;
constexpr int kCriteria = 5;
constexpr int kJudges = 15;
constexpr int kMarks = kContestants * kCriteria * kJudges;
constexpr int kTurns = 8;
constexpr int kRunsInTurn = 12;

/// What the compiler must not leave out.
volatile std::size_t g_sink = 0;

std::string id(const char* kind, int number) {
  return kind + std::to_string(number);
}

std::string hundredths(int value) {
  std::string text = std::to_string(1000 + value);
  return text.substr(1, 1) + "." + text.substr(2);
}

void put(Store& store, const char* type, const std::string& name, const Json& data) {
  const auto normal = normalise(type, name, data, nullptr);
  if (!normal) {
    std::fprintf(stderr, "%s/%s is refused: %s\n", type, name.c_str(), normal.error().front().detail.c_str());
    std::exit(1);
  }
  store.put(type, name, *normal, 1);
}

Json score(int contestant, int judge, std::mt19937& random) {
  Json data = {{"round", "r"}, {"contestant", id("c", contestant)}, {"judge", id("j", judge)}};
  for (int c = 0; c < kCriteria; ++c) data["marks"][id("k", c)] = hundredths(static_cast<int>(random() % 1000));
  return data;
}

Store large_round(std::mt19937& random) {
  Store store;
  Json scoring = {{"round_to", {{"panel", 3}, {"criterion", 3}, {"weighted", 3}, {"total", 2}}}};
  for (int c = 0; c < kCriteria; ++c)
    scoring["criteria"].push_back(
        {{"id", id("k", c)}, {"min", "0"}, {"max", "10"}, {"step", "0.01"}, {"weight", "0." + std::to_string(c + 1)}});
  const char* const weights[] = {"0.5", "0.3", "1/5"};
  for (int p = 0; p < 3; ++p) {
    Json judges = Json::array();
    for (int j = 0; j < kJudges / 3; ++j) judges.push_back(id("j", p * (kJudges / 3) + j));
    scoring["panels"].push_back(
        {{"id", id("p", p)}, {"weight", weights[p]}, {"judges", judges}, {"drop_high", 1}, {"drop_low", 1}});
  }
  Json order = Json::array();
  for (int j = 0; j < kJudges; ++j) put(store, "people", id("j", j), {{"role", "judge"}});
  for (int i = 0; i < kContestants; ++i) {
    order.push_back(id("c", i));
    put(store, "contestants", id("c", i), {{"name", "选手"}});
  }
  put(store, "rounds", "r", {{"contestants", order}, {"scoring", scoring}, {"visibility", "running"}});
  for (int i = 0; i < kContestants; ++i)
    for (int j = 0; j < kJudges; ++j) put(store, "scores", id("s", i) + "-" + std::to_string(j), score(i, j, random));
  return store;
}

double ms_of(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// The yardstick: the same number of plain integers, read and sorted.
void parse_and_sort(const std::vector<std::string>& texts) {
  std::vector<int> values;
  values.reserve(texts.size());
  for (const std::string& text : texts) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    values.push_back(value);
  }
  std::sort(values.begin(), values.end());
  g_sink = g_sink + static_cast<std::size_t>(values.front());
}

struct Line {
  const char* what;
  std::function<void()> work;
  std::vector<double> times = {};
};

void measure_scoring(leitai::bench::Report& report) {
  std::mt19937 random(1);
  Store store = large_round(random);
  std::vector<std::string> texts;
  for (int i = 0; i < kMarks; ++i) texts.push_back(std::to_string(random() % 1'000'000));

  // As the show does it: the store that readers hold stays as it is, the next one has the mark.
  Store before = store;
  const auto change = [&] {
    const int contestant = static_cast<int>(random() % kContestants);
    const int judge = static_cast<int>(random() % kJudges);
    before = store;
    store.put("scores", id("s", contestant) + "-" + std::to_string(judge), score(contestant, judge, random), 2);
    return std::vector<std::pair<std::string, std::string>>{
        {"scores", id("s", contestant) + "-" + std::to_string(judge)}};
  };
  const auto publish = [&](Detail detail) {
    g_sink = g_sink + standings_text(store, "r", "", Audience::operators, detail)->size();
  };
  std::vector<Line> lines = {
      {"the yardstick: 25,500 integers read and sorted", [&] { parse_and_sort(texts); }},
      {"a mark's full recomputation to published standings",
       [&] {
         change();
         publish(Detail::criteria);
       }},
      {"  the same where the round itself has changed",
       [&] {
         change();
         store.put("rounds", "r", Json(store.find("rounds", "r")->data), 3);
         publish(Detail::criteria);
       }},
      {"  the same as the first, totals only",
       [&] {
         change();
         publish(Detail::totals);
       }},
      {"  the same as the first, down to each judge's mark",
       [&] {
         change();
         publish(Detail::marks);
       }},
      {"  of it: the mark put into the store", [&] { change(); }},
      {"  of it: all totals, in scaled whole numbers",
       [&] {
         g_sink = g_sink + compute(store, "r", {Detail::criteria, {}, Numbers::fastest}).rows.size();
       }},
      {"  the same in fractions, where they are needed",
       [&] {
         g_sink = g_sink + compute(store, "r", {Detail::criteria, {}, Numbers::exact}).rows.size();
       }},
      {"a mark's check and its consequences",
       [&] {
         const auto changed = change();
         g_sink = g_sink + check(store, changed).size() + consequences(before, store, 0).size();
       }},
      {"the results document that the audience gets", [&] { g_sink = g_sink + public_results_text(store).size(); }},
  };
  // A few of each in a row, so that what one leaves in the allocator is not the next one's cost.
  for (int turn = 0; turn < kTurns; ++turn)
    for (Line& line : lines) {
      line.work();
      for (int run = 0; run < kRunsInTurn; ++run) line.times.push_back(ms_of(line.work));
    }

  std::printf("contest: %d contestants, %d criteria, %d judges, %d marks\n", kContestants, kCriteria, kJudges, kMarks);
  const double yardstick = median(lines.front().times);
  for (const Line& line : lines) {
    const double time = median(line.times);
    std::printf("%-56s %8.3f ms  %6.2f x the yardstick\n", line.what, time, time / yardstick);
  }
  report.at_most(lines[1].what, median(lines[1].times), 2, "ms");
}

}  // namespace

/// Without arguments everything; or the named parts: scoring, writes, start.
int main(int count, char** arguments) {
  const std::vector<std::string> parts(arguments + 1, arguments + count);
  const auto wanted = [&](const char* part) {
    return parts.empty() || std::find(parts.begin(), parts.end(), part) != parts.end();
  };
  leitai::bench::Report report;
  if (wanted("scoring")) measure_scoring(report);
  if (wanted("writes")) leitai::bench::measure_writes(report);
  if (wanted("start")) leitai::bench::measure_start(report);
  return report.missed() == 0 ? 0 : 1;
}
