// SPDX-License-Identifier: GPL-2.0-or-later
// What holds of every random contest, whatever its numbers.
#include <catch2/catch.hpp>

#include "tests/contest/random_plan.h"

using namespace leitai::contest;
using namespace leitai::contest::test;

namespace {

Json without_rounding(Json scoring) {
  scoring["round_to"] = {{"total", nullptr}};
  return scoring;
}

std::vector<std::pair<std::string, int>> ranks_in(Contest& contest) {
  std::vector<std::pair<std::string, int>> ranks;
  const Json standings = contest.standings("r");
  for (const Json& row : standings["rows"]) ranks.emplace_back(row["contestant"], row["rank"].get<int>());
  return ranks;
}

}  // namespace

TEST_CASE("with nothing rounded, adding a constant to all marks or scaling all weights keeps the ranking") {
  Dice dice(5);
  for (int trial = 0; trial < 150; ++trial) {
    CAPTURE(trial);
    Plan plan = random_plan(dice, true);
    for (Jury& jury : plan.juries) jury.average = dice.below(2);  // a sum's constant depends on how many there are
    Json scoring = without_rounding(scoring_of(plan));
    for (const char* trim : {"criterion", "judge_total"}) {
      scoring["trim"] = trim;
      Contest plain = contest_of(plan, scoring, dice);
      Plan more = plan;
      const int constant = 1 + dice.below(8);
      for (auto& contestant : more.marks)
        for (auto& judge : contestant)
          for (int& mark : judge) mark += constant;
      Contest moved = contest_of(more, scoring, dice);
      REQUIRE(ranks_in(moved) == ranks_in(plain));
      Json scaled = scoring;
      for (Json& criterion : scaled["criteria"]) {
        const std::string weight = criterion["weight"];  // "0.7"
        criterion["weight"] = std::to_string((weight[2] - '0') * 5) + "/7";
      }
      for (std::size_t p = 0; p < plan.juries.size(); ++p)
        scaled["panels"][p]["weight"] = std::to_string(plan.juries[p].weight * 7) + "/2";
      Contest weighted = contest_of(plan, scaled, dice);
      REQUIRE(ranks_in(weighted) == ranks_in(plain));
    }
  }
}

TEST_CASE("a panel of one is its mark, in every average, however many are to be dropped") {
  Dice dice(6);
  for (const char* average : kAverages)
    for (const char* trim : {"criterion", "judge_total"})
      for (int drops = 0; drops < 3; ++drops) {
        Contest contest;
        const Json panel = {
            {"id", "p"}, {"judges", {"j0"}}, {"average", average}, {"drop_high", drops}, {"drop_low", drops}};
        contest.apply(frame_events(1, 1, {{"trim", trim}, {"panels", {panel}}}));
        const int mark = dice.below(40);
        contest.mark("r", "c0", "j0", "total", quarters(mark));
        CHECK(row_of(contest.standings("r"), "c0")["total"] == test::text_of(Fraction(mark, 4), 2));
      }
}

TEST_CASE("dropping never uses more marks than there are, and drops no other number than it says") {
  Dice dice(7);
  for (int trial = 0; trial < 200; ++trial) {
    const Plan plan = random_plan(dice, false);
    Contest contest = contest_of(plan, scoring_of(plan), dice);
    const Json standings = contest.standings("r");
    for (const Json& row : standings["rows"])
      for (const Json& criterion : row["criteria"])
        for (std::size_t p = 0; p < plan.juries.size(); ++p) {
          int present = 0;
          int dropped = 0;
          for (const Json& mark : criterion["panels"][p]["marks"]) {
            present += mark["mark"].is_null() ? 0 : 1;
            dropped += mark["dropped"] == true ? 1 : 0;
          }
          const Jury& jury = plan.juries[p];
          CAPTURE(trial, present, dropped);
          REQUIRE(dropped == (present >= jury.drop_from ? jury.drop_high + jury.drop_low : 0));
          REQUIRE(dropped < std::max(present, 1));
        }
  }
}

TEST_CASE("the order in which scores arrive never matters, nor whether they come twice, in any method") {
  Dice dice(10);
  for (int trial = 0; trial < 60; ++trial) {
    const Plan plan = random_plan(dice, false);
    Json scoring = scoring_of(plan);
    if (trial % 3 == 1) scoring["trim"] = "judge_total";
    if (trial % 3 == 2) {
      scoring["method"] = "places";
      scoring["points"] = plan.points;
    }
    Contest first = contest_of(plan, scoring, dice);
    Contest second;
    second.apply(frame_events(plan.contestants, plan.judges, scoring));
    std::vector<Event> scores = score_events(plan);
    const std::vector<Event> again = scores;
    scores.insert(scores.end(), again.begin(), again.end());
    dice.shuffle(scores);
    for (const Event& score : scores) second.apply({score});
    second.apply(withdrawal_events(plan));
    REQUIRE(first.standings("r").dump() == second.standings("r").dump());
    REQUIRE(public_results(first.store).dump() == public_results(second.store).dump());
  }
}
