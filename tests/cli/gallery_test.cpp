// SPDX-License-Identifier: GPL-2.0-or-later
// A theme's pictures.
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <set>

#include "tests/cli/program.h"

using namespace leitai::test;

namespace {

namespace fs = std::filesystem;

constexpr const char* kThemeFile = R"({"name": "small <&>", "colors": {"gold": "#f5c451"}})";

/// Two steps: the second is another colour. Moves while it goes in and out.
constexpr const char* kTemplate = R"({
  "name": "Plate",
  "layer": 20,
  "steps": 2,
  "fields": {"type": "object", "properties": {}},
  "sample": {},
  "root": {"type": "group", "children": [
    {"type": "box", "width": 400, "height": 200, "anchor": "center", "fill": "gold",
     "variants": [{"when": "step == 1", "fill": "#204080"}],
     "in": [{"property": "opacity", "from": 0, "duration_ms": 600}],
     "out": [{"property": "y", "to": 90, "duration_ms": 400}]}]}
})";

/// A theme of that template in a folder.
std::string small_theme(const TempFolder& folder) {
  fs::create_directories(folder / "theme/templates");
  write_file(folder / "theme/theme.json", kThemeFile);
  write_file(folder / "theme/templates/plate.json", kTemplate);
  return folder / "theme";
}

std::map<std::string, std::string> files_in(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    files[entry.path().filename().string()] = read_file(entry.path().string());
  }
  return files;
}

/// Width and height from a PNG's header, "1280x720".
std::string size_of_png(const std::string& bytes) {
  if (bytes.size() < 24 || bytes.compare(0, 8, "\x89PNG\r\n\x1a\n") != 0) return "no PNG";
  const auto number = [&](std::size_t at) {
    int value = 0;
    for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return std::to_string(value);
  };
  return number(16) + "x" + number(20);
}

}  // namespace

TEST_CASE("a gallery of what is no theme, has no such template or cannot be written is refused") {
  TempFolder folder;
  const auto theme = small_theme(folder);
  CHECK(run({"gallery", "--theme", folder / "nowhere", "--out", folder / "out"}).status == 2);
  const auto unknown = run({"gallery", "--theme", theme, "--out", folder / "out", "--template", "plat"});
  CHECK(unknown.status == 1);
  CHECK(unknown.err.find("\"plat\"") != std::string::npos);
  write_file(folder / "file", "");
  CHECK(run({"gallery", "--theme", theme, "--out", folder / "file"}).status == 2);
  CHECK(run({"gallery", "--theme", theme, "--out", folder / "file/out"}).status == 2);
  CHECK_FALSE(fs::exists(folder / "out"));
}

TEST_CASE("a broken theme's findings are told with file, line and column, and nothing is drawn") {
  TempFolder folder;
  const auto theme = small_theme(folder);
  write_file(folder / "theme/theme.json", "{\"name\": \"small\",\n \"colors\": {\"gold\": 7}}");
  const auto result = run({"gallery", "--theme", theme, "--out", folder / "out"});
  CHECK(result.status == 1);
  CHECK(result.out.find("theme.json:2:21: error: ") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / "out"));
}

TEST_CASE("a gallery has each state over each backdrop at each size, and twice the same bytes") {
  TempFolder folder;
  const auto theme = small_theme(folder);
  const auto result = run({"gallery", "--theme", theme, "--out", folder / "out"});
  INFO(result.err);
  REQUIRE(result.status == 0);
  CHECK(result.out.empty());
  CHECK(result.err.empty());
  const auto files = files_in(folder / "out");
  std::set<std::string> expected = {"index.html"};
  for (const std::string size : {"1280x720", "1920x1080", "3840x2160"}) {
    std::set<std::string> pictures;
    for (const std::string backdrop : {"dark", "bright"}) {
      for (const std::string state : {"in", "on", "step-2", "out"}) {
        std::string name = "plate-";
        name.append(state).append("-").append(backdrop).append("-").append(size).append(".png");
        INFO(name);
        REQUIRE(files.count(name) == 1);
        CHECK(size_of_png(files.at(name)) == size);
        pictures.insert(files.at(name));
        expected.insert(name);
      }
    }
    CHECK(pictures.size() == 8);  // all differ
  }
  std::set<std::string> names;
  for (const auto& [name, bytes] : files) names.insert(name);
  CHECK(names == expected);

  REQUIRE(run({"gallery", "--theme", theme, "--out", folder / "again", "--template", "plate"}).status == 0);
  CHECK((files_in(folder / "again") == files));
}

TEST_CASE("a gallery's page shows its pictures and asks for nothing else") {
  TempFolder folder;
  const auto theme = small_theme(folder);
  REQUIRE(run({"gallery", "--theme", theme, "--out", folder / "out"}).status == 0);
  const auto page = read_file(folder / "out/index.html");
  CHECK(page.find("small &lt;&amp;&gt;") != std::string::npos);
  CHECK(page.find("://") == std::string::npos);
  for (std::size_t at = page.find("src=\""); at != std::string::npos; at = page.find("src=\"", at + 1)) {
    const auto name = page.substr(at + 5, page.find('"', at + 5) - at - 5);
    INFO(name);
    CHECK(fs::exists(fs::path(folder / "out") / name));
  }
  for (const char* state : {"plate-in", "plate-on", "plate-step-2", "plate-out"}) {
    CHECK(page.find("data-picture=\"" + std::string(state) + "\"") != std::string::npos);
  }
}
