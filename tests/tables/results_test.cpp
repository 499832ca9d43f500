// SPDX-License-Identifier: GPL-2.0-or-later
// Results carry every step of every total: each is computed again from the document alone.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "tests/tables/contest_fixture.h"

using namespace leitai::tables;
using namespace leitai::tables::test;
using leitai::contest::Audience;

namespace {

/// Six places are more than any number below has: sums of products of such integers are exact.
constexpr std::int64_t kUnit = 1'000'000;

std::int64_t millionths(const std::string& decimal) {
  const bool negative = decimal.starts_with('-');
  const std::string digits = negative ? decimal.substr(1) : decimal;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::string fraction = (point < digits.size() ? digits.substr(point + 1) : "") + "000000";
  const std::int64_t value = std::stoll(digits.substr(0, point)) * kUnit + std::stoll(fraction.substr(0, 6));
  return negative ? -value : value;
}

/// a/b, a half away from zero; both are positive.
std::int64_t divided(std::int64_t a, std::int64_t b) {
  return (2 * a + b) / (2 * b);
}

/// Rounded to two places.
std::int64_t hundredths(std::int64_t value) {
  return divided(value, kUnit / 100);
}

/// A row's total in hundredths, from its marks, weights, adjustments and carried totals, where nothing is
/// rounded before.
std::int64_t computed(const Json& results, const Json& row) {
  std::map<std::string, std::int64_t> criterion_weights;
  for (const Json& criterion : results["rules"]["criteria"])
    criterion_weights[criterion["id"]] = millionths(criterion["weight"]);
  std::int64_t total = 0;
  for (const Json& criterion : row["criteria"]) {
    REQUIRE(criterion["panels"].size() == 1);
    std::int64_t sum = 0, count = 0;
    for (const Json& mark : criterion["panels"][0]["marks"]) {
      if (mark["mark"].is_null() || mark["dropped"] == true) continue;
      sum += millionths(mark["mark"]);
      ++count;
    }
    if (count > 0) total += divided(sum * (criterion_weights[criterion["id"]] / 1000), count * 1000);
  }
  for (const Json& adjustment : row.value("adjustment_list", Json::array())) total += millionths(adjustment["points"]);
  for (const Json& carry : row.value("carry_list", Json::array()))
    total += millionths(carry["total"]) / 100 * (millionths(carry["weight"]) / 10'000);
  return hundredths(total);
}

Store marked() {
  Store store = seeded();
  put(store, "rounds", "final", R"({"name": "决赛", "contestants": ["c1", "c2"], "visibility": "live", "scoring": {
      "criteria": [{"id": "talk", "name": "演讲", "max": "10", "weight": "0.6"}, {"id": "look", "weight": "0.4"}],
      "panels": [{"id": "p", "judges": ["j1", "j2", "j3"], "drop_high": 1}],
      "carry": [{"round": "r", "weight": "0.5"}]}})");
  const auto mark = [&](const std::string& round, const std::string& contestant, const std::string& judge,
                        const std::string& talk, const std::string& look) {
    put(store, "scores", round + contestant + judge,
        R"({"round": ")" + round + R"(", "contestant": ")" + contestant + R"(", "judge": ")" + judge +
            R"(", "marks": {"talk": ")" + talk + R"(", "look": ")" + look + "\"}}");
  };
  for (const char* round : {"r", "final"}) {
    mark(round, "c1", "j1", "9.25", "8.5");
    mark(round, "c1", "j2", "8.7", "9");
    mark(round, "c1", "j3", "9.9", "7.5");
    mark(round, "c2", "j1", "7", "8");
  }
  put(store, "adjustments", "a1",
      R"({"round": "final", "contestant": "c1", "points": "-0.25", "kind": "penalty", "reason": "=超时"})");
  return store;
}

std::vector<std::string> column(const std::vector<std::vector<std::string>>& rows, const std::string& header) {
  const auto found = std::find(rows[0].begin(), rows[0].end(), header);
  INFO(header);
  REQUIRE(found != rows[0].end());
  std::vector<std::string> cells;
  for (std::size_t i = 1; i < rows.size(); ++i)
    cells.push_back(rows[i][static_cast<std::size_t>(found - rows[0].begin())]);
  return cells;
}

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("results of what nobody may see are refused as the standings are") {
  Store store = marked();
  CHECK(results(store, "none", "", Audience::operators).error().kind == leitai::contest::RefusalKind::not_found);
  CHECK_FALSE(results(store, "final", "none", Audience::operators).has_value());
  put(store, "rounds", "later", R"({"name": "秘密", "state": "planned"})");
  CHECK(results(store, "later", "", Audience::operators).has_value());
  CHECK_FALSE(results(store, "later", "", Audience::everyone).has_value());
}

