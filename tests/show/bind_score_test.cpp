// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

void make_sealed(Rig& rig) {
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "sealed"}}, std::nullopt});
}

void mark(Rig& rig, const std::string& contestant, const std::string& content, const std::string& delivery) {
  for (const char* judge : {"j1", "j2"}) {
    rig.put("scores", contestant + "-" + judge, score(contestant, judge, content, delivery));
  }
}

const char* kCard = R"({"template": "score-card", "bind": {"score": {"round": "morning", "contestant": "c1"}}})";
const char* kDuel = R"({"template": "versus", "bind": {"versus": {"round": "morning", "a": "c1", "b": "c3"}}})";

std::string on(const char* channel, const char* take) {
  Json body = parsed(take);
  body["channel"] = channel;
  return leitai::json::dump(body);
}

}  // namespace

TEST_CASE("a bind that is wrong is refused at its place, and an unknown target too") {
  Rig rig;
  seed_contest(rig);
  rig.ok(ApplyEvents{{{"contestants", "other", parsed(R"({"name": "不在场"})")}}});
  const auto pointer_of = [&](const char* layer_template, const char* bind) {
    const Json body = {{"template", layer_template}, {"bind", parsed(bind)}};
    const Refusal refusal = rig.refused(AirCommand{AirVerb::take, body});
    INFO(bind);
    CHECK(refusal.kind == RefusalKind::invalid);
    REQUIRE(refusal.errors.size() == 1);
    return refusal.errors[0].pointer;
  };
  CHECK(pointer_of("score-card", R"({"score": "c1"})") == "/bind/score");
  CHECK(pointer_of("score-card", R"({"score": {"contestant": "c1"}})") == "/bind/score/round");
  CHECK(pointer_of("score-card", R"({"score": {"round": "none", "contestant": "c1"}})") == "/bind/score/round");
  CHECK(pointer_of("score-card", R"({"score": {"round": "morning"}})") == "/bind/score/contestant");
  CHECK(pointer_of("score-card", R"({"score": {"round": "morning", "contestant": 1}})") == "/bind/score/contestant");
  CHECK(pointer_of("score-card", R"({"score": {"round": "morning", "contestant": "c9"}})") == "/bind/score/contestant");
  CHECK(pointer_of("score-card", R"({"score": {"round": "morning", "contestant": "other"}})") ==
        "/bind/score/contestant");
  CHECK(pointer_of("versus", R"({"versus": []})") == "/bind/versus");
  CHECK(pointer_of("versus", R"({"versus": {"round": "morning", "b": "c1"}})") == "/bind/versus/a");
  CHECK(pointer_of("versus", R"({"versus": {"round": "morning", "a": "c1", "b": "c9"}})") == "/bind/versus/b");
  CHECK(pointer_of("versus", R"({"versus": {"round": "morning", "a": "c1", "b": "c1"}})") == "/bind/versus/b");
  CHECK(pointer_of("board", R"({"board": "none"})") == "/bind/board");
  CHECK(pointer_of("board", R"({"board": null})") == "/bind/board");
  CHECK(pointer_of("awards", R"({"awards": "none"})") == "/bind/awards");
  CHECK(pointer_of("awards", R"({"awards": "morning", "group": "none"})") == "/bind/group");
  CHECK(pointer_of("running-order", R"({"running_order": true})") == "/bind/running_order");
  CHECK(pointer_of("ticker", R"({"messages": false})") == "/bind/messages");
  CHECK(pointer_of("lower-third", R"({"stage": "yes"})") == "/bind/stage");
  CHECK(pointer_of("title", R"({"stage": true, "messages": true})") == "/bind");
  CHECK(pointer_of("title", R"({})") == "/bind");
  CHECK(pointer_of("board", R"({"messages": true})") == "/bind");
}

TEST_CASE("a score card has each judge's mark, the criteria, the total and the rank") {
  Rig rig;
  seed_contest(rig);
  rig.put("scores", "c1-j1", score("c1", "j1", "9", "8.5"));
  rig.put("scores", "c1-j2", score("c1", "j2", "8", "7.5"));
  mark(rig, "c3", "10", "10");
  rig.ok(ApplyEvents{
      {{"adjustments", "late",
        parsed(
            R"({"round": "morning", "contestant": "c1", "points": "-0.5", "kind": "penalty", "reason": "超时"})")}}});
  rig.take(kCard);
  const Json card = data_of(rig, 41);
  CHECK(card.at("title") == "1号选手");
  CHECK(card.at("subtitle") == "党建办");
  CHECK(card.at("number") == "1");
  CHECK(card.at("tag") == "部门");
  CHECK(card.at("round") == "上午");
  CHECK(card.at("total") == "16.00");  // (9+8)/2 + (8.5+7.5)/2 − 0.5
  CHECK(card.at("rank") == 2);
  CHECK(card.at("status") == "complete");
  CHECK(card.at("marks") == parsed(R"([
    {"id": "j1", "name": "1号评委", "mark": "17.5", "dropped": false, "absent": false},
    {"id": "j2", "name": "2号评委", "mark": "15.5", "dropped": false, "absent": false}])"));
  CHECK(card.at("criteria") == parsed(R"([
    {"id": "content", "name": "内容", "value": "8.5", "max": "10"},
    {"id": "delivery", "name": "表达", "value": "8", "max": "10"}])"));
  CHECK(card.at("adjustments") == parsed(R"([{"id": "late", "reason": "超时", "points": "-0.5"}])"));
}

