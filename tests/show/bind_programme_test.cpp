// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "server/show/bind.h"
#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

void mark(Rig& rig, const std::string& contestant, const std::string& content) {
  for (const char* judge : {"j1", "j2"}) {
    rig.put("scores", contestant + "-" + judge, score(contestant, judge, content, content));
  }
}

void make_sealed(Rig& rig) {
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "sealed"}}, std::nullopt});
}

/// "c1 done, c2 on": the rows and their states.
std::string states(const Json& data) {
  std::string text;
  for (const Json& row : data.at("rows")) {
    text += (text.empty() ? "" : ", ") + row.at("id").get<std::string>() + " " + row.at("state").get<std::string>();
  }
  return text;
}

std::vector<std::string> ids(const Json& list) {
  std::vector<std::string> result;
  for (const Json& entry : list) result.push_back(entry.at("id"));
  return result;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a running order says who was, is, and comes next") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "running-order", "bind": {"running_order": "morning"}})");
  CHECK(data_of(rig, 43).at("title") == "上午");
  CHECK(states(data_of(rig, 43)) == "c1 next, c2 waiting, c3 waiting, c4 waiting");
  CHECK(data_of(rig, 43).at("rows").at(0) == parsed(R"({"id": "c1", "order": 1, "number": "1", "name": "1号选手",
    "organization": "党建办", "state": "next", "total": null})"));
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c2"})")});
  CHECK(states(data_of(rig, 43)) == "c1 done, c2 on, c3 next, c4 waiting");
  rig.ok(PatchResource{"contestants", "c3", Json{{"withdrawn", true}}, std::nullopt});
  CHECK(states(data_of(rig, 43)) == "c1 done, c2 on, c4 next");
  CHECK(data_of(rig, 43).at("rows").at(2).at("order") == 4);
  mark(rig, "c2", "9");
  CHECK(data_of(rig, 43).at("rows").at(1).at("total") == "18.00");
  rig.ok(StageCommand{parsed(R"({"clear": true})")});
  CHECK(states(data_of(rig, 43)) == "c1 next, c2 done, c4 waiting");
  rig.ok(PatchResource{"rounds", "morning", Json{{"state", "closed"}}, std::nullopt});
  CHECK(states(data_of(rig, 43)) == "c1 done, c2 done, c4 done");
  rig.take(R"({"template": "running-order", "layer": 143, "bind": {"running_order": "morning", "group": "zones"}})");
  CHECK(data_of(rig, 143).at("subtitle") == "Zone directors");
  CHECK(ids(data_of(rig, 143).at("rows")) == Ids{"c4"});
}

TEST_CASE("a running order that tells who went on is shown once they are public there") {
  Rig rig;
  seed_contest(rig);
  make_sealed(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  for (const auto& [contestant, content] : {std::pair{"c1", "9"}, {"c2", "8"}, {"c3", "7"}, {"c4", "6"}}) {
    mark(rig, contestant, content);
  }
  rig.put("rounds", "final", R"({"name": "决赛", "contestants": ["c3", "c1"],
      "scoring": {"carry": [{"round": "morning"}]}})");
  const char* take = R"({"template": "running-order", "bind": {"running_order": "final"}})";
  rig.take(take);
  rig.take(R"({"template": "running-order", "channel": "backstage", "bind": {"running_order": "final"}})");
  CHECK(data_of(rig, 43).at("title") == "决赛");
  CHECK(data_of(rig, 43).at("rows").empty());
  CHECK(ids(data_of(rig, 43, "backstage").at("rows")) == Ids{"c3", "c1"});
  const auto results_order = [&] {
    const Json results = public_results(rig.show().snapshot());
    for (const Json& round : results.at("rounds")) {
      if (round.at("id") == "final") return round.at("running_order");
    }
    return Json();
  };
  CHECK(results_order() == Json::array());
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c3"})")});
  CHECK(data_of(rig, 43).at("rows").empty());
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c1"})")});
  CHECK(ids(data_of(rig, 43).at("rows")) == Ids{"c3", "c1"});
  CHECK(results_order() == parsed(R"(["c3", "c1"])"));
  rig.ok(RevealCommand{"morning", parsed(R"({"back": true})")});
  CHECK(data_of(rig, 43).at("rows").empty());
}

