// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/text_findings.h"

#include <set>

#include "tests/scene/fixture.h"

using namespace scene_test;

namespace {

using Kind = TextFinding::Kind;
using Fields = std::vector<std::string>;

constexpr const char* kProperties = R"({"title": {}, "more": {},
  "rows": {"items": {"properties": {"id": {}, "name": {}}}}})";

/// A text of 200 pixels that shrinks to half its size.
const std::string kText = R"({"type": "group", "children": [
  {"type": "text", "text": "${title}", "width": 200, "size": 40, "least_size": 20}]})";

std::vector<TextFinding> findings(const std::string& root, const std::string& text) {
  const auto theme = theme_of(kProperties, root);
  const auto maker = preparer(theme);
  return text_findings(*theme->find("t"), theme->words, *data(text), maker->text());
}

}  // namespace

TEST_CASE("a text that cannot be shown whole even at its least size is found, with the field that it is from") {
  const auto found = findings(kText, R"({"title": "一二三四五六七八九十一二三四五六七八九十"})");
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == Kind::too_long);
  CHECK(found[0].text == "一二三四五六七八九十一二三四五六七八九十");
  CHECK(found[0].fields == Fields{"/title"});
}

TEST_CASE("a text that only has to shrink is no finding, nor is one that is not there") {
  CHECK(findings(kText, R"({"title": "一二三四五六七"})").empty());
  CHECK(findings(kText, R"({"title": ""})").empty());
  CHECK(findings(kText, "{}").empty());
}

TEST_CASE("each character that no font has is found once, in what is cut off too") {
  const auto found = findings(kText, R"({"title": "a􏿽b􏿽"})");
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == Kind::missing_character);
  CHECK(found[0].character == "\xF4\x8F\xBF\xBD");
  const auto cut = findings(kText, R"({"title": "一二三四五六七八九十一二三四五六七八九十􏿽"})");
  REQUIRE(cut.size() == 2);
  CHECK(cut[0].kind == Kind::too_long);
  CHECK(cut[1].kind == Kind::missing_character);
}

TEST_CASE("a text of several fields names them all") {
  const auto found = findings(R"({"type": "group", "children": [
    {"type": "text", "text": "${title}: ${more}", "width": 60, "size": 40}]})",
                              R"({"title": "first", "more": 12345})");
  REQUIRE(found.size() == 1);
  CHECK(found[0].fields == Fields{"/title", "/more"});
}

TEST_CASE("every row of a list is looked at, also those that it has no room for at one time") {
  const std::string list = R"({"type": "list", "items": "rows", "key": "id", "max_rows": 4, "row":
    {"type": "group", "children": [{"type": "text", "text": "${name}", "width": 200, "size": 40}]}})";
  json::Json rows = json::Json::array();
  std::set<Fields> expected;
  for (int i = 0; i < 11; ++i) {
    const bool too_long = i % 3 == 0;
    rows.push_back({{"id", i / 2}, {"name", too_long ? "一二三四五六七八九十" + std::to_string(i) : "短"}});
    if (too_long) expected.insert({"/rows/" + std::to_string(i) + "/name"});
  }
  std::set<Fields> found;
  const auto all = findings(list, json::dump({{"rows", rows}}));
  for (const auto& finding : all) found.insert(finding.fields);
  CHECK(found == expected);
  CHECK(all.size() == expected.size());
}

TEST_CASE("the shipped templates show their samples whole") {
  const auto theme = arena();
  const auto maker = preparer(theme);
  for (const auto& [id, graphic] : theme->templates) {
    CAPTURE(id);
    CHECK(text_findings(*graphic, theme->words, graphic->sample, maker->text()).empty());
  }
}
