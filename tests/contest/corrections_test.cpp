// SPDX-License-Identifier: GPL-2.0-or-later
// Corrections after a round is closed: allowed, recorded, flagged.
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;
using test::row_of;

namespace {

Contest round_with(const Json& more) {
  Contest contest;
  for (const char* id : {"c1", "c2", "c3"}) contest.put("contestants", id, "{}");
  for (const char* id : {"j1", "j2"}) contest.put("people", id, R"({"role":"judge"})");
  Json round = {{"contestants", {"c1", "c2", "c3"}}};
  round.update(more);
  contest.apply({{"rounds", "r1", round}});
  return contest;
}

void set_state(Contest& contest, const char* state) {
  Json round = contest.store.find("rounds", "r1")->data;
  round["state"] = state;
  contest.apply({{"rounds", "r1", round}});
}

void mark_all(Contest& contest) {
  for (const auto& [id, value] : {std::pair{"c1", "9"}, {"c2", "8"}, {"c3", "7"}})
    for (const char* judge : {"j1", "j2"}) contest.mark("r1", id, judge, "total", value);
}

/// "c1 c3": who was corrected after the round was closed, as operators see it.
std::string flagged(Contest& contest, const char* round = "r1") {
  std::string names;
  const Json standings = contest.standings(round);
  for (const char* id : {"c1", "c2", "c3"}) {
    const Json row = row_of(standings, id);
    if (row.at("corrected_after_close") == true) names += (names.empty() ? "" : " ") + std::string(id);
    if (row.at("corrected_after_close") == true) REQUIRE_FALSE(row.at("corrected_at").is_null());
  }
  return names;
}

Json corrected_at(Contest& contest, const char* contestant, Audience audience) {
  return row_of(contest.standings("r1", audience), contestant).at("corrected_at");
}

constexpr const char* kStart = "2022-07-31T01:00:00.000Z";
constexpr const char* kLater = "2022-07-31T01:01:00.000Z";

}  // namespace

TEST_CASE("clients do not write that a row was corrected") {
  CHECK(is_type("corrections"));
  CHECK_FALSE(is_writable_type("corrections"));
}

TEST_CASE("only what is written while the round is closed is a correction") {
  Contest contest = round_with(Json::object());
  mark_all(contest);
  contest.mark("r1", "c1", "j1", "total", "9.5");
  CHECK(flagged(contest).empty());
  // Closing and marking at once, or opening and marking at once, is not one.
  Json round = contest.store.find("rounds", "r1")->data;
  round["state"] = "closed";
  const Json score = {{"round", "r1"}, {"contestant", "c1"}, {"judge", "j1"}, {"marks", {{"total", "8"}}}};
  contest.apply({{"scores", "r1-c1-j1", score}, {"rounds", "r1", round}});
  CHECK(flagged(contest).empty());
  contest.now_ms += 60'000;
  contest.mark("r1", "c2", "j1", "total", "6");
  CHECK(flagged(contest) == "c2");
  CHECK(corrected_at(contest, "c2", Audience::operators) == kLater);
  // An open round is marked as before, and does not forget.
  set_state(contest, "open");
  contest.mark("r1", "c1", "j2", "total", "5");
  CHECK(flagged(contest) == "c2");
  set_state(contest, "closed");
  CHECK(flagged(contest) == "c2");
  contest.remove("scores", "r1-c3-j2");
  CHECK(flagged(contest) == "c2 c3");
  CHECK(contest.store.all("corrections").size() == 2);
}

TEST_CASE("adjustments, totals, ties and ballots are corrected too") {
  SECTION("adjustments") {
    Contest contest = round_with(Json::object());
    mark_all(contest);
    contest.put("adjustments", "a", R"({"round":"r1","contestant":"c1","points":"-1","kind":"penalty"})");
    set_state(contest, "closed");
    contest.put("adjustments", "b", R"({"round":"r1","contestant":"c3","points":"1","kind":"bonus"})");
    CHECK(flagged(contest) == "c3");
    // One that was about another is about both.
    contest.put("adjustments", "a", R"({"round":"r1","contestant":"c2","points":"-1","kind":"penalty"})");
    CHECK(flagged(contest) == "c1 c2 c3");
  }
  SECTION("totals") {
    Contest contest = round_with({{"scoring", {{"method", "given"}}}, {"state", "closed"}});
    contest.put("totals", "t", R"({"round":"r1","contestant":"c1","total":"90"})");
    CHECK(flagged(contest) == "c1");
  }
  SECTION("ties") {
    Contest contest = round_with({{"state", "closed"}});
    contest.put("tiebreaks", "t", R"({"round":"r1","order":["c2","c1"]})");
    CHECK(flagged(contest) == "c1 c2");
  }
  SECTION("ballots: those whose rows they change") {
    Contest contest = round_with({{"scoring", {{"method", "votes"}}}});
    contest.put("scores", "b1", R"({"round":"r1","judge":"j1","choices":["c1"]})");
    contest.put("scores", "b2", R"({"round":"r1","judge":"j2","choices":["c1"]})");
    set_state(contest, "closed");
    contest.put("scores", "b2", R"({"round":"r1","judge":"j2","choices":["c2"]})");
    CHECK(flagged(contest) == "c1 c2");
  }
  SECTION("marks that are compared: everybody whose points they change") {
    Contest contest = round_with({{"scoring", {{"method", "places"}, {"points", {3, 2, 1}}}}});
    mark_all(contest);
    set_state(contest, "closed");
    contest.mark("r1", "c1", "j1", "total", "7.5");
    CHECK(flagged(contest) == "c1 c2");
  }
}