TEST_CASE("a running order of everybody, or of whole groups, tells no outcome; one with outcome_of does") {
  Rig rig;
  seed_contest(rig);
  make_sealed(rig);
  rig.put("rounds", "talk", R"({"contestants": ["c2", "c1"], "scoring": {"carry": [{"round": "morning"}]}})");
  rig.take(R"({"template": "running-order", "bind": {"running_order": "talk"}})");
  CHECK(ids(data_of(rig, 43).at("rows")) == Ids{"c2", "c1"});
  rig.ok(PatchResource{"rounds", "talk", Json{{"outcome_of", "morning"}}, std::nullopt});
  CHECK(data_of(rig, 43).at("rows").empty());
  mark(rig, "c1", "9");
  mark(rig, "c2", "8");
  rig.ok(RevealCommand{"morning", parsed(R"({"group": "heads"})")});
  CHECK(ids(data_of(rig, 43).at("rows")) == Ids{"c2", "c1"});
  CHECK(rig.put_refused("rounds", "talk", R"({"outcome_of": "nowhere"})").errors.at(0).pointer == "/outcome_of");
}

TEST_CASE("awards come by group, each once everybody whom it names is public") {
  Rig rig;
  seed_contest(rig);
  make_sealed(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  for (const auto& [contestant, content] : {std::pair{"c1", "9"}, {"c2", "8"}, {"c3", "7"}, {"c4", "6"}}) {
    mark(rig, contestant, content);
  }
  rig.put("awards", "a-zones",
          R"({"round": "morning", "group": "zones", "contestants": ["c3"], "citation": "统筹有方"})");
  rig.put("awards", "b-heads", R"({"round": "morning", "group": "heads", "contestants": ["c1", "c2"]})");
  rig.put("awards", "c-all", R"({"round": "morning", "contestants": ["c1"], "citation": "最佳人气"})");
  rig.put("awards", "elsewhere", R"({"contestants": ["c4"], "citation": "别处"})");
  rig.take(R"({"template": "awards", "bind": {"awards": "morning"}})");
  rig.take(R"({"template": "awards", "channel": "backstage", "bind": {"awards": "morning"}})");
  const Json all = data_of(rig, 45, "backstage");
  CHECK(all.at("title") == "上午");
  CHECK(all.at("subtitle") == "Street arena");
  CHECK(all.at("groups") == parsed(R"([
    {"id": "b-heads", "name": "Department heads", "citation": "", "winners": [
      {"id": "c1", "name": "1号选手", "organization": "党建办", "total": "18.00"},
      {"id": "c2", "name": "2号选手", "organization": "经管站", "total": "16.00"}]},
    {"id": "a-zones", "name": "Zone directors", "citation": "统筹有方", "winners": [
      {"id": "c3", "name": "3号选手", "organization": "", "total": "14.00"}]},
    {"id": "c-all", "name": "最佳人气", "citation": "", "winners": [
      {"id": "c1", "name": "1号选手", "organization": "党建办", "total": "18.00"}]}])"));
  CHECK(data_of(rig, 45).at("groups").empty());
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c1"})")});
  CHECK(ids(data_of(rig, 45).at("groups")) == Ids{"c-all"});
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c2"})")});
  CHECK(ids(data_of(rig, 45).at("groups")) == Ids{"b-heads", "c-all"});
  rig.take(R"({"template": "awards", "layer": 145, "bind": {"awards": "morning", "group": "heads"}})");
  CHECK(ids(data_of(rig, 145).at("groups")) == Ids{"b-heads"});
}

