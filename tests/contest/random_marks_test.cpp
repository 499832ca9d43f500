// SPDX-License-Identifier: GPL-2.0-or-later
// Random contests of marks, trimmed by criterion or by judge, and of places, computed a second time here from the
// contract's sentences, with fractions and a ranking of these tests' own.
#include <catch2/catch.hpp>

#include "server/contest/scoring.h"
#include "tests/contest/random_plan.h"

using namespace leitai::contest;
using namespace leitai::contest::test;

namespace {

/// What is left after dropping, then averaged.
Value averaged(const Jury& jury, std::vector<Fraction> values) {
  std::sort(values.begin(), values.end());
  if (static_cast<int>(values.size()) >= jury.drop_from) {
    REQUIRE(static_cast<int>(values.size()) > jury.drop_high + jury.drop_low);
    values.erase(values.begin(), values.begin() + jury.drop_low);
    values.erase(values.end() - jury.drop_high, values.end());
  }
  if (values.empty()) return std::nullopt;
  const std::size_t middle = values.size() / 2;
  if (jury.average == 1)
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / Fraction(2);
  Fraction sum;
  for (const Fraction& value : values) sum = sum + value;
  return jury.average == 2 ? sum : sum / Fraction(static_cast<std::int64_t>(values.size()));
}

bool any_mark(const Plan& plan, int i) {
  for (const auto& marks : plan.marks[i])
    for (const int mark : marks)
      if (mark >= 0) return true;
  return false;
}

Value total_by_criterion(const Plan& plan, int i) {
  if (!any_mark(plan, i)) return std::nullopt;
  Fraction total;
  for (int c = 0; c < plan.criteria; ++c) {
    Fraction sum, weights;
    bool judged = false;
    for (const Jury& jury : plan.juries) {
      std::vector<Fraction> present;
      for (const int j : jury.judges) {
        judged = judged || !plan.absent(i, j);
        const int mark = plan.marks[i][j][c];
        if (mark >= 0) present.emplace_back(mark, 4);
        if (mark == kMissing && plan.zero) present.emplace_back(0);
      }
      if (const Value value = averaged(jury, present)) {
        sum = sum + Fraction(jury.weight, 3) * *value;
        weights = weights + Fraction(jury.weight, 3);
      }
    }
    if (!judged) return std::nullopt;
    if (Fraction(0) < weights) total = total + sum / weights * Fraction(plan.weights[c], 10);
  }
  return total;
}

/// All that a judge gives a contestant, as one number.
Value of_judge(const Plan& plan, int i, int j) {
  if (plan.absent(i, j)) return std::nullopt;
  Fraction sum;
  for (int c = 0; c < plan.criteria; ++c) {
    const int mark = plan.marks[i][j][c];
    if (mark == kMissing && !plan.zero) return std::nullopt;
    if (mark >= 0) sum = sum + Fraction(mark, 4) * Fraction(plan.weights[c], 10);
  }
  return sum;
}

Value total_by_judge(const Plan& plan, int i) {
  if (!any_mark(plan, i)) return std::nullopt;
  Fraction sum, weights;
  for (const Jury& jury : plan.juries) {
    std::vector<Fraction> present;
    for (const int j : jury.judges)
      if (const Value own = of_judge(plan, i, j)) present.push_back(*own);
    if (const Value value = averaged(jury, present)) {
      sum = sum + Fraction(jury.weight, 3) * *value;
      weights = weights + Fraction(jury.weight, 3);
    }
  }
  return Fraction(0) < weights ? Value(sum / weights) : std::nullopt;
}

bool takes_part(const Plan& plan, int i) {
  return !plan.withdrawn[i] && any_mark(plan, i);
}

/// The points that a judge's order gives: the mean over the places from the first to the last of the tied.
Value points_from(const Plan& plan, int i, int j) {
  const Value own = takes_part(plan, i) ? of_judge(plan, i, j) : std::nullopt;
  if (!own) return std::nullopt;
  int better = 0;
  int equal = 0;
  for (int k = 0; k < plan.contestants; ++k) {
    const Value other = takes_part(plan, k) ? of_judge(plan, k, j) : std::nullopt;
    better += other && *own < *other ? 1 : 0;
    equal += other && *own == *other ? 1 : 0;
  }
  Fraction sum;
  for (int place = better; place < better + equal; ++place)
    if (place < static_cast<int>(plan.points.size())) sum = sum + Fraction(plan.points[place]);
  return sum / Fraction(equal);
}

Value total_by_places(const Plan& plan, int i) {
  if (!takes_part(plan, i)) return std::nullopt;
  Fraction sum;
  bool any = false;
  for (const Jury& jury : plan.juries) {
    std::vector<Fraction> present;
    for (const int j : jury.judges)
      if (const Value points = points_from(plan, i, j)) present.push_back(*points);
    if (const Value value = averaged(jury, present)) {
      sum = sum + Fraction(jury.weight, 3) * *value;
      any = true;
    }
  }
  return any ? Value(sum) : std::nullopt;
}

std::string sheet_text(const Store& store, Numbers numbers) {
  std::string text;
  for (const Row& row : compute(store, "r", {Detail::marks, {}, numbers}).rows) {
    const auto add = [&](const std::optional<Rational>& value) { text += (value ? exact_text(*value) : "-") + " "; };
    add(row.total);
    for (const auto& key : row.keys) add(key);
    for (const auto& criterion : row.criteria) {
      add(criterion.value);
      for (const auto& panel : criterion.panels) {
        add(panel.value);
        for (const auto& mark : panel.marks) text += mark.dropped ? 'd' : mark.counts ? 'c' : '.';
      }
    }
    for (const auto& panel : row.panels) {
      add(panel.value);
      for (const auto& judge : panel.judges) {
        add(judge.total);
        text += judge.dropped ? 'd' : '.';
      }
    }
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("random marks, trimmed by criterion, by judge, and as places: totals and ranks of a second computation") {
  Dice dice(3);
  for (int trial = 0; trial < 300; ++trial) {
    CAPTURE(trial);
    const Plan plan = random_plan(dice, false);
    Json scoring = scoring_of(plan);
    std::vector<Value> by_criterion, by_judge, by_places;
    for (int i = 0; i < plan.contestants; ++i) {
      by_criterion.push_back(total_by_criterion(plan, i));
      by_judge.push_back(total_by_judge(plan, i));
      by_places.push_back(total_by_places(plan, i));
    }
    Contest contest = contest_of(plan, scoring, dice);
    compare(contest, by_criterion, plan.withdrawn);
    const Json order = contest.store.find("rounds", "r")->data["contestants"];
    scoring["trim"] = "judge_total";
    contest.apply({{"rounds", "r", {{"contestants", order}, {"scoring", scoring}}}});
    compare(contest, by_judge, plan.withdrawn);
    scoring.erase("trim");
    scoring["method"] = "places";
    scoring["points"] = plan.points;
    contest.apply({{"rounds", "r", {{"contestants", order}, {"scoring", scoring}}}});
    compare(contest, by_places, plan.withdrawn);
  }
}

TEST_CASE("scaled whole numbers and fractions compute the same") {
  Dice dice(4);
  const Json tie_break = Json::parse(
      R"([{"by":"criteria","ids":["k0"]},{"by":"panel","id":"p0"},{"by":"highest_mark"},{"by":"lowest_mark"}])");
  for (int trial = 0; trial < 200; ++trial) {
    const Plan plan = random_plan(dice, false);
    Json scoring = scoring_of(plan);
    scoring["tie_break"] = tie_break;
    if (dice.one_in(2)) scoring["criteria"][0]["weight"] = "1/7";
    Contest contest = contest_of(plan, scoring, dice);
    const Json order = contest.store.find("rounds", "r")->data["contestants"];
    for (const char* trim : {"criterion", "judge_total", "places"}) {
      CAPTURE(trial, trim);
      const bool places = std::string_view(trim) == "places";
      scoring[places ? "method" : "trim"] = trim;
      if (places) scoring["points"] = plan.points;
      if (places) scoring.erase("trim");
      contest.apply({{"rounds", "r", {{"contestants", order}, {"scoring", scoring}}}});
      REQUIRE(sheet_text(contest.store, Numbers::fastest) == sheet_text(contest.store, Numbers::exact));
    }
  }
}

TEST_CASE("marks and weights that are too long for whole numbers are computed in fractions") {
  Contest contest;
  contest.apply(frame_events(1, 2, Json::parse(R"({"trim":"judge_total","round_to":{"total":null},
      "criteria":[{"id":"a","weight":"1/999999999989"},{"id":"b","weight":"999999999999"}]})")));
  contest.put("scores", "s0", R"({"round":"r","contestant":"c0","judge":"j0",
      "marks":{"a":"999999999989","b":"999999999999.999999999"}})");
  contest.put("scores", "s1", R"({"round":"r","contestant":"c0","judge":"j1","marks":{"a":"999999999989","b":"-1"}})");
  // (1 + (10^12 − 1)(10^12 − 10^−9) + 1 − (10^12 − 1)) / 2 = 5·10^23 − 10^12 − 498.5 + 10^−9 / 2
  const Json row = row_of(contest.standings("r"), "c0");
  CHECK(row["total"] == "499999999998999999999501.5000000005");
}
