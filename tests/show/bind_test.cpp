// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

TEST_CASE("a lower third bound to a contestant says who that is") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "c1"}})");
  CHECK(data_of(rig, 20) ==
        parsed(R"({"title": "1号选手", "subtitle": "党建办 主任", "tag": "部门", "number": "1", "photo": "c1.png"})"));
  CHECK(rig.layer(20).at("bind") == parsed(R"({"contestant": "c1"})"));
  CHECK(rig.layer(20).at("bind_state") == "ok");
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "c2"}})");
  CHECK(data_of(rig, 20).at("subtitle") == "经管站");
}

TEST_CASE("a lower third bound to a person says who that is") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "lower-third", "bind": {"person": "s1"}})");
  CHECK(data_of(rig, 20).at("title") == "1号助阵");
  CHECK(data_of(rig, 20).at("subtitle") == "张家楼街道 主任");
}

TEST_CASE("bound data follows the show, as a version at the time of the change") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "c1"}})");
  rig.advance(700);
  rig.ok(PatchResource{"groups", "heads", Json{{"short_name", "科室"}}, std::nullopt});
  const auto item = *rig.shown(20)->current;
  REQUIRE(item.versions.size() == 2);
  CHECK(item.versions[1].at == item.taken_at + 700);
  CHECK(item.versions[1].data->at("tag") == "科室");
  rig.advance(700);
  rig.ok(PatchResource{"contestants", "c4", Json{{"name", "somebody else"}}, std::nullopt});
  CHECK(rig.shown(20)->current->versions.size() == 2);
}

TEST_CASE("what is leaving keeps the data it had") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "c1"}})");
  rig.advance(1'000);
  rig.air(AirVerb::out, R"({"layer": 20})");
  rig.advance(100);
  rig.ok(PatchResource{"contestants", "c1", Json{{"name", "too late"}}, std::nullopt});
  CHECK(data_of(rig, 20).at("title") == "1号选手");
}

TEST_CASE("the stage is resolved at the take, and stays that person when the next is called") {
  Rig rig;
  seed_contest(rig);
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c1", "segment": "talk"})")});
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "@stage"}})");
  rig.take(R"({"template": "lower-third", "layer": 21, "bind": {"contestant": "@stage", "follow": true}})");
  CHECK(rig.layer(20).at("bind") == parsed(R"({"contestant": "c1"})"));
  rig.advance(1'000);
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c2", "segment": "talk"})")});
  CHECK(data_of(rig, 20).at("title") == "1号选手");
  CHECK(data_of(rig, 21).at("title") == "2号选手");
  rig.advance(1'000);
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "@stage"}})");
  CHECK(data_of(rig, 20).at("title") == "2号选手");
  CHECK(rig.layer(20).at("leaving").at("data").at("title") == "1号选手");
}

TEST_CASE("the person on stage is the speaker of the segment") {
  Rig rig;
  seed_contest(rig);
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c1", "segment": "talk"})")});
  rig.take(R"({"template": "lower-third", "bind": {"person": "@stage"}})");
  CHECK(data_of(rig, 20).at("title") == "1号选手");
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c1", "segment": "support"})")});
  rig.take(R"({"template": "lower-third", "bind": {"person": "@stage"}})");
  CHECK(data_of(rig, 20).at("title") == "1号助阵");
  CHECK(rig.layer(20).at("bind") == parsed(R"({"person": "s1"})"));
}

TEST_CASE("what follows the stage walks with it through parts, speakers and contestants") {
  Rig rig;
  seed_contest(rig);
  rig.put("people", "p1", R"({"name": "点评专家", "role": "reviewer", "title": "教授"})");
  rig.ok(PatchResource{"contestants", "c3", Json{{"supporter", "s1"}}, std::nullopt});
  rig.ok(PatchResource{"contestants", "c2", Json{{"withdrawn", true}}, std::nullopt});
  rig.ok(PatchResource{"rounds", "morning", parsed(R"({"contestants": ["c1", "c2", "c3"], "segments": [
      {"id": "talk", "name": "演讲"}, {"id": "support", "name": "助阵", "speaker": "supporter"},
      {"id": "review", "name": "点评", "speaker": "p1"}, {"id": "answers", "name": "答问", "speaker": "contestant"}]})"),
                       std::nullopt});
  rig.ok(StageCommand{parsed(R"({"next": true, "round": "morning"})")});
  rig.take(R"({"template": "lower-third", "layer": 21, "bind": {"person": "@stage", "follow": true}})");
  rig.take(R"({"template": "lower-third", "layer": 22, "bind": {"contestant": "@stage", "follow": true}})");
  rig.take(R"({"template": "title", "layer": 23, "bind": {"stage": true}})");
  rig.take(R"({"template": "timer", "layer": 24, "bind": {"timer": "stage"}})");
  std::vector<std::string> turns;
  const auto text_on = [&](int layer, const char* field) { return data_of(rig, layer).at(field).get<std::string>(); };
  for (int turn = 0; turn < 8; ++turn) {
    turns.push_back(text_on(21, "title") + " " + text_on(22, "title") + " " + text_on(23, "title") + " " +
                    text_on(23, "segment") + " " + text_on(24, "label"));
    rig.advance(1'000);
    if (turn < 7) rig.ok(StageCommand{parsed(R"({"next": true})")});
  }
  CHECK(turns == std::vector<std::string>{"1号选手 1号选手 1号选手 演讲 演讲", "1号助阵 1号选手 1号助阵 助阵 助阵",
                                          "点评专家 1号选手 点评专家 点评 点评", "1号选手 1号选手 1号选手 答问 答问",
                                          "3号选手 3号选手 3号选手 演讲 演讲", "1号助阵 3号选手 1号助阵 助阵 助阵",
                                          "点评专家 3号选手 点评专家 点评 点评", "3号选手 3号选手 3号选手 答问 答问"});
  CHECK(rig.refused(StageCommand{parsed(R"({"next": true})")}).kind == RefusalKind::conflict);
  CHECK(text_on(21, "title") == "3号选手");
}

