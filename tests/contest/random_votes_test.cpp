// SPDX-License-Identifier: GPL-2.0-or-later
// Random votes, counted a second time here.
#include <catch2/catch.hpp>

#include "tests/contest/random_plan.h"

using namespace leitai::contest;
using namespace leitai::contest::test;

TEST_CASE("random votes have the totals of a second count") {
  Dice dice(9);
  for (int trial = 0; trial < 200; ++trial) {
    CAPTURE(trial);
    const int contestants = 2 + dice.below(5);
    const int judges = 1 + dice.below(6);
    const bool hall = dice.one_in(2);
    const int weights[] = {1 + dice.below(5), 1 + dice.below(5)};
    const bool means[] = {dice.one_in(2), dice.one_in(2)};
    Json scoring = {{"method", "votes"}, {"round_to", {{"total", 4}}}};
    Json named = Json::array();
    for (int j = 0; j < judges; ++j) named.push_back(name("j", j));
    for (int p = 0; p < (hall ? 2 : 1); ++p)
      scoring["panels"].push_back({{"id", name("p", p)},
                                   {"weight", std::to_string(weights[p]) + "/3"},
                                   {"judges", p == 0 ? named : Json("@audience")},
                                   {"average", means[p] ? "mean" : "sum"}});
    Contest contest;
    contest.apply(frame_events(contestants, judges, scoring));
    std::vector<std::vector<std::vector<int>>> ballots(2);  // panel, ballot, choices
    std::vector<Event> events;
    int phones = 0;
    for (int b = 0; b < judges + (hall ? dice.below(20) : 0); ++b) {
      if (b < judges && dice.one_in(5)) continue;  // none yet
      std::vector<int> choices;
      for (int i = 0; i < contestants; ++i)
        if (dice.one_in(3)) choices.push_back(i);
      Json list = Json::array();
      for (const int i : choices) list.push_back(name("c", i));
      const std::string judge = b < judges ? name("j", b) : name("phone-", phones++);
      events.push_back({"scores", "b" + std::to_string(b), {{"round", "r"}, {"judge", judge}, {"choices", list}}});
      ballots[b < judges ? 0 : 1].push_back(choices);
    }
    dice.shuffle(events);
    contest.apply(events);
    std::vector<bool> withdrawn(contestants, false);
    if (dice.one_in(3)) {
      withdrawn[0] = true;
      contest.apply({{"contestants", "c0", {{"withdrawn", true}}}});
    }
    std::vector<Value> totals;
    for (int i = 0; i < contestants; ++i) {
      Fraction total;
      for (int p = 0; p < 2; ++p) {
        int votes = 0;
        for (const auto& choices : ballots[p]) votes += static_cast<int>(std::count(choices.begin(), choices.end(), i));
        if (ballots[p].empty()) continue;
        const Fraction value(votes, means[p] ? static_cast<std::int64_t>(ballots[p].size()) : 1);
        total = total + Fraction(weights[p], 3) * value;
      }
      const bool any = !ballots[0].empty() || !ballots[1].empty();
      totals.push_back(any ? Value(total) : std::nullopt);
    }
    compare(contest, totals, withdrawn);
    const Json row = row_of(contest.standings("r"), "c1");
    const bool all_in = static_cast<int>(ballots[0].size()) == judges && !hall;
    const bool none = ballots[0].empty() && ballots[1].empty();
    REQUIRE(row["status"] == (none ? "none" : all_in ? "complete" : "partial"));
    REQUIRE(row["marks_in"] == ballots[0].size() + ballots[1].size());
  }
}