TEST_CASE("where a round has one criterion, a judge's mark is as given, and says whether it was dropped") {
  Rig rig;
  seed_contest(rig);
  rig.put("people", "j3", R"({"name": "3号评委", "role": "judge"})");
  rig.put("people", "j4", R"({"name": "4号评委", "role": "judge"})");
  rig.put("rounds", "duel", R"({"name": "决赛", "visibility": "live", "contestants": ["c1"],
      "scoring": {"panels": [{"id": "p", "judges": ["j1", "j2", "j3", "j4"], "drop_high": 1}]}})");
  const auto give = [&](const char* judge, const char* content) {
    Json data = {{"round", "duel"}, {"contestant", "c1"}, {"judge", judge}};
    data.update(parsed(content));
    rig.ok(PutResource{"scores", std::string("duel-") + judge, data, std::nullopt});
  };
  give("j1", R"({"marks": {"total": "9.50"}})");
  give("j2", R"({"marks": {"total": "8"}})");
  give("j3", R"({"marks": {"total": "9"}})");
  give("j4", R"({"absent": true})");
  rig.take(R"({"template": "score-card", "bind": {"score": {"round": "duel", "contestant": "c1"}}})");
  const Json marks = data_of(rig, 41).at("marks");
  REQUIRE(marks.size() == 4);
  CHECK(marks[0].at("mark") == "9.50");
  CHECK(marks[0].at("dropped") == true);
  CHECK(marks[1].at("mark") == "8");
  CHECK(marks[1].at("dropped") == false);
  CHECK(marks[3].at("mark").is_null());
  CHECK(marks[3].at("absent") == true);
  CHECK(data_of(rig, 41).at("criteria").empty());
}

TEST_CASE("where judges count as one, a score card has their totals and no criteria without a value") {
  Rig rig;
  seed_contest(rig);
  rig.ok(PatchResource{"rounds", "morning", Json{{"scoring", {{"trim", "judge_total"}}}}, std::nullopt});
  mark(rig, "c1", "9", "8.5");
  rig.take(kCard);
  const Json card = data_of(rig, 41);
  CHECK(card.at("total") == "17.50");
  CHECK(card.at("criteria").empty());
  REQUIRE(card.at("marks").size() == 2);
  CHECK(card.at("marks")[0].at("mark") == "17.5");
}

TEST_CASE("a score card of a row that is not revealed says nothing of it, not even how many marks are in") {
  Rig rig;
  seed_contest(rig);
  make_sealed(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  rig.take(kCard);
  rig.take(on("backstage", kCard));
  const Json before = data_of(rig, 41);
  rig.put("scores", "c1-j1", score("c1", "j1", "9.13", "8"));
  CHECK(data_of(rig, 41) == before);
  CHECK(data_of(rig, 41, "backstage").at("status") == "partial");
  CHECK(data_of(rig, 41, "backstage").at("marks_in") == 2);
  CHECK(data_of(rig, 41, "backstage").at("marks_expected") == 4);
  CHECK(data_of(rig, 41, "backstage").at("marks").at(1).at("mark").is_null());
  rig.put("scores", "c1-j2", score("c1", "j2", "9.13", "8"));
  CHECK(data_of(rig, 41) == before);
  CHECK(before.at("title") == "1号选手");
  for (const char* name : {"total", "rank", "status", "stars", "marks_in", "marks_expected"}) {
    CHECK(before.at(name).is_null());
  }
  CHECK(before.at("marks").empty());
  CHECK(before.at("criteria").empty());
  CHECK(data_of(rig, 41, "backstage").at("total") == "17.13");
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c1"})")});
  CHECK(data_of(rig, 41).at("total") == "17.13");
  CHECK(data_of(rig, 41).at("rank") == 1);
  CHECK(data_of(rig, 41).at("marks").size() == 2);
  CHECK(data_of(rig, 41).at("marks_in").is_null());
}

TEST_CASE("what is under review again is provisional for the audience, with the last complete row") {
  Rig rig;
  seed_contest(rig);
  mark(rig, "c1", "9", "8");
  rig.take(kCard);
  CHECK(data_of(rig, 41).at("status") == "complete");
  rig.ok(DeleteResource{"scores", "c1-j2", std::nullopt});
  CHECK(data_of(rig, 41).at("status") == "partial");
  CHECK(data_of(rig, 41).at("total") == "17.00");
  CHECK(data_of(rig, 41).at("marks").size() == 2);
}

