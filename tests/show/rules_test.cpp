// SPDX-License-Identifier: GPL-2.0-or-later
// Automation rules: what sets them off, what they do, and what they leave alone.
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

void rule(Rig& rig, const std::string& id, const std::string& when, const std::string& what) {
  rig.put("rules", id, "{\"when\": " + when + ", \"do\": " + what + "}");
}

const char* const kStrap =
    R"({"take": {"template": "lower-third", "bind": {"contestant": "@stage"}, "duration_ms": 8000}})";

void call(Rig& rig, const std::string& contestant, const std::string& segment = "talk") {
  rig.ok(StageCommand{Json{{"round", "morning"}, {"contestant", contestant}, {"segment", segment}}});
}

void mark(Rig& rig, const std::string& contestant, const std::string& judge, const std::string& value = "9") {
  rig.put("scores", contestant + "-" + judge, score(contestant, judge, value, value));
}

void obs(Rig& rig, const std::string& what, const std::string& body) {
  rig.ok(ObsCommand{what, parsed(body)});
}

/// "rule outcome", the newest first.
std::vector<std::string> outcomes(Rig& rig) {
  std::vector<std::string> list;
  const Json document = rig.show().automation_document();
  for (const Json& entry : document.at("last")) {
    list.push_back(entry.at("rule").get<std::string>() + " " + entry.at("outcome").get<std::string>());
  }
  return list;
}

using Outcomes = std::vector<std::string>;

}  // namespace

TEST_CASE("a contestant who is called gets the strap, as a command of the automation") {
  Rig rig;
  seed_contest(rig);
  rule(rig, "strap", R"({"on": "called", "speaker": "contestant"})", kStrap);
  CHECK(rig.layer(20).is_null());
  const std::uint64_t token = rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c2"})")});
  CHECK(data_of(rig, 20).at("title") == "2号选手");
  CHECK(rig.layer(20).at("out_at") != nullptr);
  const auto records = rig.records(token);
  REQUIRE(records.size() == 1);
  CHECK(records.front().actor == "automation");
  CHECK(records.front().command == token + 1);
  CHECK(outcomes(rig) == Outcomes{"strap done"});
}

TEST_CASE("a call is a new turn or a new segment, of those whom the rule names") {
  Rig rig;
  seed_contest(rig);
  rule(rig, "any", R"({"on": "called"})", R"({"out": {"layer": 60}})");
  rule(rig, "other-round", R"({"on": "called", "segment": "opening"})", R"({"out": {"layer": 60}})");
  rule(rig, "reviewer", R"({"on": "called", "speaker": "reviewer"})", R"({"out": {"layer": 60}})");
  rule(rig, "supporter", R"({"on": "called", "round": "morning", "speaker": "supporter"})",
       R"({"out": {"layer": 60}})");
  rule(rig, "talk", R"({"on": "called", "segment": "talk", "speaker": "contestant"})", R"({"out": {"layer": 60}})");
  call(rig, "c1");
  CHECK(outcomes(rig) == Outcomes{"talk done", "any done"});
  call(rig, "c1");
  CHECK(outcomes(rig).size() == 2);
  call(rig, "c1", "support");
  CHECK(outcomes(rig) == Outcomes{"supporter done", "any done", "talk done", "any done"});
  rig.ok(StageCommand{Json{{"clear", true}}});
  CHECK(outcomes(rig).size() == 4);
}

TEST_CASE("all marks that are in ready the card, for whoever has them") {
  Rig rig;
  seed_contest(rig);
  rig.put("cues", "card",
          R"({"template": "score-card", "bind": {"score": {"round": "morning", "contestant": "@stage"}}})");
  rule(rig, "ready", R"({"on": "marks", "round": "morning", "who": "stage"})", R"({"ready": "card"})");
  rule(rig, "show", R"({"on": "marks"})",
       R"({"take": {"template": "score-card", "bind": {"score": {"round": "@round", "contestant": "@contestant"}}}})");
  call(rig, "c1");
  mark(rig, "c2", "j1");
  CHECK(outcomes(rig).empty());
  mark(rig, "c2", "j2");
  CHECK(outcomes(rig) == Outcomes{"show done"});
  CHECK(rig.layer(41).at("bind") == parsed(R"({"score": {"round": "morning", "contestant": "c2"}})"));
  mark(rig, "c2", "j2", "8");
  CHECK(outcomes(rig).size() == 1);
  mark(rig, "c1", "j1");
  mark(rig, "c1", "j2");
  CHECK(outcomes(rig) == Outcomes{"show done", "ready done", "show done"});
  CHECK(rig.show().air_document(rig.now()).at("rundown").at("next") == "card");
}