TEST_CASE("a bound timer carries its anchor, and follows its commands") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "timer", "bind": {"timer": "clock"}})");
  const Json idle = data_of(rig, 30);
  CHECK(idle.at("label") == "演讲");
  CHECK(idle.at("timer").at("mode") == "down");
  CHECK(idle.at("timer").at("duration_ms") == 300'000);
  CHECK(idle.at("timer").at("state") == "idle");
  rig.advance(1'500);
  rig.ok(TimerCommand{"clock", "start", Json::object()});
  const Json running = data_of(rig, 30).at("timer");
  CHECK(running.at("state") == "running");
  CHECK(running.at("anchor") == "2022-07-31T01:00:01.500Z");
  CHECK(running.at("warn_ms") == 60'000);
  CHECK(running.at("danger_ms") == 30'000);
}

TEST_CASE("a bound ranking follows the marks") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "ranking", "bind": {"round": "morning"}})");
  CHECK(data_of(rig, 40).at("title") == "上午");
  CHECK(data_of(rig, 40).at("rows").empty());
  const auto mark = [&](const char* contestant, const char* content, const char* delivery) {
    rig.put("scores", std::string(contestant) + "-j1", score(contestant, "j1", content, delivery));
    rig.put("scores", std::string(contestant) + "-j2", score(contestant, "j2", content, delivery));
  };
  mark("c1", "8", "7.5");
  mark("c3", "9", "9");
  Json rows = data_of(rig, 40).at("rows");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].at("id") == "c3");
  CHECK(rows[0].at("rank") == 1);
  CHECK(rows[0].at("name") == "3号选手");
  CHECK(rows[0].at("total") == "18.00");
  CHECK(rows[1].at("id") == "c1");
  CHECK(rows[1].at("organization") == "党建办");
  CHECK(rows[1].at("total") == "15.50");
  CHECK(data_of(rig, 40).at("columns") ==
        parsed(R"([{"id": "content", "name": "内容"}, {"id": "delivery", "name": "表达"}])"));
  mark("c2", "10", "10");
  CHECK(data_of(rig, 40).at("rows").at(0).at("id") == "c2");

  rig.take(R"({"template": "ranking", "layer": 41, "bind": {"round": "morning", "group": "heads", "limit": 1}})");
  const Json limited = data_of(rig, 41);
  CHECK(limited.at("limit") == 1);
  CHECK(limited.at("subtitle") == "Department heads");
  REQUIRE(limited.at("rows").size() == 1);
  CHECK(limited.at("rows")[0].at("id") == "c2");
}

TEST_CASE("a public channel shows what the public may see, an operator's channel everything") {
  Rig rig;
  seed_contest(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  Json round = rig.show().snapshot()->store.find("rounds", "morning")->data;
  round["visibility"] = "sealed";
  rig.ok(PutResource{"rounds", "morning", round, std::nullopt});
  rig.take(R"({"template": "ranking", "bind": {"round": "morning"}})");
  rig.take(R"({"template": "ranking", "channel": "backstage", "bind": {"round": "morning"}})");
  rig.put("scores", "c1-j1", score("c1", "j1", "8.37", "7"));
  rig.put("scores", "c1-j2", score("c1", "j2", "8.37", "7"));
  CHECK(data_of(rig, 40).at("rows").empty());
  CHECK(leitai::json::dump(as_json(*rig.show().snapshot()->air).at("program")).find("15.37") == std::string::npos);
  CHECK(data_of(rig, 40, "backstage").at("rows").at(0).at("total") == "15.37");
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c1"})")});
  CHECK(data_of(rig, 40).at("rows").at(0).at("total") == "15.37");
}

TEST_CASE("what an item on air is bound to is not deleted, unless forced; then its last data stays") {
  Rig rig;
  seed_contest(rig);
  rig.put("timers", "spare", R"({"label": "备用", "mode": "up"})");
  rig.take(R"({"template": "timer", "bind": {"timer": "spare"}})");
  const Refusal refusal = rig.refused(DeleteResource{"timers", "spare", std::nullopt});
  CHECK(refusal.kind == RefusalKind::conflict);
  CHECK(refusal.members.at("references") == parsed(R"([{"type": "air", "id": "program.30", "pointer": "/bind"}])"));
  CHECK(rig.refused(ApplyEvents{{{"timers", "spare", nullptr}}}).kind == RefusalKind::conflict);
  rig.advance(100);
  rig.ok(DeleteResource{"timers", "spare", std::nullopt, true});
  CHECK(rig.layer(30).at("bind_state") == "missing");
  CHECK(data_of(rig, 30).at("label") == "备用");
  rig.advance(100);
  rig.put("timers", "spare", R"({"label": "回来", "mode": "up"})");
  CHECK(rig.layer(30).at("bind_state") == "ok");
  CHECK(data_of(rig, 30).at("label") == "回来");
}

TEST_CASE("once it is leaving, what an item was bound to may be deleted") {
  Rig rig;
  seed_contest(rig);
  rig.put("timers", "spare", R"({"label": "备用", "mode": "up"})");
  rig.take(R"({"template": "timer", "bind": {"timer": "spare"}, "duration_ms": 1000})");
  rig.advance(1'000);
  rig.ok(DeleteResource{"timers", "spare", std::nullopt});
  CHECK(data_of(rig, 30).at("label") == "备用");
}
