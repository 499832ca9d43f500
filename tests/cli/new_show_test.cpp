// SPDX-License-Identifier: GPL-2.0-or-later
// `leitai new`: the evening's show from the rehearsal's.
#include <catch2/catch.hpp>
#include <set>

#include "tests/cli/serving.h"

using namespace leitai;
using namespace leitai::test;

namespace {

json::Json events(std::initializer_list<std::tuple<const char*, const char*, json::Json>> list) {
  json::Json all = json::Json::array();
  for (const auto& [type, id, data] : list) all.push_back({{"type", type}, {"id", id}, {"data", data}});
  return all;
}

/// A rehearsal in which everything has happened that can.
void rehearse(Serving& serving) {
  REQUIRE(
      serving.post(
          "events",
          events({{"contest", "contest", {{"name", "街道擂台"}}},
                  {"groups", "g", {{"name", "部门负责人"}}},
                  {"people", "j1", {{"name", "1号评委"}, {"role", "judge"}}},
                  {"contestants", "c1", {{"name", "1号选手"}, {"group", "g"}, {"photo", "a.png"}}},
                  {"contestants", "c2", {{"name", "2号选手"}}},
                  {"rounds", "r", {{"name", "上午"}, {"contestants", {"c2", "c1"}}, {"visibility", "live"}}},
                  {"rounds", "final", {{"name", "决赛"}}},
                  {"channels", "hall", {{"audience", "operator"}, {"width", 1280}, {"height", 720}}},
                  {"timers", "t", {{"mode", "down"}, {"duration_ms", 60000}}},
                  {"boards", "b", {{"columns", {{{"id", "x"}}}}, {"rows", {{{"id", "row"}, {"cells", {{"x", "1"}}}}}}}},
                  {"cues", "cue", {{"template", "lower-third"}, {"bind", {{"contestant", "c1"}}}}},
                  {"rundown", "rundown", {{"items", {"cue"}}}},
                  {"messages", "m", {{"text", "试音"}}}})) == 200);
  REQUIRE(serving.client()
              .Put("/api/v1/media/a.png", read_file(std::string(LEITAI_SOURCE_DIR) + "/docs/pictures/ranking.png"),
                   "image/png")
              ->status == 200);
  REQUIRE(serving.post("rehearsal/marks", {{"round", "r"}}) == 200);
  REQUIRE(serving.post("rounds/final/order", {{"ranking", {{"round", "r"}}}}) == 200);
  REQUIRE(serving.client().Patch("/api/v1/rounds/r", R"({"state": "closed"})", "application/json")->status == 200);
  REQUIRE(serving.post("stage", {{"round", "final"}, {"contestant", "c1"}}) == 200);
  REQUIRE(serving.post("timers/t/start", json::Json::object()) == 200);
  REQUIRE(serving.post("air/take", {{"cue", "cue"}}) == 200);
  REQUIRE(serving.post("tokens", {{"name", "A"}, {"role", "scorer"}}) == 200);
}

}  // namespace

TEST_CASE("a new show has the roster, the rundown and the pictures of the old one, and nothing of what happened") {
  TempFolder folder;
  Serving old(folder / "old.leitai", 0, {"--rehearsal"});
  REQUIRE(old.is_ready());
  rehearse(old);
  // While the old one is still served.
  const auto made = run({"new", folder / "new.leitai", "--from", folder / "old.leitai", "--keep", "roster,rundown"});
  INFO(made.err);
  REQUIRE(made.status == 0);
  CHECK(run({"check", folder / "new.leitai"}).status == 0);
  Serving fresh(folder / "new.leitai");
  REQUIRE(fresh.is_ready());
  for (const char* type : {"contest", "groups", "people", "contestants", "channels", "cues", "rundown"}) {
    INFO(type);
    CHECK(fresh.get(type) == old.get(type));
    CHECK_FALSE(fresh.get(type).empty());
  }
  for (const char* type : {"scores", "reveals", "corrections", "confirms", "messages", "stage", "tokens"}) {
    INFO(type);
    CHECK(fresh.get(type) == json::Json::array());
  }
  const auto round = fresh.get("rounds/r");
  CHECK(round["contestants"] == json::Json{"c2", "c1"});
  CHECK_FALSE(round.contains("state"));
  const auto final_round = fresh.get("rounds/final");
  CHECK(final_round["name"] == "决赛");
  for (const char* name : {"contestants", "outcome_of", "order_made"}) CHECK_FALSE(final_round.contains(name));
  CHECK(fresh.get("timers/t")["duration_ms"] == 60000);
  CHECK(fresh.get("timers/t").value("state", "idle") == "idle");
  CHECK(fresh.get("boards/b")["rows"] == json::Json::array({{{"id", "row"}}}));
  CHECK(fresh.get("air")["channels"]["program"]["layers"] == json::Json::object());
  CHECK(fresh.get("media") == old.get("media"));
  CHECK(fresh.client().Get("/api/v1/media/a.png")->status == 200);
  CHECK(fresh.get("health")["show_id"] != old.get("health")["show_id"]);
  CHECK(fresh.get("health")["mode"] == "show");
  CHECK(old.get("health")["mode"] == "rehearsal");
}

TEST_CASE("only the roster is kept where only it is asked for") {
  TempFolder folder;
  Serving old(folder / "old.leitai", 0, {"--rehearsal"});
  REQUIRE(old.is_ready());
  rehearse(old);
  REQUIRE(run({"new", folder / "new.leitai", "--from", folder / "old.leitai", "--keep", "roster"}).status == 0);
  Serving fresh(folder / "new.leitai");
  REQUIRE(fresh.is_ready());
  CHECK(fresh.get("contestants") == old.get("contestants"));
  CHECK(fresh.get("cues") == json::Json::array());
}

TEST_CASE("a new show takes no other's place, and where it cannot be whole nothing is left") {
  TempFolder folder;
  const auto files = [&] {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "")) {
      const auto name = entry.path().filename().string();
      if (!name.starts_with("old.")) names.insert(name);
    }
    return names;
  };
  Serving old(folder / "old.leitai", 0, {"--rehearsal"});
  REQUIRE(old.is_ready());
  rehearse(old);
  // The cue is bound to a contestant who would not be there.
  const auto refused = run({"new", folder / "new.leitai", "--from", folder / "old.leitai", "--keep", "rundown"});
  CHECK(refused.status == 1);
  CHECK(refused.err.find("c1") != std::string::npos);
  CHECK(files().empty());
  CHECK(run({"new", folder / "new.leitai", "--from", folder / "missing.leitai"}).status == 2);
  CHECK(run({"new", folder / "old.leitai", "--from", folder / "old.leitai"}).status == 2);
  CHECK(files().empty());
  write_file(folder / "text.leitai", "no show at all, and longer than a header of the database's would be: it is text");
  CHECK(run({"new", folder / "new.leitai", "--from", folder / "text.leitai"}).status == 2);
}