TEST_CASE("a board is ranked by its sort, and says the places gained") {
  Rig rig;
  rig.put("boards", "second", R"({"columns": [{"id": "sum"}], "sort": "sum",
      "rows": [{"id": "east", "cells": {"sum": "90"}}, {"id": "west", "cells": {"sum": "80"}}]})");
  rig.put("boards", "third", R"({"name": "三季度", "unit": "分", "compare_to": "second", "sort": "sum",
      "columns": [{"id": "text", "name": "备注"}, {"id": "sum", "name": "得分", "kind": "decimal"},
                  {"id": "star", "kind": "stars"}, {"id": "done", "kind": "bar"}],
      "rows": [{"id": "east", "name": "东区", "cells": {"sum": 85.5, "text": "稳", "star": "4.5", "done": "40"}},
               {"id": "none", "name": "无"}, {"id": "north", "name": "北区", "cells": {"sum": "85.50"}},
               {"id": "west", "name": "西区", "cells": {"sum": "101.25", "done": "暂停"}}]})");
  rig.take(R"({"template": "board", "bind": {"board": "third"}})");
  const Json board = data_of(rig, 44);
  CHECK(board.at("title") == "三季度");
  CHECK(board.at("unit") == "分");
  CHECK(board.at("columns").at(2) == parsed(R"({"id": "star", "name": "star", "kind": "stars"})"));
  CHECK(ids(board.at("rows")) == Ids{"west", "east", "north", "none"});
  const auto ranks = [&](const char* name) {
    Json list = Json::array();
    for (const Json& row : board.at("rows")) list.push_back(row.at(name));
    return list;
  };
  CHECK(ranks("rank") == parsed("[1, 2, 2, null]"));
  CHECK(ranks("change") == parsed("[1, -1, null, null]"));
  CHECK(board.at("rows").at(1).at("cells") == parsed(R"([
    {"id": "text", "kind": "text", "text": "稳", "value": null},
    {"id": "sum", "kind": "decimal", "text": null, "value": "85.5"},
    {"id": "star", "kind": "stars", "text": null, "value": "4.5", "max": "5"},
    {"id": "done", "kind": "bar", "text": null, "value": "40", "max": "100"}])"));
  CHECK(board.at("rows").at(0).at("cells").at(3).at("text") == "暂停");
  rig.ok(PatchResource{"boards", "third", parsed(R"({"sort": {"by": "sum", "order": "ascending"}})"), std::nullopt});
  CHECK(ids(data_of(rig, 44).at("rows")) == Ids{"east", "north", "west", "none"});
  rig.ok(PatchResource{"boards", "third", parsed(R"({"sort": null})"), std::nullopt});
  CHECK(ids(data_of(rig, 44).at("rows")) == Ids{"east", "none", "north", "west"});
  CHECK(data_of(rig, 44).at("rows").at(0).at("rank").is_null());
}

TEST_CASE("a board that tells an outcome is empty until everybody whom it names is public") {
  Rig rig;
  seed_contest(rig);
  make_sealed(rig);
  mark(rig, "c1", "9");
  mark(rig, "c2", "8");
  rig.put("boards", "top",
          R"({"name": "前两名", "outcome_of": "morning", "sort": "sum", "columns": [{"id": "sum", "kind": "decimal"}],
      "rows": [{"id": "c1", "cells": {"sum": "18"}}, {"id": "c2", "cells": {"sum": "16"}}]})");
  rig.put("boards", "named", R"({"outcome_of": "morning", "rows": [{"id": "x", "name": "1号选手"}]})");
  rig.take(R"({"template": "board", "bind": {"board": "top"}})");
  rig.take(R"({"template": "board", "layer": 144, "bind": {"board": "named"}})");
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c2"})")});
  CHECK(data_of(rig, 44) == parsed(R"({"title": "", "subtitle": "", "unit": "", "columns": [], "rows": []})"));
  rig.ok(RevealCommand{"morning", parsed(R"({"contestant": "c1"})")});
  CHECK(ids(data_of(rig, 44).at("rows")) == Ids{"c1", "c2"});
  CHECK(data_of(rig, 44).at("rows").at(0).at("name") == "1号选手");
  CHECK(data_of(rig, 144).at("rows").empty());
  mark(rig, "c3", "7");
  mark(rig, "c4", "6");
  rig.ok(RevealCommand{"morning", parsed(R"({"all": true})")});
  CHECK(data_of(rig, 144).at("rows").size() == 1);
}

