// SPDX-License-Identifier: GPL-2.0-or-later
// The published schemas and the readers accept and refuse the same.
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/template/published_schema.h"
#include "tests/template/theme_folder.h"

namespace fs = std::filesystem;
using namespace leitai::overlays;

namespace {

Json template_with(const std::string& root) {
  Json value = Json::parse(R"({"name": "T", "layer": 20, "sample": {}, "fields": {"properties": {"title": {}, "tag": {},
    "timer": {"properties": {"anchor": {}, "state": {}}}, "rows": {"items": {"properties": {"id": {}, "name": {}}}}}}})");
  value["root"] = Json::parse(root);
  return value;
}

/// A template with these members in place of its own; null takes one away.
Json template_but(const std::string& patch) {
  Json value = template_with(R"({"type": "group"})");
  value.merge_patch(Json::parse(patch));
  return value;
}

void check_refused(const Json& value) {
  INFO(value.dump());
  CHECK_FALSE(read_as_template(value).accepted());
  CHECK_FALSE(template_schema().accepts(value));
}

void check_accepted(const Json& value) {
  INFO(value.dump());
  const Reading reading = read_as_template(value);
  for (const ThemeProblem& problem : reading.problems) FAIL_CHECK(problem.pointer << ": " << problem.message);
  CHECK(template_schema().findings(value) == "");
}

bool theme_loads(const Json& value) {
  ThemeFolder folder;
  fs::create_directories(folder.path() / "base");
  folder.write("base/theme.json", R"({"name": "base"})");
  folder.write("mine/theme.json", value.dump());
  return load_theme(folder.path() / "mine").has_value();
}

/// The first block of four spaces under a heading of docs/templates.md.
std::string example_under(const std::string& heading) {
  std::istringstream lines(file_text("docs/templates.md"));
  std::string line, block;
  while (std::getline(lines, line) && line != heading) {
  }
  while (std::getline(lines, line)) {
    const bool inside = line.rfind("    ", 0) == 0;
    if (!inside && !block.empty()) break;
    if (inside) block += line.substr(4) + "\n";
  }
  return block;
}

std::vector<fs::path> shipped_files(const std::string& name) {
  std::vector<fs::path> files;
  for (const char* folder : {"overlays/themes", "tests/scene/lab"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(LEITAI_SOURCE_DIR) / folder)) {
      const bool wanted =
          name.empty() ? entry.path().parent_path().filename() == "templates" : entry.path().filename() == name;
      if (wanted && entry.path().extension() == ".json") files.push_back(fs::relative(entry.path(), LEITAI_SOURCE_DIR));
    }
  }
  return files;
}

void check_shipped(const PublishedSchema& schema, const std::string& name, const fs::path& file) {
  INFO(file);
  const Json value = parsed_file(file.string());
  CHECK(schema.findings(value) == "");
  if (!value.contains("$schema")) return;
  // What an editor would open.
  const fs::path named = file.parent_path() / value["$schema"].get<std::string>();
  CHECK(named.lexically_normal() == fs::path("docs") / name);
}

/// Around the part of a node that a table is about.
std::string group(const std::string& keys) {
  return R"({"type": "group", )" + keys + "}";
}
std::string list(const std::string& keys) {
  return R"({"type": "list", "items": "rows", "key": "id", "row": {"type": "group"}, )" + keys + "}";
}
std::string text(const std::string& keys) {
  return R"({"type": "text", "text": "${title}", )" + keys + "}";
}

std::string ticker_with_separator(std::size_t length) {
  return R"({"type": "ticker", "items": "rows", "text": "", "separator": ")" + std::string(length, '-') + "\"}";
}

}  // namespace

