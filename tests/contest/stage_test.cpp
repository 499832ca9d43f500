// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;

namespace {

Contest two_segments() {
  Contest contest;
  for (const char* id : {"c1", "c2", "c3", "c4"}) contest.put("contestants", id, R"({"name":"选手"})");
  contest.put("rounds", "r1", R"({"contestants":["c2","c1","c3"],"segments":[
      {"id":"talk","name":"Talk","duration_ms":180000,"warn_ms":30000,"danger_ms":10000,"overtime":"stop"},
      {"id":"support","name":"Support","speaker":"supporter"}]})");
  contest.put("rounds", "r2", R"({"contestants":["c1","c3"]})");
  return contest;
}

std::string on_stage(const Contest& contest) {
  const Resource* stage = contest.store.find("stage", "stage");
  if (!stage) return "";
  const Json& segment = stage->data.at("segment");
  return stage->data.at("round").get<std::string>() + " " + stage->data.at("contestant").get<std::string>() + " " +
         (segment.is_null() ? "-" : segment.get<std::string>());
}

void call(Contest& contest, const char* body) {
  contest.command(stage_command(contest.store, Json::parse(body), contest.now_ms));
}

Refusal refusal(const Contest& contest, const char* body) {
  const auto answer = stage_command(contest.store, Json::parse(body), contest.now_ms);
  REQUIRE_FALSE(answer.has_value());
  return answer.error();
}

}  // namespace

TEST_CASE("nobody is called who is not there") {
  const Contest contest = two_segments();
  const auto pointer = [&](const char* body) { return refusal(contest, body).errors.at(0).pointer; };
  CHECK(pointer(R"({"round":"r9","contestant":"c1"})") == "/round");
  CHECK(pointer(R"({"contestant":"c1"})") == "/round");
  CHECK(pointer(R"({"round":"r1"})") == "/contestant");
  CHECK(pointer(R"({"round":"r1","contestant":"c9"})") == "/contestant");
  CHECK(pointer(R"({"round":"r1","contestant":"c4"})") == "/contestant");
  CHECK(pointer(R"({"round":"r1","contestant":5})") == "/contestant");
  CHECK(pointer(R"({"round":"r1","contestant":"c1","segment":"song"})") == "/segment");
  CHECK(pointer(R"({"round":"r1","next":"yes"})") == "/next");
  CHECK(pointer(R"({"next":true,"contestant":"c1"})") == "/next");
  CHECK(pointer(R"({"next":true,"round":"r1","segment":"talk"})") == "/next");
  CHECK(pointer(R"({"clear":true,"segment":"talk"})") == "/clear");
  CHECK(pointer("[]") == "");
}

TEST_CASE("calling a contestant readies the clock for the segment") {
  Contest contest = two_segments();
  call(contest, R"({"round":"r1","contestant":"c1"})");
  CHECK(on_stage(contest) == "r1 c1 talk");
  CHECK(contest.store.find("stage", "stage")->data.at("since") == "2022-07-31T01:00:00.000Z");
  const Json& timer = contest.store.find("timers", "stage")->data;
  CHECK(timer == Json{{"label", "Talk"},
                      {"mode", "down"},
                      {"duration_ms", 180000},
                      {"warn_ms", 30000},
                      {"danger_ms", 10000},
                      {"overtime", "stop"},
                      {"state", "idle"},
                      {"elapsed_ms", 0},
                      {"anchor", nullptr}});
}

TEST_CASE("calling the same turn again changes nothing, so a running clock runs on") {
  Contest contest = two_segments();
  call(contest, R"({"round":"r1","contestant":"c1","segment":"talk"})");
  const Json running = *timer_command(contest.store.find("timers", "stage")->data, "start", {}, contest.now_ms);
  contest.command(std::vector<Event>{{"timers", "stage", running}});
  contest.now_ms += 5'000;
  const auto again = stage_command(contest.store, {{"contestant", "c1"}, {"segment", "talk"}}, contest.now_ms);
  REQUIRE(again.has_value());
  CHECK(again->empty());
  call(contest, R"({"segment":"support","contestant":"c1"})");
  CHECK(contest.store.find("timers", "stage")->data.at("state") == "idle");
  CHECK(contest.store.find("timers", "stage")->data.at("mode") == "up");
  CHECK_FALSE(contest.store.find("timers", "stage")->data.contains("duration_ms"));
}