TEST_CASE("the stage is whoever is on it") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "lower-third", "bind": {"stage": true}})");
  CHECK(rig.layer(20).at("bind_state") == "ok");
  CHECK(data_of(rig, 20).at("title") == "");
  rig.ok(StageCommand{parsed(R"({"round": "morning", "contestant": "c1", "segment": "talk"})")});
  const Json talk = data_of(rig, 20);
  CHECK(talk.at("title") == "1号选手");
  CHECK(talk.at("subtitle") == "党建办 主任");
  CHECK(talk.at("tag") == "部门");
  CHECK(talk.at("kicker") == "上午 演讲");
  CHECK(talk.at("text") == "1号选手");
  rig.ok(StageCommand{parsed(R"({"next": true})")});
  CHECK(data_of(rig, 20).at("title") == "1号助阵");
  CHECK(data_of(rig, 20).at("contestant") == "1号选手");
  CHECK(data_of(rig, 20).at("segment") == "助阵");
  CHECK(data_of(rig, 20).at("tag") == "");
  rig.ok(StageCommand{parsed(R"({"clear": true})")});
  CHECK(data_of(rig, 20).at("title") == "");
}

TEST_CASE("a ranking says where a quota's cut lies, once it is known") {
  Rig rig;
  seed_contest(rig);
  make_sealed(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  rig.ok(PatchResource{"rounds", "morning", parsed(R"({"quota": {"total": 2}})"), std::nullopt});
  for (const char* channel : {"program", "backstage"}) {
    int layer = 140;
    for (const char* bind : {R"({"round": "morning"})", R"({"round": "morning", "limit": 3})",
                             R"({"round": "morning", "limit": 2})", R"({"round": "morning", "group": "heads"})"}) {
      rig.ok(
          AirCommand{AirVerb::take,
                     Json{{"template", "ranking"}, {"channel", channel}, {"layer", layer++}, {"bind", parsed(bind)}}});
    }
  }
  /// Of all, the first three, the first two, and the heads.
  const auto cuts = [&](const std::string& channel) {
    Json all = Json::array();
    for (int layer = 140; layer < 144; ++layer) all.push_back(data_of(rig, layer, channel).value("cut_after", Json()));
    return leitai::json::dump(all);
  };
  CHECK(cuts("backstage") == "[null,null,null,null]");
  for (const auto& [contestant, content] : {std::pair{"c1", "9"}, {"c2", "7"}, {"c3", "8"}, {"c4", "6"}}) {
    mark(rig, contestant, content);
  }
  CHECK(cuts("backstage") == "[2,2,null,1]");
  for (const char* contestant : {"c1", "c3", "c2"}) {
    rig.ok(RevealCommand{"morning", Json{{"contestant", contestant}}});
    CHECK(cuts("program") == "[null,null,null,null]");
  }
  rig.ok(RevealCommand{"morning", parsed(R"({"all": true})")});
  CHECK(cuts("program") == "[2,2,null,1]");
  mark(rig, "c2", "8");
  CHECK(cuts("program") == "[null,null,null,null]");  // a tie across the cut
  rig.put("tiebreaks", "lot", R"({"round": "morning", "order": ["c2", "c3"]})");
  CHECK(cuts("program") == "[2,2,null,null]");  // both heads are awarded
  rig.ok(PatchResource{"contestants", "c1", Json{{"withdrawn", true}}, std::nullopt});
  CHECK(cuts("program") == "[2,2,null,null]");
  rig.ok(PatchResource{"rounds", "morning", parsed(R"({"quota": {"total": null, "groups": {"zones": 1}}})"),
                       std::nullopt});
  CHECK(cuts("program") == "[null,null,null,null]");
  rig.ok(PatchResource{"contestants", "c1", Json{{"withdrawn", false}}, std::nullopt});
  rig.ok(PatchResource{"rounds", "morning", parsed(R"({"quota": {"groups": {"heads": 1}}})"), std::nullopt});
  CHECK(cuts("program") == "[null,null,null,1]");
}

TEST_CASE("a vote's rows have votes, their share, and what the most are") {
  Rig rig;
  seed_contest(rig);
  rig.put("rounds", "vote", R"({"name": "观众投票", "visibility": "running", "contestants": ["c1", "c2", "c3"],
      "scoring": {"method": "given"}})");
  rig.put("totals", "t1", R"({"round": "vote", "contestant": "c1", "total": "2"})");
  rig.put("totals", "t2", R"({"round": "vote", "contestant": "c2", "total": "1"})");
  rig.take(R"({"template": "ranking", "bind": {"round": "vote", "limit": 1}})");
  const Json vote = data_of(rig, 40);
  CHECK(vote.at("title") == "观众投票");
  CHECK(vote.at("open") == true);
  CHECK(vote.at("votes") == "3");
  REQUIRE(vote.at("rows").size() == 1);
  CHECK(vote.at("rows").at(0).at("votes") == "2");
  CHECK(vote.at("rows").at(0).at("share") == "66.7");
  CHECK(vote.at("rows").at(0).at("most") == "2");
  // Of a sealed vote the sum would tell how many the hidden have.
  rig.ok(PatchResource{"rounds", "vote", parsed(R"({"visibility": "sealed", "state": "closed"})"), std::nullopt});
  rig.ok(RevealCommand{"vote", parsed(R"({"contestant": "c2"})")});
  CHECK(data_of(rig, 40).at("open") == false);
  CHECK(data_of(rig, 40).at("votes").is_null());
  CHECK(data_of(rig, 40).at("rows").at(0).at("votes") == "1");
  CHECK(data_of(rig, 40).at("rows").at(0).at("share").is_null());
  rig.put("totals", "t3", R"({"round": "vote", "contestant": "c3", "total": "0"})");
  rig.ok(RevealCommand{"vote", parsed(R"({"all": true})")});
  CHECK(data_of(rig, 40).at("votes") == "3");
}