TEST_CASE("both refuse a node with something wrong in it") {
  const std::string bads[] = {
      // Every node.
      R"([])",
      R"("group")",
      R"({})",
      R"({"type": "blob"})",
      R"({"type": 4})",
      group(R"("note": 1)"),
      group(R"("when": true)"),
      group(R"("when": "")"),
      group(R"("when": "  ")"),
      group(R"("width": "-1px", "height": -1)"),
      group(R"("width": 8193)"),
      group(R"("width": true)"),
      group(R"("max_width": -0.5)"),
      group(R"("grow": 101)"),
      group(R"("grow": "1")"),
      group(R"("shrink": 1)"),
      group(R"("anchor": "middle")"),
      group(R"("x": -8193)"),
      group(R"("y": [1])"),
      group(R"("opacity": 1.01)"),
      group(R"("opacity": "half")"),
      group(R"("watch": 5)"),
      group(R"("opactiy": 1)"),
      group(R"("fill": "word")"),
      group(R"("text": "")"),
      // Motion.
      group(R"("in": {})"),
      group(R"("in": [{"property": "hue", "from": 0, "duration_ms": 1}])"),
      group(R"("in": [{"from": 0, "duration_ms": 1}])"),
      group(R"("in": [{"property": "x", "duration_ms": 1}])"),
      group(R"("in": [{"property": "x", "from": 1}])"),
      group(R"("in": [{"property": "x", "from": "edge", "duration_ms": 1}])"),
      group(R"("in": [{"property": "opacity", "from": -1, "duration_ms": 1}])"),
      group(R"("in": [{"property": "scale_y", "from": 17, "duration_ms": 1}])"),
      group(R"("in": [{"property": "clip_top", "from": 1.5, "duration_ms": 1}])"),
      group(R"("in": [{"property": "x", "from": 1, "duration_ms": 8001}])"),
      group(R"("in": [{"property": "x", "from": 1, "duration_ms": 1.5}])"),
      group(R"("in": [{"property": "x", "from": 1, "duration_ms": 1, "easing": "ease-out"}])"),
      group(R"("in": [{"property": "x", "from": 1, "duration_ms": 1, "alternate": true}])"),
      group(R"("out": [{"property": "x", "from": 0, "to": 1, "duration_ms": 1}])"),
      group(R"("out": [{"property": "x", "duration_ms": 1}])"),
      group(R"("change": [{"property": "x", "to": 1, "duration_ms": 1}])"),
      group(R"("loop": [{"property": "x", "from": 0, "duration_ms": 500}])"),
      group(R"("loop": [{"property": "x", "from": 0, "to": 1, "duration_ms": 399}])"),
      group(R"("move": 200)"),
      group(R"("move": {"delay_ms": 5})"),
      group(R"("move": {"duration_ms": 5, "from": 0})"),
      group(R"("in_stagger_ms": -1)"),
      group(R"("out_stagger_ms": 0.5)"),
      // Groups and boxes.
      group(R"("direction": "rows")"),
      group(R"("padding": [1])"),
      group(R"("padding": [1, 2, 3])"),
      group(R"("padding": -1)"),
      group(R"("padding": [1, -1])"),
      group(R"("safe_area": "title")"),
      group(R"("gap": -1)"),
      group(R"("align": "left")"),
      group(R"("justify": "stretch")"),
      group(R"("wrap": true, "direction": "row")"),
      group(R"("wrap": true, "width": 500)"),
      group(R"("wrap": true, "direction": "row", "width": "fill")"),
      group(R"("clip": "yes")"),
      group(R"("children": {})"),
      group(R"("children": [{}])"),
      group(R"("children": [null])"),
      group(R"("children": [{"type": "group", "chidlren": []}])"),
      R"({"type": "box", "fill": 7})",
      R"({"type": "box", "fill": "#12345"})",
      R"({"type": "box", "fill": "#-1-1-1"})",
      R"({"type": "box", "fill": ""})",
      R"({"type": "box", "fill": "word 120%"})",
      R"({"type": "box", "fill": "word -0%"})",
      R"({"type": "box", "fill": "word 50"})",
      R"({"type": "box", "fill": "#123456 50%"})",
      R"({"type": "box", "gradient": {"from": "word"}})",
      R"({"type": "box", "gradient": {"from": "word", "to": "word", "angle": 361}})",
      R"({"type": "box", "border": {"color": "word"}})",
      R"({"type": "box", "border": {"color": "word", "width": 257}})",
      R"({"type": "box", "radius": {}})",
      R"({"type": "box", "shadow": {"color": "word"}})",
      R"({"type": "box", "shadow": {"color": "word", "blur": 257}})",
      R"({"type": "box", "variants": {}})",
      R"({"type": "box", "variants": [{"fill": "word"}]})",
      R"({"type": "box", "variants": [{"when": "tag", "color": "word"}]})",
      R"({"type": "box", "restyle": {}})",
      // Texts, numbers, clocks.
      R"({"type": "text"})",
      R"({"type": "text", "text": 1})",
      text(R"("style": 1)"),
      text(R"("font": ["word"])"),
      text(R"("weight": 950)"),
      text(R"("weight": "bold")"),
      text(R"("size": 3)"),
      text(R"("least_size": 513)"),
      text(R"("line_height": 0)"),
      text(R"("letter_spacing": 65)"),
      text(R"("tabular": "yes")"),
      text(R"("lines": 0)"),
      text(R"("lines": 2)"),
      text(R"("lines": 2, "width": "auto")"),
      text(R"("align": "start")"),
      text(R"("outline": {"color": "word", "width": 33})"),
      text(R"("shadow": {"color": "word", "blur": 33})"),
      text(R"("shadow": {"color": "word", "blur": 1, "spread": 1})"),
      text(R"("variants": [{"when": "tag", "fill": "word"}])"),
      text(R"("count": {"duration_ms": 1})"),
      R"({"type": "number"})",
      R"({"type": "number", "text": "${title}", "count": {}})",
      R"({"type": "number", "text": "${title}", "count": {"duration_ms": 1, "from": "0"}})",
      R"({"type": "number", "text": "${title}", "roll": 1})",
      R"({"type": "clock"})",
      R"({"type": "clock", "timer": "a b"})",
      R"({"type": "clock", "timer": "timer", "text": ""})",
      // Lists.
      R"({"type": "list", "key": "id", "row": {"type": "group"}})",
      R"({"type": "list", "items": "rows", "row": {"type": "group"}})",
      R"({"type": "list", "items": "rows", "key": "id"})",
      R"({"type": "list", "items": "", "key": "id", "row": {"type": "group"}})",
      list(R"("row": [])"),
      list(R"("where": 1)"),
      list(R"("sort": "id")"),
      list(R"("sort": {})"),
      list(R"("sort": {"by": "id", "order": "down"})"),
      list(R"("limit": 5)"),
      list(R"("max_rows": 65)"),
      list(R"("max_rows": 0)"),
      list(R"("page": {})"),
      list(R"("page": {"every_ms": 1999})"),
      list(R"("page": {"every_ms": 2000}, "scroll": {})"),
      list(R"("scroll": true)"),
      list(R"("scroll": {"speed": 0})"),
      list(R"("scroll": {}, "max_rows": 513)"),
      list(R"("scroll": {}, "rows_per_column": 2)"),
      list(R"("row_height": 0)"),
      list(R"("column_width": 0)"),
      list(R"("gap": 1)"),
      // Pictures, meters, tickers, codes.
      R"({"type": "image"})",
      R"({"type": "image", "src": "word", "fit": "fill"})",
      R"({"type": "image", "src": "word", "radius": [1, 2, 3]})",
      R"({"type": "video"})",
      R"({"type": "video", "src": "word", "play": true})",
      R"({"type": "video", "src": "word", "play": "twice"})",
      R"({"type": "video", "src": "word", "in_point_ms": -1})",
      R"({"type": "video", "src": "word", "in_point_ms": 0.5})",
      R"({"type": "video", "src": "word", "in_point_ms": 86400001})",
      R"({"type": "image", "src": "word", "play": "once"})",
      R"({"type": "stars"})",
      R"({"type": "stars", "value": true})",
      R"({"type": "stars", "value": 1, "align": "stretch"})",
      R"({"type": "stars", "value": 1, "gap": 513})",
      R"({"type": "bar", "value": 1})",
      R"({"type": "bar", "bar": {}})",
      R"({"type": "bar", "value": 1, "bar": {"color": "word"}})",
      R"({"type": "bar", "value": 1, "bar": {}, "direction": "row"})",
      R"({"type": "ring"})",
      R"({"type": "ring", "value": [], "max": 1})",
      R"({"type": "ring", "value": 1, "thickness": 0})",
      R"({"type": "ring", "value": 1, "fill": "word"})",
      R"({"type": "ticker", "items": "rows"})",
      R"({"type": "ticker", "text": ""})",
      R"({"type": "ticker", "items": "rows", "text": "", "speed": 9})",
      R"({"type": "ticker", "items": "rows", "text": "", "separator": 1})",
      R"({"type": "ticker", "items": "rows", "text": "", "align": "left"})",
      R"({"type": "qr"})",
      R"({"type": "qr", "text": "", "size": 40})",
  };
  for (const std::string& root : bads) check_refused(template_with(root));
  check_refused(template_with(ticker_with_separator(65)));
}