TEST_CASE("who is revealed is taken, also where somebody else is on stage") {
  Rig rig;
  seed_contest(rig);
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "sealed"}}, std::nullopt});
  rig.put("cues", "who", R"({"template": "lower-third", "bind": {"person": "@stage"}})");
  rule(rig, "strap", R"({"on": "revealed", "round": "morning"})", R"({"cue": "who"})");
  for (const char* id : {"c1", "c2"}) {
    mark(rig, id, "j1", id == std::string("c1") ? "9" : "7");
    mark(rig, id, "j2");
  }
  call(rig, "c1", "support");
  CHECK(outcomes(rig).empty());
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c2"})")});
  CHECK(data_of(rig, 20).at("title") == "2号选手");
  CHECK(rig.layer(20).at("bind") == Json{{"contestant", "c2"}});
  rig.ok(RevealCommand{"morning", parsed(R"({"back": true})")});
  CHECK(outcomes(rig).size() == 1);
  rig.advance(3'000);
  // The one on stage: the bind knows who speaks in the segment.
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c1"})")});
  CHECK(data_of(rig, 20).at("title") == "1号助阵");
}

TEST_CASE("OBS sets rules off by its scenes, and by recording and streaming") {
  Rig rig;
  seed_contest(rig);
  rule(rig, "hall", R"({"on": "scene", "scene": "Hall"})",
       R"({"take": {"template": "title", "data": {"title": "Hall"}}})");
  rule(rig, "rec", R"({"on": "recording", "state": "started"})",
       R"({"take": {"template": "ticker", "bind": {"messages": true}}})");
  rule(rig, "stream", R"({"on": "streaming", "state": "stopped"})", R"({"out": {}})");
  CHECK(rig.refused(ObsCommand{"scene", Json::object()}).errors.front().pointer == "/scene");
  CHECK(rig.refused(ObsCommand{"recording", parsed(R"({"state": "over"})")}).errors.front().pointer == "/state");
  CHECK(rig.refused(ObsCommand{"coffee", Json::object()}).kind == RefusalKind::not_found);
  obs(rig, "scene", R"({"scene": "Hall"})");
  CHECK(data_of(rig, 50) == Json{{"title", "Hall"}});
  obs(rig, "scene", R"({"scene": "Hall"})");
  obs(rig, "recording", R"({"state": "started", "file": "/media/show.mkv"})");
  CHECK(outcomes(rig) == Outcomes{"rec done", "hall done"});
  CHECK(rig.show().snapshot()->store.find("obs", "recording")->data.at("file") == "/media/show.mkv");
  obs(rig, "streaming", R"({"state": "started"})");
  CHECK(outcomes(rig).size() == 2);
  obs(rig, "streaming", R"({"state": "stopped"})");
  CHECK(rig.layer(50).at("state") == "out");
}

TEST_CASE("a rule leaves alone for two seconds what was taken by hand on its layer") {
  Rig rig;
  seed_contest(rig);
  rule(rig, "strap", R"({"on": "called"})", kStrap);
  rule(rig, "wipe", R"({"on": "scene", "scene": "Wide"})", R"({"out": {}})");
  rig.take(R"({"template": "lower-third", "data": {"title": "by hand"}})");
  rig.advance(1'999);
  call(rig, "c1");
  obs(rig, "scene", R"({"scene": "Wide"})");
  CHECK(data_of(rig, 20).at("title") == "by hand");
  CHECK(rig.layer(20).at("state") == "on");
  CHECK(outcomes(rig) == Outcomes{"wipe refused", "strap refused"});
  rig.advance(1);
  call(rig, "c2");
  CHECK(data_of(rig, 20).at("title") == "2号选手");
  // What a rule took may be replaced by the next at once; unless somebody then takes it by hand.
  call(rig, "c3");
  CHECK(data_of(rig, 20).at("title") == "3号选手");
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "c3"}})");
  call(rig, "c4");
  CHECK(data_of(rig, 20).at("title") == "3号选手");
}