TEST_CASE("only what a bind is made of makes it new: another round's scores do not") {
  Rig rig;
  seed_contest(rig);
  rig.put("rounds", "other", R"({"contestants": ["c1"], "visibility": "live"})");
  rig.put("boards", "table", R"({"name": "表"})");
  rig.put("awards", "a", R"({"round": "morning", "contestants": ["c1"]})");
  const std::vector<std::string> binds = {R"({"round": "morning"})",
                                          R"({"score": {"round": "morning", "contestant": "c1"}})",
                                          R"({"versus": {"round": "morning", "a": "c1", "b": "c2"}})",
                                          R"({"awards": "morning"})", R"({"running_order": "morning"})"};
  const auto store = rig.show().snapshot()->store;
  const auto depends = [&](const std::string& bind, const Touched& touched) {
    return bind_depends_on(store, parsed(bind), touched);
  };
  Touched ours, others, board, messages, stage;
  ours.rounds = {"morning"};
  others.rounds = {"other"};
  board.resources["boards"] = {"table"};
  messages.resources["messages"] = {"m"};
  stage.resources["stage"] = {"stage"};
  for (const std::string& bind : binds) {
    CAPTURE(bind);
    CHECK(depends(bind, ours));
    CHECK_FALSE(depends(bind, others));
    CHECK_FALSE(depends(bind, board));
    CHECK_FALSE(depends(bind, messages));
    CHECK(depends(bind, stage) == (bind == R"({"running_order": "morning"})"));
  }
  for (const char* bind : {R"({"contestant": "c1"})", R"({"timer": "clock"})", R"({"board": "table"})",
                           R"({"messages": true})", R"({"stage": true})"}) {
    CAPTURE(bind);
    CHECK_FALSE(depends(bind, ours));
    CHECK(depends(bind, board) == (std::string(bind) == R"({"board": "table"})"));
    CHECK(depends(bind, messages) == (std::string(bind) == R"({"messages": true})"));
    CHECK(depends(bind, stage) == (std::string(bind) == R"({"stage": true})"));
  }
  // What another round carries or is compared to is part of it.
  rig.put("rounds", "final", R"({"contestants": ["c1"], "scoring": {"carry": [{"round": "other"}]}})");
  rig.ok(PatchResource{"rounds", "morning", Json{{"compare_to", "final"}}, std::nullopt});
  CHECK(bind_depends_on(rig.show().snapshot()->store, parsed(binds[1]), others));
}

