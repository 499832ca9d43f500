// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/binding.h"

#include <catch2/catch.hpp>

using namespace leitai::overlays;
namespace json = leitai::json;

namespace {

json::Json data() {
  return *json::parse(R"({"title": "1号选手", "total": "92.345", "short": "7", "rank": 3, "change": -2, "none": null,
                          "empty": "", "yes": true, "no": false, "list": [], "timer": {"phase": "warning"}})");
}

std::string rendered(const std::string& text) {
  const auto binding = TextBinding::parse(text);
  REQUIRE(binding.has_value());
  const json::Json values = data();
  return binding->render(Scope(values));
}

bool holds(const std::string& text) {
  const auto condition = Condition::parse(text);
  REQUIRE(condition.has_value());
  const json::Json values = data();
  return condition->holds(Scope(values));
}

}  // namespace

TEST_CASE("a text that cannot be read is refused with its place") {
  const std::pair<const char*, std::size_t> bads[] = {{"ab${", 2},
                                                      {"${}", 2},
                                                      {"${a b}", 2},
                                                      {"${a | }", 6},
                                                      {"${a | decimals}", 6},
                                                      {"${a | decimals: 12}", 6},
                                                      {"${a | default}", 6},
                                                      {"${a | ordinal: 2}", 6},
                                                      {"${a.}", 2}};
  for (const auto& [text, offset] : bads) {
    CAPTURE(text);
    const auto binding = TextBinding::parse(text);
    REQUIRE_FALSE(binding.has_value());
    CHECK(binding.error().offset == offset);
  }
}

TEST_CASE("a condition that cannot be read is refused with its place") {
  const std::pair<const char*, std::size_t> bads[] = {{"", 0},     {"a ==", 4},    {"a b", 2}, {"a and", 5},
                                                      {"== 3", 0}, {"a == 'x", 5}, {"and", 0}, {"a..b", 0}};
  for (const auto& [text, offset] : bads) {
    CAPTURE(text);
    const auto condition = Condition::parse(text);
    REQUIRE_FALSE(condition.has_value());
    CHECK(condition.error().offset == offset);
  }
}

TEST_CASE("filters write values as they are read aloud") {
  CHECK(rendered("${rank | signed}") == "+3");
  CHECK(rendered("${change | signed}") == "−2");
  CHECK(rendered("${none | signed}").empty());
  CHECK(rendered("${title | signed}") == "1号选手");
  CHECK(rendered("${list | count}") == "0");
  CHECK(rendered("${title | count}") == "0");
  const auto with = [](const char* filter, const json::Json& value) {
    const auto binding = TextBinding::parse("${v | " + std::string(filter) + "}");
    REQUIRE(binding.has_value());
    const json::Json values = {{"v", value}};
    return binding->render(Scope(values));
  };
  const std::pair<int, const char*> ordinals[] = {{0, "0th"},   {1, "1st"},    {2, "2nd"},   {3, "3rd"},
                                                  {4, "4th"},   {11, "11th"},  {12, "12th"}, {13, "13th"},
                                                  {21, "21st"}, {112, "112th"}};
  for (const auto& [number, text] : ordinals) CHECK(with("ordinal", number) == text);
  CHECK(with("ordinal", "-1") == "-1");
  const std::pair<long long, const char*> durations[] = {
      {0, "0:00"},          {999, "0:00"},          {65'000, "1:05"},
      {3'599'999, "59:59"}, {3'600'000, "1:00:00"}, {36'061'000, "10:01:01"}};
  for (const auto& [ms, text] : durations) CHECK(with("duration", ms) == text);
  CHECK(with("duration", "99999999999999999999") == "99999999999999999999");
  CHECK(with("count", json::Json::array({1, 2, 3})) == "3");
  CHECK(with("signed", "0.00") == "0.00");
}

TEST_CASE("a condition counts an array's items") {
  CHECK(holds("list | count == 0"));
  CHECK_FALSE(holds("list | count > 0"));
  CHECK(holds("title | count == 0"));
  CHECK(holds("rank > list | count and yes"));
  for (const char* text : {"list |", "list | size", "list | counted"}) CHECK_FALSE(Condition::parse(text).has_value());
  const json::Json rows = {{"rows", {1, 2, 3}}};
  CHECK(Condition::parse("rows|count >= 3")->holds(Scope(rows)));
}

TEST_CASE("texts take data in") {
  CHECK(rendered("") == "");
  CHECK(rendered("第${rank}名 ${title}") == "第3名 1号选手");
  CHECK(rendered("${timer.phase}") == "warning");
  CHECK(rendered("[${none}${nobody}${list}${timer}]") == "[]");
  CHECK(rendered("${none | default: \"–\"}") == "–");
  CHECK(rendered("${empty|default:'a | b}'}") == "a | b}");
  CHECK(rendered("${change | abs}") == "2");
  CHECK(rendered("${total | decimals: 2}") == "92.35");
  CHECK(rendered("${nobody | decimals: 2 | default: x}") == "x");
  CHECK(rendered("$ {a} $${rank}") == "$ {a} $3");
}

TEST_CASE("a long value that is named many times does not multiply") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "${title}";
  const auto binding = TextBinding::parse(text);
  REQUIRE(binding.has_value());
  const json::Json values = {{"title", std::string(100'000, 'x')}};
  CHECK(binding->render(Scope(values)).size() == 100'000);
}

TEST_CASE("decimals are cut and filled without binary fractions") {
  CHECK(with_decimals("9.995", 2) == "10.00");
  CHECK(with_decimals("-0.004", 2) == "0.00");
  CHECK(with_decimals("-0.005", 2) == "-0.01");
  CHECK(with_decimals("1.005", 2) == "1.01");
  CHECK(with_decimals("7", 1) == "7.0");
  CHECK(with_decimals("99.5", 0) == "100");
  CHECK(with_decimals("123456789012345678.125", 2) == "123456789012345678.13");
  CHECK(with_decimals("7e2", 2) == "7e2");
  CHECK(with_decimals(".5", 2) == ".5");
  CHECK(with_decimals("", 2) == "");
}

TEST_CASE("conditions ask about data") {
  for (const char* text :
       {"title", "yes", "rank", "timer.phase == 'warning'", "rank <= 3", "total > 92.34", "rank == \"3\"", "!none",
        "!empty", "!no", "!list", "!nobody", "no or yes", "rank == 3 and change < 0", "no and no or yes",
        "none == null", "nobody == null", "yes == true", "title != 'x'"}) {
    CAPTURE(text);
    CHECK(holds(text));
  }
  for (const char* text : {"none", "empty", "no", "list", "nobody", "!title", "rank < 3", "title < 3", "nobody < 3",
                           "nobody > 3", "no and yes or no", "rank == change", "timer.phase == 'danger'"}) {
    CAPTURE(text);
    CHECK_FALSE(holds(text));
  }
}

TEST_CASE("a row's names go before those of the item around it") {
  const json::Json item = {{"name", "item"}, {"cut", 4}};
  const json::Json row = {{"name", "row"}};
  const Scope outer(item);
  Scope inner(row, &outer);
  inner.define("index", 4);
  CHECK(TextBinding::parse("${name} ${cut}")->render(inner) == "row 4");
  CHECK(Condition::parse("index == cut")->holds(inner));
}