TEST_CASE("a mark that changes nothing of a row does not flag it") {
  Contest contest = round_with({{"state", "closed"}});
  mark_all(contest);
  Contest same = round_with(Json::object());
  mark_all(same);
  set_state(same, "closed");
  same.put("scores", "r1-c1-j1", R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"total":"9"},"note":"x"})");
  CHECK(flagged(same).empty());
  CHECK(flagged(contest) == "c1 c2 c3");
}

TEST_CASE("the audience learns of a correction of what it saw, and of no other") {
  Contest contest = round_with(Json::object());
  mark_all(contest);
  set_state(contest, "closed");
  contest.command(reveal_command(contest.store, "r1", {{"contestant", "c1"}}, contest.now_ms));
  contest.now_ms += 60'000;
  contest.mark("r1", "c1", "j1", "total", "8");
  contest.mark("r1", "c2", "j1", "total", "9");
  CHECK(corrected_at(contest, "c1", Audience::everyone) == kLater);
  CHECK(flagged(contest) == "c1 c2");
  contest.command(reveal_command(contest.store, "r1", {{"contestant", "c2"}}, contest.now_ms));
  const Json row = row_of(contest.standings("r1", Audience::everyone), "c2");
  CHECK(row.at("corrected_at").is_null());  // it never saw another
  CHECK_FALSE(row.contains("corrected_after_close"));
  CHECK(leitai::json::dump(public_results(contest.store)).find("corrected_after_close") == std::string::npos);
}

TEST_CASE("a tie that is decided after the close corrects the rows that the audience saw") {
  Contest contest = round_with(Json::object());
  for (const char* id : {"c1", "c2"})
    for (const char* judge : {"j1", "j2"}) contest.mark("r1", id, judge, "total", "9");
  set_state(contest, "closed");
  contest.command(reveal_command(contest.store, "r1", {{"contestant", "c1"}}, contest.now_ms));
  contest.now_ms += 60'000;
  contest.put("tiebreaks", "t", R"({"round":"r1","order":["c2","c1"]})");
  CHECK(corrected_at(contest, "c1", Audience::everyone) == kLater);
  CHECK(corrected_at(contest, "c2", Audience::operators) == kLater);
  contest.command(reveal_command(contest.store, "r1", {{"contestant", "c2"}}, contest.now_ms));
  CHECK(test::ranks_of(contest.standings("r1", Audience::everyone)) == "c2 1, c1 2");
  CHECK(corrected_at(contest, "c2", Audience::everyone).is_null());
}

TEST_CASE("under review a row says nothing of a correction until it is complete again") {
  Contest contest = round_with({{"visibility", "live"}});
  mark_all(contest);
  set_state(contest, "closed");
  contest.now_ms += 60'000;
  contest.remove("scores", "r1-c1-j1");
  CHECK(corrected_at(contest, "c1", Audience::everyone).is_null());
  CHECK(flagged(contest) == "c1");
  contest.mark("r1", "c1", "j1", "total", "8");
  CHECK(corrected_at(contest, "c1", Audience::everyone) == kLater);
}

TEST_CASE("a closed round that runs says at once what was corrected") {
  Contest contest = round_with({{"visibility", "running"}});
  mark_all(contest);
  set_state(contest, "closed");
  CHECK(corrected_at(contest, "c1", Audience::everyone).is_null());
  contest.mark("r1", "c1", "j1", "total", "8");
  CHECK(corrected_at(contest, "c1", Audience::everyone) == kStart);
  CHECK(corrected_at(contest, "c2", Audience::everyone).is_null());
}

TEST_CASE("corrections go with their contestant, and with their round") {
  Contest contest = round_with({{"state", "closed"}});
  contest.mark("r1", "c1", "j1", "total", "8");
  contest.mark("r1", "c2", "j1", "total", "8");
  contest.remove("scores", "r1-c1-j1");
  contest.put("rounds", "r1", R"({"contestants":["c2","c3"],"state":"closed"})");
  CHECK(contest.store.all("corrections").size() == 1);
  contest.remove("scores", "r1-c2-j1");
  contest.remove("rounds", "r1");
  CHECK(contest.store.all("corrections").empty());
}