TEST_CASE("each total is computed again from the document") {
  const Json document = results(marked(), "final", "", Audience::operators).value();
  REQUIRE(document["rows"].size() == 2);
  for (const Json& row : document["rows"]) {
    INFO(row);
    CHECK(millionths(row["total"]) == computed(document, row) * (kUnit / 100));
  }
  // 0.6 · (9.25 + 8.7)/2 + 0.4 · (8.5 + 7.5)/2 − 0.25 + 0.5 · 17.62: the talk and the look of "r" are means of three.
  CHECK(document["rows"][0]["carry_list"] == Json::array({{{"round", "r"}, {"weight", "0.5"}, {"total", "17.62"}}}));
  CHECK(document["rows"][0]["total"] == "17.15");
  CHECK(document["contestants"]["c1"] == Json{{"name", "1号选手"}, {"number", 1}});
  CHECK(document["judges"]["j2"] == Json{{"name", "2号评委"}});
  CHECK(document["groups"]["heads"] == Json{{"name", "部门负责人"}, {"short_name", "部门组"}});
  CHECK(document["rules"]["panels"][0]["drop_high"] == 1);
  CHECK(document["rules"]["round_to"] ==
        Json{{"panel", nullptr}, {"criterion", nullptr}, {"weighted", nullptr}, {"total", 2}});
}

TEST_CASE("the audience's results have the rows that the audience sees, and name nobody else") {
  const Store store = marked();
  const Json document = results(store, "final", "", Audience::everyone).value();
  CHECK(document["rows"].empty());
  CHECK(document["contestants"].empty());
  CHECK(document["judges"].empty());
  CHECK(result_rows(document, Form::table).size() == 1);
  CHECK(result_rows(document, Form::steps).size() == 1);
}

TEST_CASE("a carried round that the audience may not know of is not named") {
  Store store = marked();
  put(store, "rounds", "r", R"({"name": "秘密", "state": "planned", "contestants": ["c1", "c2"],
      "scoring": {"criteria": [{"id": "talk"}, {"id": "look"}], "panels": [{"id": "p", "judges": ["j1", "j2", "j3"]}]}})");
  CHECK(results(store, "final", "", Audience::operators).value()["rules"]["carry"].size() == 1);
  CHECK(results(store, "final", "", Audience::everyone).value()["rules"]["carry"].empty());
}

TEST_CASE("as a table: a row for each contestant, a column for each mark and whether it was dropped") {
  const Json document = results(marked(), "final", "", Audience::operators).value();
  const auto rows = result_rows(document, Form::table);
  REQUIRE(rows.size() == 3);
  CHECK(column(rows, "rank") == Cells{"1", "2"});
  CHECK(column(rows, "contestant") == Cells{"c1", "c2"});
  CHECK(column(rows, "number") == Cells{"1", "2"});
  CHECK(column(rows, "name") == Cells{"1号选手", "2号选手"});
  CHECK(column(rows, "group_name") == Cells{"部门负责人", "部门负责人"});
  CHECK(column(rows, "status") == Cells{"complete", "partial"});
  CHECK(column(rows, "talk/p/j3") == Cells{"9.9", ""});
  CHECK(column(rows, "talk/p/j3 flag") == Cells{"dropped", ""});
  CHECK(column(rows, "talk/p/j1 flag") == Cells{"", ""});
  CHECK(column(rows, "talk/p value") == Cells{"8.975", "7"});
  CHECK(column(rows, "talk weighted") == Cells{"5.385", "4.2"});
  CHECK(column(rows, "talk value") == Cells{"8.975", "7"});
  CHECK(std::set<std::string>(rows[0].begin(), rows[0].end()).size() == rows[0].size());
  CHECK(column(rows, "adjustments") == Cells{"-0.25", "0"});
}

TEST_CASE("as steps: each mark, panel, criterion, adjustment, carried total, and the total") {
  const Json document = results(marked(), "final", "heads", Audience::operators).value();
  const auto rows = result_rows(document, Form::steps);
  std::map<std::string, int> steps;
  for (const std::string& step : column(rows, "step")) ++steps[step];
  CHECK(steps == std::map<std::string, int>{{"mark", 12},
                                            {"panel", 4},
                                            {"criterion", 4},
                                            {"weighted", 4},
                                            {"adjustment", 1},
                                            {"carry", 2},
                                            {"total", 2}});
  const std::string text = csv_text(rows);
  CHECK(text.find("final,1,c1,1,1号选手,heads,mark,talk,p,j3,3号评委,9.9,,,dropped,\r\n") != std::string::npos);
  CHECK(text.find("final,1,c1,1,1号选手,heads,adjustment,,,,,-0.25,,,penalty,'=超时\r\n") != std::string::npos);
  CHECK(text.find("final,1,c1,1,1号选手,heads,carry,,,,,17.62,,0.5,,r\r\n") != std::string::npos);
}

TEST_CASE("other methods have their steps too") {
  Store store = seeded();
  put(store, "rounds", "jt", R"({"contestants": ["c1"], "scoring": {"trim": "judge_total",
      "criteria": [{"id": "talk", "weight": "2"}, {"id": "look"}], "panels": [{"id": "p", "judges": ["j1", "j2"]}]}})");
  put(store, "scores", "x",
      R"({"round": "jt", "contestant": "c1", "judge": "j1", "marks": {"talk": "9", "look": "8"}})");
  const auto rows = result_rows(results(store, "jt", "", Audience::operators).value(), Form::table);
  CHECK(column(rows, "talk/p/j1") == Cells{"9"});
  CHECK(column(rows, "p/j1") == Cells{"26"});
  CHECK(column(rows, "p value") == Cells{"26"});
  put(store, "scores", "b", R"({"round": "votes", "judge": "j1", "choices": ["c1"]})");
  const auto votes = result_rows(results(store, "votes", "", Audience::operators).value(), Form::steps);
  CHECK(column(votes, "step").back() == "total");
  CHECK(column(votes, "value").back() == "1.00");
}
