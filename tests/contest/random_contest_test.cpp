// SPDX-License-Identifier: GPL-2.0-or-later
// Random contests, computed a second time here by other means: fractions of unbounded integers,
// and the contract's formulas written out.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include <boost/multiprecision/cpp_int.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;
using test::row_of;

namespace {

using Integer = boost::multiprecision::cpp_int;
using Fraction = boost::multiprecision::cpp_rational;

struct PanelPlan {
  int weight;  ///< of a third
  std::vector<int> judges;
  int drop;  ///< highest and lowest each
};

struct Plan {
  int contestants, criteria;
  std::vector<PanelPlan> panels;
  std::vector<int> weights;                          ///< of the criteria, in tenths
  std::vector<std::vector<std::vector<int>>> marks;  ///< contestant, criterion, judge: hundredths, −1 missing
  std::vector<std::vector<bool>> absent;             ///< contestant, judge
  bool zero;
};

Plan random_plan(std::mt19937& random) {
  const auto below = [&random](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
  Plan plan{2 + below(7), 1 + below(3), {}, {}, {}, {}, below(2) == 0};
  int judges = 0;
  for (int p = 1 + below(3); p > 0; --p) {
    PanelPlan panel{1 + below(4), {}, below(2)};
    for (int j = 1 + below(5); j > 0; --j) panel.judges.push_back(judges++);
    plan.panels.push_back(panel);
  }
  for (int c = 0; c < plan.criteria; ++c) plan.weights.push_back(1 + below(9));
  for (int i = 0; i < plan.contestants; ++i) {
    plan.marks.emplace_back();
    plan.absent.emplace_back();
    for (int j = 0; j < judges; ++j) plan.absent.back().push_back(below(12) == 0);
    for (int c = 0; c < plan.criteria; ++c) {
      plan.marks.back().emplace_back();
      for (int j = 0; j < judges; ++j)
        plan.marks.back().back().push_back(plan.absent.back()[j] || below(10) == 0 ? -1 : 25 * below(41));
    }
  }
  return plan;
}

std::vector<Event> events_of(const Plan& plan) {
  std::vector<Event> events;
  const auto name = [](const char* kind, int number) { return kind + std::to_string(number); };
  Json scoring = {{"missing", plan.zero ? "zero" : "ignore"}};
  for (int c = 0; c < plan.criteria; ++c)
    scoring["criteria"].push_back({{"id", name("k", c)}, {"weight", "0." + std::to_string(plan.weights[c])}});
  for (std::size_t p = 0; p < plan.panels.size(); ++p) {
    Json judges = Json::array();
    for (const int j : plan.panels[p].judges) {
      judges.push_back(name("j", j));
      events.push_back({"people", name("j", j), {{"role", "judge"}}});
    }
    scoring["panels"].push_back({{"id", name("p", static_cast<int>(p))},
                                 {"judges", judges},
                                 {"weight", std::to_string(plan.panels[p].weight) + "/3"},
                                 {"drop_high", plan.panels[p].drop},
                                 {"drop_low", plan.panels[p].drop}});
  }
  Json order = Json::array();
  for (int i = 0; i < plan.contestants; ++i) {
    order.push_back(name("c", i));
    events.push_back({"contestants", name("c", i), Json::object()});
    for (std::size_t j = 0; j < plan.absent[i].size(); ++j) {
      Json score = {{"round", "r"}, {"contestant", name("c", i)}, {"judge", name("j", static_cast<int>(j))}};
      if (plan.absent[i][j]) score["absent"] = true;
      for (int c = 0; c < plan.criteria; ++c)
        if (plan.marks[i][c][j] >= 0) score["marks"][name("k", c)] = plan.marks[i][c][j] / 100.0;
      events.push_back({"scores", name("s", i) + "-" + std::to_string(j), score});
    }
  }
  events.push_back({"rounds", "r", {{"contestants", order}, {"scoring", scoring}}});
  return events;
}

/// The total in hundredths, rounded half up; nothing where there is none.
std::optional<Integer> total_of(const Plan& plan, int contestant) {
  Fraction total = 0;
  bool any = false;
  for (int c = 0; c < plan.criteria; ++c) {
    Fraction sum = 0;
    Fraction weights = 0;
    bool all_absent = true;
    for (const PanelPlan& panel : plan.panels) {
      std::vector<int> present;
      for (const int j : panel.judges) {
        const int mark = plan.marks[contestant][c][j];
        all_absent = all_absent && plan.absent[contestant][j];
        any = any || mark >= 0;
        if (mark >= 0) present.push_back(mark);
        if (mark < 0 && plan.zero && !plan.absent[contestant][j]) present.push_back(0);
      }
      std::sort(present.begin(), present.end());
      if (static_cast<int>(present.size()) > 2 * panel.drop)
        present = {present.begin() + panel.drop, present.end() - panel.drop};
      if (present.empty()) continue;
      Fraction mean = 0;
      for (const int mark : present) mean += Fraction(mark, 100 * static_cast<int>(present.size()));
      sum += Fraction(panel.weight, 3) * mean;
      weights += Fraction(panel.weight, 3);
    }
    if (all_absent) return std::nullopt;
    if (weights != 0) total += sum / weights * Fraction(plan.weights[c], 10);
  }
  if (!any) return std::nullopt;
  const Fraction doubled = total * 200 + 1;  // floor(x + 1/2) for x ≥ 0
  return Integer(numerator(doubled) / (denominator(doubled) * 2));
}

std::string hundredths(const Integer& value) {
  std::string text = value.str();
  while (text.size() < 3) text.insert(0, 1, '0');
  return text.insert(text.size() - 2, 1, '.');
}

}  // namespace

TEST_CASE("random contests have the totals and ranks of an independent computation") {
  std::mt19937 random(1);
  for (int trial = 0; trial < 400; ++trial) {
    CAPTURE(trial);
    const Plan plan = random_plan(random);
    Contest contest;
    contest.apply(events_of(plan));
    const Json standings = contest.standings("r");
    REQUIRE(standings.at("rows").size() == static_cast<std::size_t>(plan.contestants));
    for (int i = 0; i < plan.contestants; ++i) {
      const Json row = row_of(standings, "c" + std::to_string(i));
      const auto total = total_of(plan, i);
      REQUIRE(row.at("total") == (total ? Json(hundredths(*total)) : Json(nullptr)));
      int better = 0;
      int equal = 0;
      for (int k = 0; k < plan.contestants; ++k) {
        const auto other = total_of(plan, k);
        better += total && other && *other > *total ? 1 : 0;
        equal += total && other && *other == *total ? 1 : 0;
      }
      REQUIRE(row.at("rank") == (total ? Json(better + 1) : Json(nullptr)));
      REQUIRE(row.at("tied") == (equal > 1));
    }
  }
}

TEST_CASE("the order in which events arrive never matters, nor whether they come twice") {
  std::mt19937 random(2);
  for (int trial = 0; trial < 50; ++trial) {
    const Plan plan = random_plan(random);
    std::vector<Event> events = events_of(plan);
    const auto scores =
        std::stable_partition(events.begin(), events.end(), [](const Event& e) { return e.type != "scores"; });
    Contest batch;
    batch.apply(events);
    Contest one_by_one;
    one_by_one.apply({events.begin(), scores});
    std::vector<Event> shuffled(scores, events.end());
    shuffled.insert(shuffled.end(), scores, events.end());
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    for (const Event& event : shuffled) one_by_one.apply({event});
    REQUIRE(leitai::json::dump(batch.standings("r")) == leitai::json::dump(one_by_one.standings("r")));
    REQUIRE(leitai::json::dump(public_results(batch.store)) == leitai::json::dump(public_results(one_by_one.store)));
  }
}
