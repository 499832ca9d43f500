// SPDX-License-Identifier: GPL-2.0-or-later
// Boards that are made of a round's rows, on air.
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

/// Three criteria out of 10, 20 and without a limit, one judge, an earlier round of the same.
void seed(Rig& rig) {
  rig.put("groups", "zones", R"({"name": "功能区", "short_name": "区"})");
  rig.put("contestants", "c1", R"({"name": "1号选手", "number": 7, "organization": "党建办", "group": "zones"})");
  rig.put("contestants", "c2", R"({"name": "2号选手", "number": "08", "group": "zones"})");
  rig.put("contestants", "c3", R"({"name": "3号选手"})");
  rig.put("people", "j1", R"({"role": "judge"})");
  for (const char* round : {"spring", "summer"}) {
    rig.put("rounds", round, R"({"name": "擂台", "visibility": "live", "contestants": ["c1", "c2", "c3"], "scoring": {
        "criteria": [{"id": "plan", "name": "谋划", "max": "10", "weight": "2"}, {"id": "done", "max": "20"},
                     {"id": "star"}],
        "stars": [{"from": "20", "stars": 3}, {"from": "40", "stars": 4}]}})");
  }
  rig.ok(PatchResource{"rounds", "summer", parsed(R"({"compare_to": "spring"})"), std::nullopt});
}

void mark(Rig& rig, const std::string& round, const std::string& contestant, const std::string& plan,
          const std::string& done, const std::string& star) {
  const Json marks = {{"plan", plan}, {"done", done}, {"star", star}};
  const Json score = {{"round", round}, {"contestant", contestant}, {"judge", "j1"}, {"marks", marks}};
  rig.ok(PutResource{"scores", round + contestant, score, std::nullopt});
}

