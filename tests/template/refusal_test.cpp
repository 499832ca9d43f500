// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/template/theme_folder.h"

using namespace leitai::overlays;

namespace {

/// A template whose root is `root`; the root stands on line 6, from column 11.
std::string with_root(const std::string& root) {
  return R"({
  "name": "T",
  "layer": 20,
  "fields": {"properties": {"title": {}, "timer": {"properties": {"anchor": {}}}, "rows": {"items": {"properties": {"id": {}}}}}},
  "sample": {},
  "root": )" +
         root + "\n}\n";
}

std::vector<std::string> findings(const std::string& text) {
  ThemeFolder folder;
  folder.write("templates/t.json", text);
  const auto theme = folder.load();
  std::vector<std::string> lines;
  if (theme) return lines;
  for (const ThemeProblem& problem : theme.error()) lines.push_back(problem.to_string());
  return lines;
}

std::string nested_groups(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += R"({"type": "group", "children": [)";
  for (std::size_t i = 0; i < depth; ++i) text += "]}";
  return text;
}

std::string many_groups(std::size_t count) {
  std::string text = R"({"type": "group", "children": [)";
  for (std::size_t i = 0; i < count; ++i) text += std::string(i == 0 ? "" : ",") + R"({"type": "group"})";
  return text + "]}";
}

}  // namespace