TEST_CASE("both refuse a template with something wrong in its own keys") {
  for (const char* patch : {R"({"name": null})",     R"({"layer": null})",
                            R"({"fields": null})",   R"({"sample": null})",
                            R"({"root": null})",     R"({"name": 1})",
                            R"({"layer": -1})",      R"({"layer": 1001})",
                            R"({"layer": 1.5})",     R"({"layer": "20"})",
                            R"({"steps": 0})",       R"({"steps": 101})",
                            R"({"binds": "round"})", R"({"binds": ["weather"]})",
                            R"({"binds": [1]})",     R"({"fields": []})",
                            R"({"sample": []})",     R"({"unused": {}})",
                            R"({"unused": [1]})",    R"({"unused": ["a b"]})",
                            R"({"portrait": []})",   R"({"portrait": {}})",
                            R"({"note": 1})",        R"({"$schema": 1})",
                            R"({"version": 1})"}) {
    check_refused(template_but(patch));
  }
  check_refused(Json::array());
  check_refused(Json());
}

TEST_CASE("both accept what is unusual, and right") {
  const std::string goods[] = {
      group(R"("note": "", "in": [], "out": [], "change": [], "loop": [], "children": [])"),
      group(R"("when": "!tag and rows or timer.phase == 'done' and title != \"a b\"")"),
      group(R"("when": "1")"),
      group(R"("width": "word", "height": "auto", "min_width": 0, "max_width": 8192, "grow": 0.25)"),
      group(R"("x": -8192, "y": 8192.0, "opacity": 0)"),
      group(R"("padding": ["word", 0])"),
      group(R"("padding": [0, 0, "word", 8192])"),
      group(R"("wrap": true, "direction": "row", "max_width": "word")"),
      group(R"("wrap": false)"),
      group(R"("in": [{"property": "scale", "from": 16, "duration_ms": "word", "easing": "easeInOutQuint"}])"),
      group(R"("in": [{"property": "x", "from": 8192, "to": -8192, "duration_ms": 0}])"),
      group(R"("loop": [{"property": "clip_left", "from": 1, "to": 0, "duration_ms": "word"}])"),
      group(R"("move": {"duration_ms": 0})"),
      group(R"("watch": "")"),
      R"({"type": "box"})",
      R"({"type": "box", "fill": "#ABCDEF12"})",
      R"({"type": "box", "fill": "word 0%"})",
      R"({"type": "box", "fill": "word", "gradient": {"from": "word 007%", "to": "#abcdef", "angle": 0.5}})",
      R"({"type": "box", "shadow": {"color": "word", "blur": 0, "spread": -256}})",
      R"({"type": "box", "variants": [{"when": "tag"}], "restyle": {"duration_ms": 8000}})",
      R"({"type": "text", "text": ""})",
      text(R"("lines": 2, "width": "word")"),
      text(R"("lines": 32, "max_width": 0)"),
      text(R"("letter_spacing": -64)"),
      R"({"type": "text", "text": "${title | decimals: 2 | signed | default: \"}\"}$"})",
      R"({"type": "number", "text": "7"})",
      R"({"type": "number", "text": "", "count": {"duration_ms": "word", "from": -1e9}})",
      R"({"type": "clock", "timer": "timer"})",
      list(R"("scroll": {}, "max_rows": 512)"),
      list(R"("page": {"every_ms": 600000}, "where": "index > 0")"),
      list(R"("limit": "step")"),
      R"({"type": "list", "items": "rows", "key": "item", "row": {"type": "ticker", "items": "rows", "text": "${name}"}})",
      R"({"type": "image", "src": "${title}.png"})",
      R"({"type": "image", "src": "", "radius": ["word", "word"]})",
      R"({"type": "video", "src": "${title}.webm", "play": "once", "in_point_ms": 86400000})",
      R"({"type": "video", "src": "", "fit": "contain", "radius": 20, "play": "loop"})",
      R"({"type": "stars", "value": "${title}", "max": "${tag}"})",
      R"({"type": "stars", "value": -1.5, "max": 0})",
      R"({"type": "bar", "value": 1e300, "max": "12", "bar": {}})",
      R"({"type": "ring", "value": "0.5", "thickness": "word"})",
      R"({"type": "ticker", "items": "rows", "text": "${item}", "separator": "", "lines": 3})",
      R"({"type": "qr", "text": "${words.word}"})",
  };
  for (const std::string& root : goods) check_accepted(template_with(root));
  check_accepted(template_with(ticker_with_separator(64)));
  for (const char* patch :
       {R"({"name": ""})", R"({"layer": 0})", R"({"layer": 1000, "steps": 100})", R"({"binds": []})",
        R"({"binds": ["round", "round"]})", R"({"unused": ["rows.id", "timer.state"]})",
        R"({"fields": {"x-of-mine": {"type": 7}, "properties": {"a": true}}})", R"({"sample": {"nobody": ["asked"]}})",
        R"({"portrait": {"type": "qr", "text": ""}})", R"({"$schema": "", "note": ""})"}) {
    check_accepted(template_but(patch));
  }
  check_accepted(parsed_file("tests/template/every_key.json"));
}