TEST_CASE("next walks segments and contestants, leaves out the withdrawn, and ends") {
  Contest contest = two_segments();
  contest.put("contestants", "c1", R"({"name":"选手","withdrawn":true})");
  call(contest, R"({"next":true,"round":"r1"})");
  CHECK(on_stage(contest) == "r1 c2 talk");
  call(contest, R"({"next":true})");
  CHECK(on_stage(contest) == "r1 c2 support");
  call(contest, R"({"next":true})");
  CHECK(on_stage(contest) == "r1 c3 talk");
  call(contest, R"({"next":true})");
  CHECK(on_stage(contest) == "r1 c3 support");
  CHECK(refusal(contest, R"({"next":true})").kind == RefusalKind::conflict);
  CHECK(refusal(contest, R"({"contestant":"c1"})").kind == RefusalKind::conflict);
  call(contest, R"({"next":true,"round":"r2"})");
  CHECK(on_stage(contest) == "r2 c3 -");
  CHECK(refusal(contest, R"({"next":true})").kind == RefusalKind::conflict);
}

TEST_CASE("next readies the clock for each part, also while it runs, and for each contestant anew") {
  Contest contest = two_segments();
  const auto timer = [&] { return contest.store.find("timers", "stage")->data; };
  const auto run = [&] {
    contest.command(std::vector<Event>{{"timers", "stage", *timer_command(timer(), "start", {}, contest.now_ms)}});
    contest.now_ms += 5'000;
  };
  call(contest, R"({"next":true,"round":"r1"})");
  const Json talk = timer();
  CHECK(talk.at("duration_ms") == 180000);
  run();
  CHECK(timer().at("state") == "running");
  call(contest, R"({"next":true})");
  CHECK(timer() ==
        Json{{"label", "Support"}, {"mode", "up"}, {"state", "idle"}, {"elapsed_ms", 0}, {"anchor", nullptr}});
  run();
  call(contest, R"({"next":true})");
  CHECK(on_stage(contest) == "r1 c1 talk");
  CHECK(timer() == talk);
  // A round without parts keeps the clock's times, and stops it.
  run();
  call(contest, R"({"next":true,"round":"r2"})");
  CHECK(timer() == talk);
}

TEST_CASE("who withdraws in the middle of a turn is followed by the next contestant") {
  Contest contest = two_segments();
  call(contest, R"({"round":"r1","contestant":"c2"})");
  contest.put("contestants", "c2", R"({"withdrawn":true})");
  contest.put("contestants", "c1", R"({"withdrawn":true})");
  call(contest, R"({"next":true})");
  CHECK(on_stage(contest) == "r1 c3 talk");
  contest.put("contestants", "c3", R"({"withdrawn":true})");
  CHECK(refusal(contest, R"({"next":true})").kind == RefusalKind::conflict);
}

TEST_CASE("next does not guess where to go on when who is on stage has left the order, and follows a new one") {
  Contest contest = two_segments();
  contest.put("rounds", "r2", R"({"contestants":["c1","c3"]})");
  call(contest, R"({"round":"r2","contestant":"c1"})");
  contest.put("rounds", "r2", R"({"contestants":["c3","c4"]})");
  CHECK(refusal(contest, R"({"next":true})").detail.find("left") != std::string::npos);
  contest.put("rounds", "r2", R"({"contestants":["c3","c1","c4"]})");
  call(contest, R"({"next":true})");
  CHECK(on_stage(contest) == "r2 c4 -");
}

TEST_CASE("a part that is gone is followed by the next contestant") {
  Contest contest = two_segments();
  call(contest, R"({"round":"r1","contestant":"c2"})");
  contest.put("rounds", "r1", R"({"contestants":["c2","c1"],"segments":[{"id":"song"}]})");
  call(contest, R"({"next":true})");
  CHECK(on_stage(contest) == "r1 c1 song");
}

TEST_CASE("next needs no round where only one is open") {
  Contest contest = two_segments();
  contest.put("rounds", "r2", R"({"contestants":["c1","c3"],"state":"planned"})");
  call(contest, R"({"next":true})");
  CHECK(on_stage(contest) == "r1 c2 talk");
}

TEST_CASE("a cleared stage is empty, and who stands on it cannot be deleted") {
  Contest contest = two_segments();
  contest.put("rounds", "r3", R"({})");
  call(contest, R"({"round":"r3","contestant":"c4"})");
  CHECK(contest.refused({{"contestants", "c4", nullptr}}) == std::vector<std::string>{"contestants/c4 "});
  call(contest, R"({"clear":true})");
  CHECK(on_stage(contest).empty());
  CHECK(stage_command(contest.store, {{"clear", true}}, 0)->empty());
  contest.remove("contestants", "c4");
}