TEST_CASE("a planned round is not named to the audience") {
  Rig rig;
  seed_contest(rig);
  rig.ok(PatchResource{"rounds", "morning", Json{{"state", "planned"}}, std::nullopt});
  mark(rig, "c1", "9", "8");
  rig.take(kCard);
  rig.take(kDuel);
  rig.take(R"({"template": "running-order", "bind": {"running_order": "morning"}})");
  rig.take(R"({"template": "awards", "bind": {"awards": "morning"}})");
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c1", "segment": "talk"})")});
  rig.take(R"({"template": "lower-third", "bind": {"stage": true}})");
  CHECK(leitai::json::dump(as_json(*rig.show().snapshot()->air)).find("上午") == std::string::npos);
  CHECK(data_of(rig, 41).at("title") == "1号选手");
  CHECK(data_of(rig, 43).at("rows").empty());
  CHECK(data_of(rig, 20).at("title") == "");
  rig.ok(PatchResource{"rounds", "morning", Json{{"state", "open"}}, std::nullopt});
  CHECK(data_of(rig, 41).at("round") == "上午");
  CHECK(data_of(rig, 20).at("title") == "1号选手");
}

TEST_CASE("versus has two sides, by criterion, and of a hidden side names alone") {
  Rig rig;
  seed_contest(rig);
  make_sealed(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  mark(rig, "c1", "9.13", "7");
  mark(rig, "c3", "8.29", "8");
  rig.take(kDuel);
  rig.take(on("backstage", kDuel));
  const Json all = data_of(rig, 42, "backstage");
  CHECK(all.at("title") == "上午");
  CHECK(all.at("a") ==
        parsed(R"({"name": "1号选手", "organization": "党建办", "number": "1", "total": "16.13", "rank": 2})"));
  CHECK(all.at("b").at("rank") == 1);
  CHECK(all.at("criteria") == parsed(R"([
    {"id": "content", "name": "内容", "a": "9.13", "b": "8.29", "max": "10", "better": "a"},
    {"id": "delivery", "name": "表达", "a": "7", "b": "8", "max": "10", "better": "b"}])"));
  CHECK(data_of(rig, 42).at("a").at("name") == "1号选手");
  CHECK(data_of(rig, 42).at("a").at("total").is_null());
  CHECK(data_of(rig, 42).at("criteria").empty());
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c1"})")});
  const Json half = data_of(rig, 42);
  CHECK(half.at("a").at("total") == "16.13");
  CHECK(half.at("b") ==
        parsed(R"({"name": "3号选手", "organization": "", "number": "3", "total": null, "rank": null})"));
  CHECK(half.at("criteria").at(0) == parsed(R"(
    {"id": "content", "name": "内容", "a": "9.13", "b": null, "max": "10", "better": ""})"));
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c3"})")});
  CHECK(data_of(rig, 42) == all);
}

TEST_CASE("a score card of who is on stage stays that person's, unless it follows") {
  Rig rig;
  seed_contest(rig);
  mark(rig, "c1", "9", "8");
  mark(rig, "c2", "7", "6");
  const auto take = [](int layer, bool follow) {
    Json body = {{"template", "score-card"},
                 {"layer", layer},
                 {"bind", {{"score", {{"round", "morning"}, {"contestant", "@stage"}}}}}};
    if (follow) body["bind"]["follow"] = true;
    return AirCommand{AirVerb::take, body};
  };
  const Refusal nobody = rig.refused(take(41, false));
  CHECK(nobody.kind == RefusalKind::conflict);
  CHECK(nobody.errors.at(0).pointer == "/bind/score/contestant");
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c1", "segment": "support"})")});
  rig.ok(take(41, false));
  rig.ok(take(141, true));
  CHECK(rig.layer(41).at("bind") == parsed(R"({"score": {"round": "morning", "contestant": "c1"}})"));
  CHECK(data_of(rig, 141).at("total") == "17.00");
  rig.advance(1'000);
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c2"})")});
  CHECK(data_of(rig, 41).at("total") == "17.00");
  CHECK(data_of(rig, 141).at("title") == "2号选手");
  CHECK(data_of(rig, 141).at("total") == "13.00");
  rig.put("contestants", "c5", R"({"name": "5号选手"})");
  rig.put("rounds", "evening", R"({"name": "晚上", "contestants": ["c5"]})");
  rig.ok(StageCommand{parsed(R"({"round": "evening", "contestant": "c5"})")});
  CHECK(rig.refused(take(241, false)).kind == RefusalKind::conflict);
  CHECK(data_of(rig, 141).at("title") == "5号选手");
  CHECK(data_of(rig, 141).at("total").is_null());
}

TEST_CASE("a score card is the same item only for the same row") {
  Rig rig;
  seed_contest(rig);
  rig.take(kCard);
  const Json first = rig.layer(41).at("item");
  rig.advance(1'000);
  rig.take(kCard);
  CHECK(rig.layer(41).at("item") == first);
  rig.take(R"({"template": "score-card", "bind": {"score": {"round": "morning", "contestant": "c2"}}})");
  CHECK(rig.layer(41).at("item") != first);
}
