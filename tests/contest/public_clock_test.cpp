// SPDX-License-Identifier: GPL-2.0-or-later
// The clock in the public document: of who is on stage in public, and as late as the audience is.
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;

namespace {

Contest with_segment() {
  Contest contest;
  contest.put("contestants", "c1", R"({"name":"1号选手"})");
  contest.put("rounds", "r1", R"({"contestants":["c1"],"segments":[
      {"id":"talk","name":"Talk","duration_ms":180000,"warn_ms":30000,"danger_ms":10000,"overtime":"stop"}]})");
  contest.put("timers", "other", R"({"label":"backstage","mode":"down","duration_ms":5000})");
  return contest;
}

void on_stage(Contest& contest) {
  contest.command(
      stage_command(contest.store, {{"round", "r1"}, {"contestant", "c1"}, {"segment", "talk"}}, contest.now_ms));
}

void start(Contest& contest) {
  const Json timer = contest.store.find("timers", "stage")->data;
  const auto started = timer_command(timer, "start", Json::object(), contest.now_ms);
  REQUIRE(started.has_value());
  contest.store.put("timers", "stage", *started, ++contest.token);
}

}  // namespace

TEST_CASE("the public clock is the stage's, and no other timer's") {
  Contest contest = with_segment();
  CHECK(public_results(contest.store).at("clock").is_null());
  on_stage(contest);
  const Json clock = public_results(contest.store).at("clock");
  CHECK(clock.at("duration_ms") == 180'000);
  CHECK(clock.at("danger_ms") == 10'000);
  CHECK(clock.at("overtime") == "stop");
  CHECK(leitai::json::dump(public_results(contest.store)).find("backstage") == std::string::npos);
}

TEST_CASE("where the round on stage is not public, nor is its clock") {
  Contest contest = with_segment();
  on_stage(contest);
  contest.put("rounds", "r1", R"({"contestants":["c1"],"state":"planned"})");
  CHECK(public_results(contest.store).at("clock").is_null());
}

TEST_CASE("a running public clock is as late as the audience is") {
  Contest contest = with_segment();
  on_stage(contest);
  start(contest);
  CHECK(public_results(contest.store).at("clock").at("anchor") == format_time(contest.now_ms));
  contest.put("contest", "contest", R"({"public_delay_ms":8000})");
  CHECK(public_results(contest.store).at("clock").at("anchor") == format_time(contest.now_ms + 8'000));
}
