// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/contest/random_plan.h"

#include <catch2/catch.hpp>

namespace leitai::contest::test {

Plan random_plan(Dice& dice, bool complete) {
  Plan plan;
  plan.contestants = 2 + dice.below(6);
  plan.criteria = 1 + dice.below(3);
  for (int p = 1 + dice.below(3); p > 0; --p) {
    Jury jury;
    jury.weight = 1 + dice.below(4);
    for (int j = 1 + dice.below(5); j > 0; --j) jury.judges.push_back(plan.judges++);
    jury.drop_high = dice.below(3);
    jury.drop_low = dice.below(2);
    jury.drop_from = jury.drop_high + jury.drop_low + 1 + dice.below(2);
    jury.average = dice.below(3);
    plan.juries.push_back(jury);
  }
  for (int c = 0; c < plan.criteria; ++c) plan.weights.push_back(1 + dice.below(9));
  for (int i = 0; i < plan.contestants; ++i) {
    plan.withdrawn.push_back(!complete && dice.one_in(8));
    auto& rows = plan.marks.emplace_back();
    for (int j = 0; j < plan.judges; ++j) {
      const bool absent = !complete && dice.one_in(10);
      auto& marks = rows.emplace_back();
      for (int c = 0; c < plan.criteria; ++c)
        marks.push_back(absent ? kAbsent : !complete && dice.one_in(10) ? kMissing : dice.below(21));
    }
  }
  plan.zero = dice.one_in(2);
  for (int p = dice.below(plan.contestants + 1); p >= 0; --p) plan.points.push_back(dice.below(13));
  return plan;
}

std::string name(const char* kind, int number) {
  return kind + std::to_string(number);
}

std::string quarters(int mark) {
  static const char* const kParts[] = {"", ".25", ".5", ".75"};
  return std::to_string(mark / 4) + kParts[mark % 4];
}

Json scoring_of(const Plan& plan) {
  Json scoring = {{"missing", plan.zero ? "zero" : "ignore"}, {"round_to", {{"total", 4}}}};
  for (int c = 0; c < plan.criteria; ++c)
    scoring["criteria"].push_back({{"id", name("k", c)}, {"weight", "0." + std::to_string(plan.weights[c])}});
  int number = 0;
  for (const Jury& jury : plan.juries) {
    Json judges = Json::array();
    for (const int j : jury.judges) judges.push_back(name("j", j));
    scoring["panels"].push_back({{"id", name("p", number++)},
                                 {"judges", judges},
                                 {"weight", std::to_string(jury.weight) + "/3"},
                                 {"drop_high", jury.drop_high},
                                 {"drop_low", jury.drop_low},
                                 {"drop_from", jury.drop_from},
                                 {"average", kAverages[jury.average]}});
  }
  return scoring;
}

std::vector<Event> frame_events(int contestants, int judges, const Json& scoring) {
  std::vector<Event> events;
  Json order = Json::array();
  for (int j = 0; j < judges; ++j) events.push_back({"people", name("j", j), {{"role", "judge"}}});
  for (int i = 0; i < contestants; ++i) {
    order.push_back(name("c", i));
    events.push_back({"contestants", name("c", i), Json::object()});
  }
  events.push_back({"rounds", "r", {{"contestants", order}, {"scoring", scoring}}});
  return events;
}

std::vector<Event> score_events(const Plan& plan) {
  std::vector<Event> events;
  for (int i = 0; i < plan.contestants; ++i)
    for (int j = 0; j < plan.judges; ++j) {
      Json score = {{"round", "r"}, {"contestant", name("c", i)}, {"judge", name("j", j)}};
      if (plan.absent(i, j)) score["absent"] = true;
      for (int c = 0; c < plan.criteria; ++c)
        if (plan.marks[i][j][c] >= 0) score["marks"][name("k", c)] = quarters(plan.marks[i][j][c]);
      events.push_back({"scores", name("s", i) + "-" + std::to_string(j), score});
    }
  return events;
}

std::vector<Event> withdrawal_events(const Plan& plan) {
  std::vector<Event> events;
  for (int i = 0; i < plan.contestants; ++i)
    if (plan.withdrawn[i]) events.push_back({"contestants", name("c", i), {{"withdrawn", true}}});
  return events;
}

Contest contest_of(const Plan& plan, const Json& scoring, Dice& dice) {
  Contest contest;
  contest.apply(frame_events(plan.contestants, plan.judges, scoring));
  std::vector<Event> scores = score_events(plan);
  dice.shuffle(scores);
  contest.apply(scores);
  contest.apply(withdrawal_events(plan));
  return contest;
}

void compare(Contest& contest, const std::vector<Value>& totals, const std::vector<bool>& withdrawn) {
  const Json standings = contest.standings("r");
  const auto shallow = leitai::contest::standings(contest.store, "r", "", Audience::operators, Detail::totals);
  const int count = static_cast<int>(totals.size());
  std::vector<Value> rounded;
  for (const Value& total : totals) rounded.push_back(total ? Value(rounded_half_up(*total, 4)) : std::nullopt);
  for (int i = 0; i < count; ++i) {
    const Json row = row_of(standings, name("c", i));
    CAPTURE(i, row.dump());
    const bool ranked = rounded[i] && !withdrawn[i];
    if (!withdrawn[i]) REQUIRE(row["total"] == (rounded[i] ? Json(text_of(*rounded[i], 4)) : Json(nullptr)));
    int rank = 1;
    int equal = 0;
    for (int k = 0; k < count; ++k) {
      if (!ranked || !rounded[k] || withdrawn[k]) continue;
      rank += *rounded[i] < *rounded[k] ? 1 : 0;
      equal += *rounded[i] == *rounded[k] ? 1 : 0;
    }
    REQUIRE(row["rank"] == (ranked ? Json(rank) : Json(nullptr)));
    REQUIRE(row["tied"] == (equal > 1));
    const Json less = row_of(*shallow, name("c", i));
    REQUIRE(less["total"] == row["total"]);
    REQUIRE(less["rank"] == row["rank"]);
    REQUIRE_FALSE(less.contains("criteria"));
    REQUIRE_FALSE(less.contains("panels"));
  }
}

}  // namespace leitai::contest::test
