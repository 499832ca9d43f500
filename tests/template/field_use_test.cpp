// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/field_use.h"

#include <catch2/catch.hpp>

#include "tests/template/theme_folder.h"

using namespace leitai::overlays;

namespace {

using Lines = std::vector<std::string>;

/// A template with these fields on line 4, further keys on line 5 and this root.
std::string with(const std::string& properties, const std::string& keys, const std::string& root) {
  return "{\n\"name\": \"T\", \"layer\": 1, \"sample\": {},\n\"fields\": {\"properties\": {\n" + properties + "\n}}," +
         keys + "\n\"root\": " + root + "}";
}

/// What the theme is refused for, or else its unused fields.
Lines findings(const std::string& text) {
  ThemeFolder folder;
  folder.write("templates/t.json", text);
  const auto theme = folder.load();
  Lines lines;
  for (const ThemeProblem& problem : theme ? unused_fields(**theme) : theme.error())
    lines.push_back(problem.to_string());
  return lines;
}

const std::string kUnusedEnd = " is never used; where that is meant, list it in \"unused\"";

}  // namespace

TEST_CASE("a field that is declared and never used is named with file, line and column") {
  CHECK(findings(with(R"("title": {}, "photo": {})", "", R"({"type": "text", "text": "${title}"})")) ==
        Lines{"templates/t.json:4:23: error: the field \"photo\"" + kUnusedEnd});
  CHECK(findings(with(R"("photo": {})", R"("unused": ["photo"],)", R"({"type": "group"})")).empty());
}

TEST_CASE("what is used: texts, conditions, variants, watches, clocks, and lists with their limit and key") {
  const std::string root = R"({"type": "group", "when": "a", "watch": "${b}", "children": [
    {"type": "box", "variants": [{"when": "c == 1", "radius": 2}]},
    {"type": "clock", "timer": "timer"},
    {"type": "number", "text": "${d}"},
    {"type": "list", "items": "rows", "key": "id", "limit": "e", "row": {"type": "text", "text": "${name} ${f}"}}]})";
  const std::string fields = R"("a": {}, "b": {}, "c": {}, "d": {}, "e": {}, "f": {},
    "timer": {"properties": {"anchor": {}, "mode": {}}},
    "rows": {"type": "array", "items": {"properties": {"id": {}, "name": {}}}})";
  CHECK(findings(with(fields, "", root)).empty());
}

TEST_CASE("a part of a field that is used may be unused, and a whole one is told once") {
  const std::string list =
      R"({"type": "list", "items": "rows", "key": "id", "row": {"type": "group", "when": "timer.state == 'on'"}})";
  const std::string fields =
      R"("rows": {"items": {"properties": {"id": {}, "stars": {}}}},
"timer": {"properties": {"anchor": {}, "state": {}}},
"others": {"items": {"properties": {"a": {}, "b": {}}}})";
  CHECK(findings(with(fields, "", list)) ==
        Lines{"templates/t.json:4:54: error: the field \"rows.stars\"" + kUnusedEnd,
              "templates/t.json:5:36: error: the field \"timer.anchor\"" + kUnusedEnd,
              "templates/t.json:6:11: error: the field \"others\"" + kUnusedEnd});
  CHECK(findings(with(fields, R"("unused": ["rows.stars", "timer.anchor", "others"],)", list)).empty());
}

TEST_CASE("a list of unused fields that is none, or names nothing, is refused") {
  CHECK(findings(with(R"("a": {})", R"("unused": "a",)", R"({"type": "text", "text": "${a}"})")).size() == 1);
  CHECK(findings(with(R"("a": {})", R"("unused": ["b", 7, "a.b", "a"],)", R"({"type": "text", "text": "${a}"})"))
            .size() == 3);
}

TEST_CASE("the shipped theme's fields are used, or said not to be") {
  const auto theme = load_theme(LEITAI_SOURCE_DIR "/overlays/themes/arena");
  REQUIRE(theme);
  for (const ThemeProblem& problem : unused_fields(**theme)) FAIL_CHECK(problem.to_string());
}
