// SPDX-License-Identifier: GPL-2.0-or-later
// Bound data against the fields of the shipped templates that list the bind.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "server/show/bind.h"
#include "server/show/data_schema.h"
#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;
using leitai::contest::Audience;

namespace {

struct Shipped {
  std::string name;
  Json fields;
  std::vector<std::string> binds;
};

std::vector<Shipped> shipped_templates() {
  std::vector<Shipped> all;
  const std::filesystem::path themes = std::filesystem::path(LEITAI_SOURCE_DIR) / "overlays/themes";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(themes)) {
    if (entry.path().parent_path().filename() != "templates" || entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    std::stringstream content;
    content << file.rdbuf();
    const Json data = parsed(content.str());
    all.push_back(
        {entry.path().string(), data.value("fields", Json::object()), data.value("binds", std::vector<std::string>())});
  }
  return all;
}

/// More of everything than a template takes.
void seed_large_contest(Rig& rig) {
  std::vector<leitai::contest::Event> events;
  const auto add = [&](const char* type, const std::string& id, Json data) {
    events.push_back({type, id, std::move(data)});
  };
  const auto name = [](const char* kind, int number) { return kind + std::to_string(number); };
  add("contest", "contest", {{"name", "擂台"}});
  add("groups", "g", {{"name", "部门组"}, {"short_name", "部门"}});
  Json criteria = Json::array(), order = Json::array(), judges = Json::array();
  for (int k = 0; k < 10; ++k) criteria.push_back({{"id", name("k", k)}, {"max", "10"}, {"weight", "0.1"}});
  for (int j = 0; j < 20; ++j) {
    judges.push_back(name("j", j));
    add("people", name("j", j), {{"name", name("评委", j)}, {"role", "judge"}});
  }
  for (int c = 0; c < 20; ++c) {
    order.push_back(name("c", c));
    add("contestants", name("c", c), {{"name", name("选手", c)}, {"number", c}, {"group", "g"}});
    add("totals", name("t", c), {{"round", "given"}, {"contestant", name("c", c)}, {"total", c * 1.5}});
    add("awards", name("a", c), {{"round", "marked"}, {"citation", "好"}, {"contestants", order}});
    for (int j = 0; j < 20; ++j) {
      Json marks = Json::object();
      for (int k = 0; k < 10; ++k) marks[name("k", k)] = (c + j + k) % 10;
      const std::string id = name("s", c) + "-" + std::to_string(j);
      Json score = {{"round", "marked"}, {"contestant", name("c", c)}, {"judge", name("j", j)}};
      if (c == 0 && j == 0) {
        score["absent"] = true;
      } else {
        score["marks"] = marks;
      }
      add("scores", id, score);
    }
  }
  for (int i = 0; i < 10; ++i) {
    add("adjustments", name("x", i),
        {{"round", "marked"}, {"contestant", "c3"}, {"points", "-1"}, {"kind", "penalty"}});
  }
  const Json stars = Json::array({{{"from", "0"}, {"stars", 7}}});
  add("rounds", "marked",
      {{"name", "上午"},
       {"visibility", "live"},
       {"contestants", order},
       {"segments", {{{"id", "s"}, {"name", "演讲"}}}},
       {"quota", {{"total", 4}}},
       {"scoring", {{"criteria", criteria}, {"stars", stars}, {"panels", {{{"id", "p"}, {"judges", judges}}}}}}});
  add("rounds", "given", {{"name", "投票"}, {"visibility", "running"}, {"scoring", {{"method", "given"}}}});
  add("rounds", "empty", {{"contestants", Json::array()}});
  add("rounds", "sealed", {{"contestants", order}});
  Json columns = Json::array(), rows = Json::array();
  for (int k = 0; k < 8; ++k) {
    columns.push_back(
        {{"id", name("k", k)}, {"kind", std::vector<std::string>{"text", "decimal", "stars", "bar"}[k % 4]}});
  }
  for (int r = 0; r < 600; ++r) {
    Json cells = Json::object();
    for (int k = 0; k < 8; ++k) cells[name("k", k)] = r % 5 == 0 ? Json("暂缺") : Json(r * 1.25);
    rows.push_back({{"id", name("r", r)}, {"name", name("区", r)}, {"cells", cells}});
  }
  add("boards", "table", {{"name", "表"}, {"columns", columns}, {"rows", rows}, {"sort", "k1"}});
  add("boards", "bare", Json::object());
  add("timers", "clock", {{"label", "演讲"}, {"duration_ms", 300'000}});
  for (int m = 0; m < 100; ++m) add("messages", name("m", m), {{"text", "通知"}});
  rig.ok(ApplyEvents{std::move(events)});
  rig.ok(StageCommand{parsed(R"({"round": "marked", "contestant": "c1"})")});
}

const std::vector<const char*>& binds() {
  static const std::vector<const char*> kBinds = {
      R"({"contestant": "c1"})",
      R"({"person": "j1"})",
      R"({"timer": "clock"})",
      R"({"round": "marked"})",
      R"({"round": "given", "group": "g", "limit": 5})",
      R"({"round": "given"})",
      R"({"round": "empty"})",
      R"({"score": {"round": "marked", "contestant": "c0"}})",
      R"({"score": {"round": "marked", "contestant": "c3"}})",
      R"({"score": {"round": "given", "contestant": "c3"}})",
      R"({"score": {"round": "sealed", "contestant": "@stage"}, "follow": true})",
      R"({"versus": {"round": "marked", "a": "c1", "b": "c2"}})",
      R"({"versus": {"round": "sealed", "a": "c1", "b": "c2"}})",
      R"({"board": "table"})",
      R"({"board": "bare"})",
      R"({"awards": "marked"})",
      R"({"awards": "empty"})",
      R"({"running_order": "marked", "group": "g"})",
      R"({"running_order": "empty"})",
      R"({"messages": true})",
      R"({"stage": true})"};
  return kBinds;
}

/// The template's fields refuse nothing, and miss nothing that they ask for.
void check_fits(const Shipped& graphic, const Json& data) {
  INFO(graphic.name);
  for (const auto& error : DataSchema(graphic.fields).findings(data, "")) {
    FAIL_CHECK(error.pointer + " " + error.detail);
  }
  for (const Json& name : graphic.fields.value("required", Json::array())) {
    CHECK(data.contains(name.get<std::string>()));
  }
}

}  // namespace

TEST_CASE("whatever is bound fits the fields of each template that lists it, for either audience") {
  Rig rig;
  seed_large_contest(rig);
  const auto snapshot = rig.show().snapshot();
  const std::vector<Shipped> templates = shipped_templates();
  REQUIRE(templates.size() > 10);
  std::set<std::string> listed;
  for (const char* written : binds()) {
    CAPTURE(written);
    const auto bind = resolve_bind(snapshot->store, parsed(written));
    if (!bind) FAIL(bind.error().detail);
    for (const Audience audience : {Audience::everyone, Audience::operators}) {
      const auto bound = bound_data(snapshot->store, *bind, audience, rig.now());
      REQUIRE(bound.has_value());
      for (const Shipped& graphic : templates) {
        const auto& names = graphic.binds;
        if (std::find(names.begin(), names.end(), bind_kind(*bind)) == names.end()) continue;
        listed.insert(bind_kind(*bind));
        check_fits(graphic, bound->data);
      }
    }
  }
  const std::set<std::string> all = {"contestant", "person", "timer",         "round",    "score", "versus",
                                     "board",      "awards", "running_order", "messages", "stage"};
  CHECK(listed == all);
}

TEST_CASE("each shipped template's lists are filled by what it can be bound to") {
  Rig rig;
  seed_large_contest(rig);
  const auto snapshot = rig.show().snapshot();
  const auto bound = [&](const char* bind) {
    return bound_data(snapshot->store, parsed(bind), Audience::operators, rig.now())->data;
  };
  CHECK(bound(R"({"round": "marked"})").at("rows").size() == 20);
  CHECK(bound(R"({"round": "given"})").at("rows").size() == 20);
  CHECK(bound(R"({"score": {"round": "marked", "contestant": "c3"}})").at("marks").size() == 15);
  CHECK(bound(R"({"score": {"round": "marked", "contestant": "c3"}})").at("adjustments").size() == 6);
  CHECK(bound(R"({"versus": {"round": "marked", "a": "c1", "b": "c2"}})").at("criteria").size() == 8);
  CHECK(bound(R"({"board": "table"})").at("rows").size() == 512);
  CHECK(bound(R"({"board": "table"})").at("columns").size() == 5);
  CHECK(bound(R"({"awards": "marked"})").at("groups").size() == 4);
  CHECK(bound(R"({"running_order": "marked"})").at("rows").size() == 20);
  CHECK(bound(R"({"messages": true})").at("messages").size() == 64);
}