TEST_CASE("both refuse a theme with something wrong in it, and accept one that is right") {
  for (const char* bad :
       {R"([])", R"({})", R"({"name": 1})", R"({"name": "a", "extends": "../base"})", R"({"name": "a", "extends": ""})",
        R"({"name": "a", "extends": 1})", R"({"name": "a", "colours": {}})", R"({"name": "a", "colors": []})",
        R"({"name": "a", "colors": {"b": "red"}})", R"({"name": "a", "colors": {"b": "#ffffff", "c": "b 50%"}})",
        R"({"name": "a", "fonts": {"b": ["Inter"]}})", R"({"name": "a", "sizes": {"b": 8193}})",
        R"({"name": "a", "sizes": {"b": "1"}})", R"({"name": "a", "times": {"b": 8001}})",
        R"({"name": "a", "times": {"b": 0.5}})", R"({"name": "a", "words": {"b": 1}})",
        R"({"name": "a", "text_styles": {"b": {"align": "left"}}})",
        R"({"name": "a", "text_styles": {"b": {"weight": 1}}})", R"({"name": "a", "text_styles": {"b": []}})"}) {
    INFO(bad);
    CHECK_FALSE(theme_loads(Json::parse(bad)));
    CHECK_FALSE(theme_schema().accepts(Json::parse(bad)));
  }
  for (const char* good : {R"({"name": ""})", R"({"name": "a", "extends": "base"})",
                           R"({"name": "a", "colors": {"深": "#00000000"}, "sizes": {"b": -8192}})",
                           R"({"name": "a", "text_styles": {"b": {}, "c": {"style": "b", "size": 512}}})"}) {
    INFO(good);
    CHECK(theme_loads(Json::parse(good)));
    CHECK(theme_schema().findings(Json::parse(good)) == "");
  }
  const std::pair<const char*, Json> kinds[] = {{"colors", "#000000"}, {"fonts", ""}, {"sizes", 1},
                                                {"times", 1},          {"words", ""}, {"text_styles", Json::object()}};
  for (const auto& [key, word] : kinds) {
    INFO(key);
    Json many = {{"name", "a"}};
    for (int i = 0; i < 1024; ++i) many[key]["w" + std::to_string(i)] = word;
    CHECK(theme_loads(many));
    CHECK(theme_schema().accepts(many));
    many[key]["w1024"] = word;
    CHECK_FALSE(theme_loads(many));
    CHECK_FALSE(theme_schema().accepts(many));
  }
}

TEST_CASE("every template and theme that is shipped is one under its schema") {
  const auto templates = shipped_files("");
  const auto themes = shipped_files("theme.json");
  CHECK(templates.size() > 8);
  CHECK(themes.size() > 2);
  for (const fs::path& file : templates) check_shipped(template_schema(), "template.schema.json", file);
  for (const fs::path& file : themes) check_shipped(theme_schema(), "theme.schema.json", file);
}

TEST_CASE("the examples of docs/templates.md are a theme that loads") {
  const std::string theme = example_under("## theme.json"), graphic = example_under("## A template");
  CHECK(theme_schema().findings(Json::parse(theme)) == "");
  CHECK(template_schema().findings(Json::parse(graphic)) == "");
  ThemeFolder folder;
  folder.write("theme.json", theme);
  folder.write("templates/lower-third.json", graphic);
  const auto loaded = folder.load();
  if (!loaded) FAIL(loaded.error().front().to_string());
  CHECK((*loaded)->find("lower-third") != nullptr);
}