/// The rows of the board on a layer as "c1 1 (2) 9.5 18": rank, change, and the cells' values or texts.
std::vector<std::string> lines(Rig& rig, int layer) {
  std::vector<std::string> all;
  const Json data = data_of(rig, layer);
  for (const Json& row : data.at("rows")) {
    std::string line = row.at("id").get<std::string>() + " " + row.at("rank").dump();
    line += row.at("change").is_null() ? "" : " (" + row.at("change").dump() + ")";
    for (const Json& cell : row.at("cells")) {
      const Json& content = cell.at("value").is_null() ? cell.at("text") : cell.at("value");
      line += " " + (content.is_string() ? content.get<std::string>() : content.dump());
    }
    all.push_back(std::move(line));
  }
  return all;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("four boards are made of one set of marks, and follow it") {
  Rig rig;
  seed(rig);
  mark(rig, "spring", "c1", "9", "10", "1");
  mark(rig, "spring", "c2", "8", "20", "2");
  mark(rig, "spring", "c3", "7", "15", "3");
  for (const char* criterion : {"plan", "done", "star"}) {
    const Json source = {{"round", "summer"}, {"by", {{"criterion", criterion}}}};
    rig.ok(PutResource{"boards", criterion, Json{{"source", source}}, std::nullopt});
  }
  rig.put("boards", "total", R"({"name": "综合得分", "unit": "分", "source": {"round": "summer"}})");
  int layer = 101;
  for (const char* board : {"plan", "done", "star", "total"}) {
    rig.ok(AirCommand{AirVerb::take, Json{{"template", "board"}, {"layer", layer++}, {"bind", {{"board", board}}}}});
  }
  for (int i = 101; i <= 104; ++i) CHECK(lines(rig, i).empty());
  mark(rig, "summer", "c1", "7", "19.5", "1");
  mark(rig, "summer", "c2", "8.5", "19.5", "-2");
  mark(rig, "summer", "c3", "10", "2", "0");
  CHECK(lines(rig, 101) == Lines{"c3 1 (2) 10", "c2 2 (0) 8.5", "c1 3 (-2) 7"});
  CHECK(lines(rig, 102) == Lines{"c1 1 (2) 19.5", "c2 1 (0) 19.5", "c3 3 (-1) 2"});
  CHECK(lines(rig, 103) == Lines{"c1 1 (2) 1", "c3 2 (-1) 0", "c2 3 (-1) -2"});
  // 2·7 + 19.5 + 1, 2·8.5 + 19.5 − 2, 2·10 + 2 + 0. Spring: 29, 38, 32.
  CHECK(lines(rig, 104) == Lines{"c1 1 (2) 34.50 3", "c2 1 (0) 34.50 3", "c3 3 (-1) 22.00 3"});
  const Json total = data_of(rig, 104);
  CHECK(total.at("title") == "综合得分");
  CHECK(total.at("unit") == "分");
  CHECK(total.at("columns") == parsed(R"([{"id": "total", "name": "", "kind": "decimal"},
                                          {"id": "stars", "name": "", "kind": "stars"}])"));
  CHECK(data_of(rig, 101).at("title") == "擂台");
  CHECK(data_of(rig, 101).at("columns") == parsed(R"([{"id": "plan", "name": "谋划", "kind": "decimal"}])"));
  CHECK(data_of(rig, 102).at("columns").at(0).at("name") == "done");
  mark(rig, "summer", "c2", "10", "20", "5");
  CHECK(lines(rig, 101).front() == "c2 1 (1) 10");  // level with c3, and before it in running order
  CHECK(lines(rig, 102).front() == "c2 1 (0) 20");
  CHECK(lines(rig, 103).front() == "c2 1 (1) 5");
  CHECK(lines(rig, 104).front() == "c2 1 (0) 45.00 4");
  rig.reopen();
  CHECK(lines(rig, 104).front() == "c2 1 (0) 45.00 4");
}

TEST_CASE("a board of a round shows what its columns ask for, as they ask for it") {
  Rig rig;
  seed(rig);
  for (const char* id : {"c1", "c2"}) mark(rig, "summer", id, std::string(id) == "c1" ? "9" : "7.5", "18", "130.5");
  mark(rig, "spring", "c1", "1", "1", "1");
  mark(rig, "spring", "c2", "2", "2", "2");
  const auto cells = [&](const char* columns) {
    rig.ok(PutResource{"boards", "b", Json{{"source", {{"round", "summer"}}}, {"columns", parsed(columns)}},
                       std::nullopt});
    return data_of(rig, 44).at("rows").at(0).at("cells");
  };
  rig.put("boards", "b", R"({"source": {"round": "summer"}})");
  rig.take(R"({"template": "board", "bind": {"board": "b"}})");
  CHECK(cells(R"([{"id": "rank"}, {"id": "number"}, {"id": "name"}, {"id": "group"}, {"id": "organization"}])") ==
        parsed(R"([{"id": "rank", "kind": "decimal", "text": null, "value": "1"},
                   {"id": "number", "kind": "text", "text": "7", "value": null},
                   {"id": "name", "kind": "text", "text": "1号选手", "value": null},
                   {"id": "group", "kind": "text", "text": "功能区", "value": null},
                   {"id": "organization", "kind": "text", "text": "党建办", "value": null}])"));
  CHECK(cells(R"([{"id": "change"}, {"id": "plan", "kind": "bar"}, {"id": "done", "kind": "bar", "max": "60"},
                  {"id": "star", "kind": "bar"}, {"id": "total", "kind": "bar"}])") ==
        parsed(R"([{"id": "change", "kind": "text", "text": "+1", "value": null},
                   {"id": "plan", "kind": "bar", "text": null, "value": "9", "max": "10"},
                   {"id": "done", "kind": "bar", "text": null, "value": "18", "max": "60"},
                   {"id": "star", "kind": "bar", "text": null, "value": "130.5", "max": "130.5"},
                   {"id": "total", "kind": "bar", "text": null, "value": "166.50", "max": "166.5"}])"));
  // 9 of 10 as stars are 4.5 of 5; the default panel's Σ weight·value is the total here.
  CHECK(cells(R"([{"id": "stars"}, {"id": "plan", "kind": "stars"}, {"id": "done", "kind": "text"},
                  {"id": "judges"}])") ==
        parsed(R"([{"id": "stars", "kind": "stars", "text": null, "value": 4, "max": "5"},
                   {"id": "plan", "kind": "stars", "text": null, "value": "4.5", "max": "5"},
                   {"id": "done", "kind": "text", "text": "18", "value": null},
                   {"id": "judges", "kind": "decimal", "text": null, "value": "166.5"}])"));
  CHECK(cells(R"([{"id": "stars", "max": "4"}, {"id": "total", "kind": "decimal", "name": "总分"}])") ==
        parsed(R"([{"id": "stars", "kind": "stars", "text": null, "value": 4, "max": "4"},
                   {"id": "total", "kind": "decimal", "text": null, "value": "166.50"}])"));
  CHECK(data_of(rig, 44).at("columns").at(1).at("name") == "总分");
}

TEST_CASE("what marks may be says nothing of a panel that adds them up") {
  Rig rig;
  seed(rig);
  rig.put("rounds", "sum", R"({"visibility": "live", "scoring": {"criteria": [{"id": "plan", "max": "10"}],
      "panels": [{"id": "p", "judges": ["j1"], "average": "sum"}]}})");
  rig.put("scores", "s", R"({"round": "sum", "contestant": "c1", "judge": "j1", "marks": {"plan": "9"}})");
  rig.put("boards", "b", R"({"source": {"round": "sum"}, "columns": [{"id": "plan", "kind": "bar"},
      {"id": "total", "kind": "bar"}]})");
  rig.take(R"({"template": "board", "bind": {"board": "b"}})");
  const auto cells = [&] { return Json(data_of(rig, 44).at("rows").at(0).at("cells")); };
  for (const Json& cell : cells()) CHECK(cell.at("max") == "100");
  rig.ok(PatchResource{"rounds", "sum", parsed(R"({"scoring": {"panels": null}})"), std::nullopt});
  for (const Json& cell : cells()) CHECK(cell.at("max") == "10");
}

