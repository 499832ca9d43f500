// SPDX-License-Identifier: GPL-2.0-or-later
// What is kept of a round must never be seen: a contest that has been asked for its standings after each change says
// what one says that is put together anew and asked once.
#include <catch2/catch.hpp>

#include <thread>

#include "server/contest/contest.h"
#include "tests/contest/contest_of.h"
#include "tests/dice.h"

using namespace leitai::contest;
using leitai::test::Dice;

namespace {

constexpr int kContestants = 6;
constexpr int kJudges = 4;

std::string id(const char* kind, int number) {
  return kind + std::to_string(number);
}

std::string quarter(Dice& dice) {
  const char* const values[] = {"0", "2.5", "7.25", "8", "8.5", "9.75", "10"};
  return values[dice.below(7)];
}

Json random_rules(Dice& dice) {
  Json scoring = {{"trim", dice.one_in(2) ? "criterion" : "judge_total"},
                  {"missing", dice.one_in(3)   ? "zero"
                              : dice.one_in(2) ? "block"
                                               : "ignore"},
                  {"criteria", Json::array()}};
  for (int c = 0; c < 1 + dice.below(3); ++c)
    scoring["criteria"].push_back({{"id", id("k", c)}, {"weight", id("", 1 + dice.below(4))}});
  // Without panels the jury is everybody whose role it is.
  if (dice.one_in(2)) {
    Json judges = Json::array();
    for (int j = 0; j < kJudges; ++j)
      if (j == 0 || !dice.one_in(3)) judges.push_back(id("j", j));
    scoring["panels"] = Json::array({{{"id", "p"}, {"weight", "1"}, {"judges", judges}, {"drop_high", dice.below(2)}}});
  }
  if (dice.one_in(2)) scoring["round_to"] = {{"total", dice.below(4)}, {"criterion", dice.below(3)}};
  if (dice.one_in(2)) scoring["stars"] = Json::array({{{"from", "8"}, {"stars", 3}}});
  if (dice.one_in(2)) scoring["tie_break"] = Json::array({{{"by", "highest_mark"}}});
  return scoring;
}

Json random_round(Dice& dice, bool carries) {
  Json order = Json::array();
  for (int i = 0; i < kContestants; ++i) order.push_back(id("c", i));
  Json scoring = random_rules(dice);
  if (carries && dice.one_in(2)) scoring["carry"] = Json::array({{{"round", "r0"}, {"weight", "0.5"}}});
  return {{"contestants", order}, {"scoring", scoring}, {"visibility", dice.one_in(2) ? "running" : "sealed"}};
}

/// One change of what rows hang on; some are refused, which is as good.
Event random_change(Dice& dice) {
  const std::string round = id("r", dice.below(2));
  const std::string contestant = id("c", dice.below(kContestants));
  const std::string judge = id("j", dice.below(kJudges));
  switch (dice.below(12)) {
    case 0:
      return {"rounds", round, random_round(dice, round == "r1")};
    case 1:
      return {"people", judge, Json{{"role", dice.one_in(2) ? "guest" : "judge"}}};
    case 2:
      return {"contestants", contestant, Json{{"name", "选手"}, {"withdrawn", dice.one_in(3)}}};
    case 3:
      return {"adjustments", id("a", dice.below(3)),
              Json{{"round", round}, {"contestant", contestant}, {"kind", "bonus"}, {"points", quarter(dice)}}};
    case 4:
      return {"adjustments", id("a", dice.below(3)), Json()};
    case 5:
      return {"scores", round + "-" + contestant + "-" + judge, Json()};
    default: {
      Json data = {{"round", round}, {"contestant", contestant}, {"judge", judge}};
      if (dice.one_in(8))
        data["absent"] = true;
      else
        for (int c = 0; c < 1 + dice.below(3); ++c) data["marks"][id("k", c)] = quarter(dice);
      return {"scores", round + "-" + contestant + "-" + judge, data};
    }
  }
}

Store rebuilt(const Store& store) {
  Store fresh;
  for (const auto& [type, collection] : store.types())
    for (const auto& [name, resource] : *collection) fresh.put(type, name, Json(resource->data), 1);
  return fresh;
}

std::string all_of(const Store& store) {
  std::string text;
  for (const char* round : {"r0", "r1"})
    for (const Audience audience : {Audience::operators, Audience::everyone})
      for (const Detail detail : {Detail::totals, Detail::criteria, Detail::marks}) {
        const auto rows = standings_text(store, round, "", audience, detail);
        text += rows ? *rows : rows.error().detail;
        text += '\n';
      }
  return text;
}

test::Contest contest_of(Dice& dice) {
  test::Contest contest;
  for (int j = 0; j < kJudges; ++j) contest.put("people", id("j", j), R"({"role":"judge"})");
  for (int i = 0; i < kContestants; ++i) contest.put("contestants", id("c", i), R"({"name":"选手"})");
  for (const char* round : {"r0", "r1"})
    contest.apply({{"rounds", round, random_round(dice, std::string_view(round) == "r1")}});
  return contest;
}

}  // namespace

TEST_CASE("standings are those of a contest that was never asked before, after any change") {
  int changed = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    Dice dice(seed);
    test::Contest contest = contest_of(dice);
    for (int step = 0; step < 60; ++step) {
      const std::string before = all_of(contest.store);
      (void)contest.refused({random_change(dice)});
      INFO("seed " << seed << ", step " << step);
      const std::string now = all_of(contest.store);
      REQUIRE(now == all_of(rebuilt(contest.store)));
      changed += now == before ? 0 : 1;
    }
  }
  CHECK(changed > 200);
}

TEST_CASE("a store that readers hold keeps its standings while the next ones are asked") {
  Dice dice(7);
  test::Contest contest = contest_of(dice);
  for (int step = 0; step < 40; ++step) (void)contest.refused({random_change(dice)});
  const Store held = contest.store;
  const std::string of_held = all_of(rebuilt(held));
  std::vector<std::string> seen(4);
  std::vector<std::thread> readers;
  for (std::string& text : seen)
    readers.emplace_back([&held, &text] {
      for (int turn = 0; turn < 20; ++turn) text = all_of(held);
    });
  for (int step = 0; step < 40; ++step) {
    (void)contest.refused({random_change(dice)});
    (void)all_of(contest.store);
  }
  for (std::thread& reader : readers) reader.join();
  for (const std::string& text : seen) CHECK(text == of_held);
  CHECK(all_of(contest.store) == all_of(rebuilt(contest.store)));
}