TEST_CASE("a rule that takes several layers out leaves only those that were taken by hand") {
  Rig rig;
  seed_contest(rig);
  rule(rig, "wipe", R"({"on": "scene", "scene": "Wide"})", R"({"out": {"channel": "program"}})");
  rig.take(R"({"template": "title", "data": {"title": "early"}})");
  rig.advance(5'000);
  rig.take(R"({"template": "lower-third", "data": {"title": "late"}})");
  obs(rig, "scene", R"({"scene": "Wide"})");
  CHECK(rig.layer(50).at("state") == "out");
  CHECK(rig.layer(20).at("state") == "in");
}

TEST_CASE(
    "held rules do nothing; panic holds them all until they are released, and what came meanwhile is not made up for") {
  Rig rig;
  seed_contest(rig);
  rule(rig, "strap", R"({"on": "called"})", kStrap);
  rig.ok(PatchResource{"rules", "strap", Json{{"held", true}}, std::nullopt});
  call(rig, "c1");
  CHECK(rig.layer(20).is_null());
  rig.ok(PatchResource{"rules", "strap", Json{{"held", false}}, std::nullopt});
  CHECK(rig.layer(20).is_null());
  rig.air(AirVerb::panic, "{}");
  CHECK(rig.show().automation_document().at("state") == "held");
  call(rig, "c2");
  CHECK(rig.layer(20).is_null());
  rig.reopen();
  call(rig, "c3");
  CHECK(rig.layer(20).is_null());
  CHECK(outcomes(rig).empty());
  rig.air(AirVerb::release, R"({"automation": "release"})");
  CHECK(rig.layer(20).is_null());
  CHECK(rig.show().automation_document().at("state") == "run");
  call(rig, "c4");
  CHECK(data_of(rig, 20).at("title") == "4号选手");
}

TEST_CASE("what a rule does sets off no other rule, and a rule that fails fails nobody else") {
  Rig rig;
  seed_contest(rig);
  rig.put("cues", "gone", R"({"template": "no-such-template"})");
  rule(rig, "a-fails", R"({"on": "called"})", R"({"cue": "gone"})");
  rule(rig, "b-takes", R"({"on": "called"})", kStrap);
  rule(rig, "c-nobody", R"({"on": "scene", "scene": "S"})",
       R"({"take": {"template": "title", "data": {"title": "@contestant"}}})");
  call(rig, "c1");
  CHECK(outcomes(rig) == Outcomes{"b-takes done", "a-fails refused"});
  CHECK(data_of(rig, 20).at("title") == "1号选手");
  CHECK(rig.show().automation_document().at("last").at(1).at("detail").get<std::string>().find("template") !=
        std::string::npos);
  obs(rig, "scene", R"({"scene": "S"})");
  CHECK(data_of(rig, 50).at("title") == "c1");
  rig.ok(StageCommand{Json{{"clear", true}}});
  obs(rig, "scene", R"({"scene": "T"})");
  obs(rig, "scene", R"({"scene": "S"})");
  CHECK(outcomes(rig).front() == "c-nobody refused");
}

TEST_CASE("one command sets off 32 rules at most, the first by id; of what they did the last hundred are told") {
  Rig rig;
  seed_contest(rig);
  std::vector<leitai::contest::Event> events;
  for (int i = 0; i < 40; ++i) {
    const std::string id = "r" + std::to_string(10 + i);
    events.push_back({"rules", id, parsed(R"({"when": {"on": "called"}, "do": {"out": {"layer": 60}}})")});
  }
  rig.ok(ApplyEvents{std::move(events)});
  call(rig, "c1");
  const Outcomes first = outcomes(rig);
  CHECK(first.size() == 32);
  CHECK(first.back() == "r10 done");
  CHECK(first.front() == "r41 done");
  for (const char* id : {"c2", "c3", "c4"}) call(rig, id);
  CHECK(outcomes(rig).size() == 100);
}

TEST_CASE("a repeated request sets nothing off again, and a replay runs no rule") {
  Rig rig;
  seed_contest(rig);
  rule(rig, "strap", R"({"on": "called"})", kStrap);
  const Caller caller{"operator", Caller::Idempotency{"k", "h"}};
  const Command command = StageCommand{parsed(R"({"round": "morning", "contestant": "c1"})")};
  const auto first = rig.show().submit(caller, command);
  REQUIRE(first.has_value());
  rig.air(AirVerb::clear, "{}");
  const std::uint64_t head = rig.head();
  const auto again = rig.show().submit(caller, command);
  REQUIRE(again.has_value());
  CHECK(again->token == first->token);
  CHECK(rig.head() == head);
  rig.reopen();
  CHECK(rig.head() == head + 1);  // the start alone
  CHECK(rig.layer(20).is_null());
}

TEST_CASE("a recording's first frame is told a moment after its start, and sets nothing off") {
  Rig rig;
  seed_contest(rig);
  rule(rig, "rec", R"({"on": "recording", "state": "started"})", R"({"out": {}})");
  for (const char* frame : {R"("now")", "5", R"("2026-02-30T00:00:00Z")"}) {
    const auto refusal =
        rig.refused(ObsCommand{"recording", parsed(R"({"state": "started", "frame_at": )" + std::string(frame) + "}")});
    CHECK(refusal.errors.front().pointer == "/frame_at");
  }
  const auto told = [&](const char* what) { return rig.show().snapshot()->store.find("obs", what)->data; };
  for (const char* what : {"recording", "clean-recording"}) {
    obs(rig, what, R"({"state": "started", "file": "/media/show.mkv"})");
    const Json first = told(what);
    rig.advance(700);
    obs(rig, what, R"({"state": "started", "file": "/media/show.mkv", "frame_at": "2026-05-01T12:00:00.033Z"})");
    CHECK(told(what).at("frame_at") == "2026-05-01T12:00:00.033Z");
    CHECK(told(what).at("since") == first.at("since"));
    obs(rig, what, R"({"state": "started", "file": "/media/show.mkv"})");
    CHECK(told(what).contains("frame_at"));
    obs(rig, what, R"({"state": "stopped", "file": "/media/show.mkv"})");
    CHECK_FALSE(told(what).contains("frame_at"));
  }
  CHECK(outcomes(rig) == Outcomes{"rec done"});
}