TEST_CASE("what is wrong in a node is named with file, line and column") {
  struct Bad {
    std::string root;  ///< an @ where the finding is expected
    std::string message;
  };
  const Bad bads[] = {
      {R"(@[])", "expected an object"},
      {R"(@{})", "\"type\" is missing"},
      {R"({"type": @"blob"})",
       "unknown type \"blob\": expected one of group, box, text, number, clock, list, image, video, stars, bar, ring, "
       "ticker, "
       "qr"},
      {R"({"type": "box", "raduis": @4})", "unknown key \"raduis\"; did you mean \"radius\"?"},
      {R"({"type": "group", "fill": @"gold"})", "unknown key \"fill\""},
      {R"({"type": "box", "fill": @"glod"})", "unknown colour \"glod\"; did you mean \"gold\"?"},
      {R"({"type": "box", "fill": @"#12345"})", "\"#12345\" is no colour: expected #rrggbb or #rrggbbaa"},
      {R"({"type": "box", "fill": @"gold 120%"})",
       "\"gold 120%\" is no colour: expected a word and an opacity, such as \"night 80%\""},
      {R"({"type": "box", "fill": @7})", "\"fill\" must be a text"},
      {R"({"type": "box", "radius": @"large"})", "unknown size \"large\""},
      {R"({"type": "box", "radius": @[1, 2, 3]})",
       "\"radius\" must be a size, or an array of two or four sizes, 0 to 8192"},
      {R"({"type": "box", "border": @{"color": "gold"}})", "\"width\" is missing"},
      {R"({"type": "box", "opacity": @2})", "\"opacity\" must be a number, 0 to 1"},
      {R"({"type": "box", "width": @-1})", "\"width\" must be a number, 0 to 8192"},
      {R"({"type": "box", "anchor": @"middle"})",
       "unknown anchor \"middle\": expected one of top-left, top, top-right, left, center, right, bottom-left, bottom, "
       "bottom-right"},
      {R"(@{"type": "text"})", "\"text\" is missing"},
      {R"({"type": "text", "text": "a @${title"})", "\"${\" is not closed by \"}\""},
      {R"({"type": "text", "text": "${@titel}"})",
       "no field \"titel\" in the template's fields; did you mean \"title\"?"},
      {R"({"type": "text", "text": "${title | @upper}"})",
       "unknown filter \"upper\": expected abs, count, decimals, default, duration, ordinal or signed"},
      {R"({"type": "text", "text": "", "font": @"serif"})", "unknown font \"serif\""},
      {R"({"type": "text", "text": "", "style": @"nome"})", "unknown text style \"nome\""},
      {R"({"type": "text", "text": "", "weight": @7})", "\"weight\" must be a whole number, 100 to 900"},
      {R"({"type": "text", "text": "", "lines": @2})",
       "a text of several lines needs \"width\" or \"max_width\" in pixels"},
      {R"({"type": "group", "when": "title ==@"})", "expected a field or a value"},
      {R"({"type": "group", "when": "title @maybe"})", "expected \"and\", \"or\" or a comparison"},
      {R"({"type": "group", "when": "@nobody"})", "no field \"nobody\" in the template's fields"},
      {R"({"type": "group", "in": @{}})", "\"in\" must be an array of at most 16 tracks"},
      {R"({"type": "group", "in": [{"property": @"hue", "from": 0, "duration_ms": 1}]})",
       "unknown property \"hue\": expected one of opacity, x, y, scale, scale_x, scale_y, clip_left, clip_top, "
       "clip_right, clip_bottom"},
      {R"({"type": "group", "in": [@{"property": "x", "duration_ms": 1}]})", "\"from\" is missing"},
      {R"({"type": "group", "out": [@{"property": "x", "duration_ms": 1}]})", "\"to\" is missing"},
      {R"({"type": "group", "out": [{"property": "x", "from": @0, "to": 1, "duration_ms": 1}]})",
       "unknown key \"from\""},
      {R"({"type": "group", "in": [{"property": "x", "from": 1, "duration_ms": @"slow"}]})", "unknown time \"slow\""},
      {R"({"type": "group", "in": [{"property": "opacity", "from": @-1, "duration_ms": 1}]})",
       "\"from\" must be a number, 0 to 1"},
      {R"({"type": "clock", "timer": "@time"})", "no field \"time\" in the template's fields; did you mean \"timer\"?"},
      {R"(@{"type": "list", "items": "rows", "key": "id"})", "\"row\" is missing"},
      {R"({"type": "list", "items": "@title", "key": "id", "row": {"type": "group"}})",
       "\"title\" is no array among the template's fields"},
      {R"({"type": "list", "items": "rows", "key": "@no", "row": {"type": "group"}})",
       "no field \"no\" in the template's fields"},
      {R"({"type": "list", "items": "rows", "key": "id", "max_rows": @65, "row": {"type": "group"}})",
       "\"max_rows\" must be a whole number, 1 to 64"},
      {R"({"type": "list", "items": "rows", "key": "id", "where": "@no", "row": {"type": "group"}})",
       "no field \"no\" in the template's fields"},
      {R"({"type": "list", "items": "rows", "key": "id", "sort": {"by": "@no"}, "row": {"type": "group"}})",
       "no field \"no\" in the template's fields"},
      {R"({"type": "list", "items": "rows", "key": "id", "sort": {"by": "id", "order": @"down"}, "row": {"type": "group"}})",
       "unknown order \"down\": expected one of ascending, descending"},
      {R"({"type": "list", "items": "rows", "key": "id", "page": {"every_ms": @100}, "row": {"type": "group"}})",
       "\"every_ms\" must be a whole number, 2000 to 600000"},
      {R"({"type": "list", "items": "rows", "key": "id", "page": @{"every_ms": 9000}, "scroll": {}, "row": {"type": "group"}})",
       "a list that scrolls has no pages"},
      {R"({"type": "list", "items": "rows", "key": "id", "rows_per_column": 2, "scroll": @{}, "row": {"type": "group"}})",
       "only a list of one column scrolls"},
      {R"({"type": "group", "direction": "row", "wrap": @true})",
       "only a row with \"width\" or \"max_width\" in pixels can go on in new lines"},
      {R"({"type": "group", "safe_area": @"title"})",
       "unknown safe_area \"title\": expected one of none, action, graphics"},
      {R"({"type": "group", "loop": [{"property": "x", "from": 0, "to": 1, "duration_ms": @20}]})",
       "a loop lasts at least 400 ms"},
      {R"({"type": "group", "loop": [@{"property": "x", "from": 0, "duration_ms": 500}]})", "\"to\" is missing"},
      {R"({"type": "image", "src": @"media/none.png", "width": 1, "height": 1})",
       "the theme has no file \"media/none.png\""},
      {R"({"type": "image", "src": @"../../../../etc/hostname"})",
       "the theme has no file \"../../../../etc/hostname\""},
      {R"(@{"type": "bar", "value": 1})", "\"bar\" is missing"},
      {R"({"type": "bar", "value": "${@no}", "bar": {}})", "no field \"no\" in the template's fields"},
      {R"({"type": "stars", "value": 1, "max": "${@no}"})", "no field \"no\" in the template's fields"},
      {R"(@{"type": "ring"})", "\"value\" is missing"},
      {R"({"type": "ticker", "items": "@title", "text": "", "speed": 99})",
       "\"title\" is no array among the template's fields"},
      {R"({"type": "ticker", "items": "rows", "text": "${id}", "speed": @0})",
       "\"speed\" must be a number, 10 to 2000"},
      {R"(@{"type": "qr"})", "\"text\" is missing"},
      {R"({"type": "text", "text": "", "outline": @{"color": "gold"}})", "\"width\" is missing"},
      {R"({"type": "text", "text": "${@words.none}"})", "the theme has no word \"none\""},
      {R"({"type": "text", "text": "", "shadow": {"color": "gold", "blur": @99}})",
       "\"blur\" must be a number, 0 to 32"},
  };
  for (const Bad& bad : bads) {
    CAPTURE(bad.root);
    const std::size_t at = bad.root.find('@');
    REQUIRE(at != std::string::npos);
    std::string root = bad.root;
    root.erase(at, 1);
    constexpr std::size_t kRootColumn = 11;
    const std::vector<std::string> found = findings(with_root(root));
    REQUIRE(found.size() == 1);
    CHECK(found.front() == "templates/t.json:6:" + std::to_string(kRootColumn + at) + ": error: " + bad.message);
  }
}

TEST_CASE("every finding of every file is told, in reading order") {
  ThemeFolder folder;
  folder.write("theme.json", "{\n \"name\": 4,\n \"colours\": {}\n}");
  folder.write("templates/a.json",
               "{\"name\": \"A\",\n \"layer\": \"x\",\n \"fields\": {},\n \"sample\": [],\n \"root\": {\"type\": "
               "\"box\", \"fill\": 1}}");
  folder.write("templates/b.json", "{\n oops");
  const auto theme = folder.load();
  REQUIRE_FALSE(theme.has_value());
  std::vector<std::string> places;
  for (const ThemeProblem& problem : theme.error()) {
    places.push_back(problem.file + ":" + std::to_string(problem.position.line));
  }
  CHECK(places == std::vector<std::string>{"templates/a.json:2", "templates/a.json:4", "templates/a.json:5",
                                           "templates/b.json:2", "theme.json:2", "theme.json:3"});
}

TEST_CASE("a template's own keys are checked") {
  CHECK(findings("{}").size() == 5);
  const std::string text =
      R"({"name": "T", "layer": 1, "fields": {}, "sample": {}, "binds": ["weather"], "root": {"type": "group"}})";
  const std::string column = std::to_string(text.find("\"weather\"") + 1);
  CHECK(findings(text) ==
        std::vector<std::string>{"templates/t.json:1:" + column + ": error: nothing of that name can be bound"});
}

TEST_CASE("a template is bounded in nodes, depth, time and size") {
  CHECK(findings(with_root(nested_groups(16))).empty());
  CHECK(findings(with_root(nested_groups(17))).size() == 1);
  CHECK(findings(with_root(many_groups(511))).empty());
  CHECK(findings(with_root(many_groups(512))).size() == 1);
  CHECK(findings(with_root(many_groups(5000))).size() == 1);
  const auto list = [](const std::string& row) {
    return R"({"type": "list", "items": "rows", "key": "id", "max_rows": 64, "row": )" + row + "}";
  };
  CHECK(findings(with_root(list(many_groups(510)))).empty());
  CHECK(findings(with_root(list(list(R"({"type": "group"})")))).empty());
  CHECK(findings(with_root(list(list(list(R"({"type": "group"})"))))).size() == 1);
  const std::string slow =
      R"({"type": "group", "in": [{"property": "x", "from": 1, "delay_ms": 8000, "duration_ms": 1}]})";
  CHECK(findings(with_root(slow)) ==
        std::vector<std::string>{"templates/t.json:6:35: error: an animation longer than 8000 ms"});
  const std::string staggered = R"({"type": "list", "items": "rows", "key": "id", "max_rows": 64, "in_stagger_ms": 127,
 "row": {"type": "group"}})";
  CHECK(findings(with_root(staggered)).size() == 1);
  CHECK(findings(with_root(R"({"type": "group"})") + std::string(1 << 20, ' ')) ==
        std::vector<std::string>{"templates/t.json:1:1: error: larger than 1 MiB"});
}

TEST_CASE("a folder that is no theme is refused") {
  CHECK_FALSE(load_theme("/nowhere/at/all").has_value());
  ThemeFolder folder;
  std::filesystem::remove(folder.path() / "theme.json");
  const auto theme = folder.load();
  REQUIRE_FALSE(theme.has_value());
  CHECK(theme.error().front().file == "theme.json");
}