TEST_CASE("a score that moves from one round to another touches both") {
  Rig rig;
  seed_contest(rig);
  rig.put("rounds", "other", R"({"name": "别场", "contestants": ["c1"], "visibility": "running",
      "scoring": {"criteria": [{"id": "content"}, {"id": "delivery"}]}})");
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "running"}}, std::nullopt});
  rig.put("scores", "s", score("c1", "j1", "9", "8"));
  rig.take(R"({"template": "score-card", "bind": {"score": {"round": "morning", "contestant": "c1"}}})");
  CHECK(data_of(rig, 41).at("total") == "17.00");
  rig.ok(PatchResource{"scores", "s", Json{{"round", "other"}}, std::nullopt});
  CHECK(data_of(rig, 41).at("total").is_null());
}

TEST_CASE("what new kinds are bound to is not deleted, unless forced; then the last data stays") {
  Rig rig;
  seed_contest(rig);
  rig.put("boards", "table", R"({"name": "表"})");
  rig.put("rounds", "spare", R"({"name": "备用", "contestants": []})");
  rig.take(R"({"template": "board", "bind": {"board": "table"}})");
  rig.take(R"({"template": "running-order", "bind": {"running_order": "spare"}})");
  rig.take(R"({"template": "awards", "bind": {"awards": "spare", "group": "zones"}})");
  const Refusal refusal = rig.refused(DeleteResource{"rounds", "spare", std::nullopt});
  CHECK(refusal.members.at("references") == parsed(R"([{"type": "air", "id": "program.43", "pointer": "/bind"},
                                                       {"type": "air", "id": "program.45", "pointer": "/bind"}])"));
  CHECK(rig.refused(DeleteResource{"boards", "table", std::nullopt}).kind == RefusalKind::conflict);
  rig.ok(DeleteResource{"boards", "table", std::nullopt, true});
  rig.ok(DeleteResource{"rounds", "spare", std::nullopt, true});
  CHECK(rig.layer(44).at("bind_state") == "missing");
  CHECK(data_of(rig, 44).at("title") == "表");
  CHECK(rig.layer(43).at("bind_state") == "missing");
  CHECK(rig.layer(45).at("bind_state") == "missing");
  rig.put("boards", "table", R"({"name": "新表"})");
  CHECK(rig.layer(44).at("bind_state") == "ok");
  CHECK(data_of(rig, 44).at("title") == "新表");
  CHECK(bind_names(parsed(R"({"score": {"round": "r", "contestant": "c"}})"), "contestants", "c"));
  CHECK(bind_names(parsed(R"({"score": {"round": "r", "contestant": "c"}})"), "rounds", "r"));
  CHECK(bind_names(parsed(R"({"versus": {"round": "r", "a": "c", "b": "d"}})"), "contestants", "d"));
  CHECK_FALSE(bind_names(parsed(R"({"versus": {"round": "r", "a": "c", "b": "d"}})"), "contestants", "r"));
  CHECK_FALSE(bind_names(parsed(R"({"score": {"round": "r", "contestant": "c"}})"), "people", "c"));
  CHECK(bind_names(parsed(R"({"awards": "r", "group": "g"})"), "groups", "g"));
}