TEST_CASE("a board of a round is compared to the board that it names, or its round's other round") {
  Rig rig;
  seed(rig);
  for (const char* round : {"spring", "summer"}) {
    const bool first = std::string(round) == "spring";
    mark(rig, round, "c1", first ? "1" : "9", "1", "1");
    mark(rig, round, "c2", first ? "2" : "8", "2", "1");
    mark(rig, round, "c3", first ? "3" : "7", "3", "1");
  }
  rig.put("boards", "b", R"({"source": {"round": "summer", "by": {"criterion": "plan"}, "limit": 2}})");
  rig.take(R"({"template": "board", "bind": {"board": "b"}})");
  CHECK(lines(rig, 44) == Lines{"c1 1 (2) 9", "c2 2 (0) 8"});  // who was third counts, too
  rig.put("boards", "data", R"({"columns": [{"id": "sum"}], "sort": "sum",
      "rows": [{"id": "c1", "cells": {"sum": "1"}}, {"id": "x", "cells": {"sum": "2"}}]})");
  rig.ok(PatchResource{"boards", "b", Json{{"compare_to", "data"}}, std::nullopt});
  CHECK(lines(rig, 44) == Lines{"c1 1 (1) 9", "c2 2 8"});
  rig.put("boards", "other", R"({"source": {"round": "summer", "by": {"criterion": "done"}, "limit": 1}})");
  rig.ok(PatchResource{"boards", "b", Json{{"compare_to", "other"}}, std::nullopt});
  CHECK(lines(rig, 44) == Lines{"c1 1 (2) 9", "c2 2 (0) 8"});
  mark(rig, "summer", "c1", "9", "20", "1");
  CHECK(lines(rig, 44) == Lines{"c1 1 (0) 9", "c2 2 (1) 8"});
  // A table of data is compared to one of a round, too.
  rig.ok(PatchResource{"boards", "data", Json{{"compare_to", "other"}}, std::nullopt});
  rig.take(R"({"template": "board", "layer": 144, "bind": {"board": "data"}})");
  CHECK(lines(rig, 144) == Lines{"x 1 2", "c1 2 (-1) 1"});
  mark(rig, "summer", "c1", "9", "0", "1");
  CHECK(lines(rig, 144) == Lines{"x 1 2", "c1 2 (1) 1"});
}

TEST_CASE("a public channel's board shows a group, and nobody who is hidden") {
  Rig rig;
  seed(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  rig.ok(PatchResource{"rounds", "summer", parsed(R"({"visibility": "sealed", "compare_to": null})"), std::nullopt});
  rig.put("boards", "b", R"({"name": "表", "source": {"round": "summer", "group": "zones"}})");
  rig.take(R"({"template": "board", "bind": {"board": "b"}})");
  rig.take(R"({"template": "board", "channel": "backstage", "bind": {"board": "b"}})");
  CHECK(data_of(rig, 44).at("subtitle") == "功能区");
  for (const char* id : {"c1", "c2", "c3"}) mark(rig, "summer", id, std::string("1"), "1", "1");
  CHECK(data_of(rig, 44).at("rows").empty());
  CHECK(data_of(rig, 44, "backstage").at("rows").size() == 2);
  rig.ok(RevealCommand{"summer", parsed(R"({"contestant": "c1"})")});
  CHECK(lines(rig, 44) == Lines{"c1 1 4.00 null"});
  rig.ok(RevealCommand{"summer", parsed(R"({"all": true})")});
  CHECK(lines(rig, 44).size() == 2);
  rig.ok(RevealCommand{"summer", parsed(R"({"back": true})")});
  CHECK(lines(rig, 44) == Lines{"c1 1 4.00 null"});
  // With outcome_of as well it waits for everybody.
  rig.ok(PatchResource{"boards", "b", Json{{"outcome_of", "summer"}}, std::nullopt});
  CHECK(data_of(rig, 44).at("title") == "");
  rig.ok(PatchResource{"boards", "b", Json{{"outcome_of", nullptr}}, std::nullopt});
  rig.ok(PatchResource{"rounds", "summer", Json{{"state", "planned"}}, std::nullopt});
  CHECK(data_of(rig, 44) == parsed(R"({"title": "", "subtitle": "", "unit": "", "columns": [], "rows": []})"));
  CHECK(data_of(rig, 44, "backstage").at("rows").size() == 2);
}

TEST_CASE("a board's round and group are not deleted under it") {
  Rig rig;
  seed(rig);
  rig.put("rounds", "r", "{}");
  rig.put("groups", "g", "{}");
  rig.put("boards", "b", R"({"source": {"round": "r", "group": "g"}})");
  for (const char* type : {"rounds", "groups"}) {
    const Refusal refused = rig.refused(DeleteResource{type, std::string(1, type[0]), std::nullopt});
    CHECK(refused.kind == RefusalKind::conflict);
    CHECK(refused.members.at("references").at(0).at("type") == "boards");
    CHECK(refused.members.at("references").at(0).at("pointer") ==
          (std::string(type) == "rounds" ? "/source/round" : "/source/group"));
  }
  rig.ok(DeleteResource{"boards", "b", std::nullopt});
  rig.ok(DeleteResource{"rounds", "r", std::nullopt});
}
