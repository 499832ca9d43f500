// SPDX-License-Identifier: GPL-2.0-or-later
// Pictures and films of a theme that cannot be shown.
#include <catch2/catch.hpp>
#include <filesystem>
#include <sstream>

#include "tests/cli/serving.h"

using namespace leitai::test;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void write_theme(const std::string& folder, const std::string& children) {
  fs::create_directories(folder + "/templates");
  fs::create_directories(folder + "/media");
  write_file(folder + "/theme.json", R"({"name": "films"})");
  write_file(folder + "/templates/t.json", R"({"name": "T", "layer": 1, "sample": {}, "fields": {"properties":
{"src": {}, "rows": {"type": "array", "items": {"properties": {"id": {}}}}}},
"root": {"type": "group", "children": [
)" + children + "\n]}}\n");
}

}  // namespace

TEST_CASE("check names pictures and films that are there and cannot be shown, where the template names them") {
  TempFolder folder;
  const std::string theme = folder / "theme";
  write_theme(theme, R"({"type": "image", "src": "media/torn.png", "width": 9, "height": 9},
{"type": "video", "src": "media/text.webm", "width": 9, "height": 9},
{"type": "video", "src": "media/whole.png", "width": 9, "height": 9},
{"type": "image", "src": "media/whole.png", "width": 9, "height": 9},
{"type": "image", "src": "${src}", "width": 9, "height": 9},
{"type": "list", "items": "rows", "key": "id", "row": {"type": "group", "children": [
{"type": "image", "src": "media/torn.png", "width": 9, "height": 9}]}})");
  const std::string whole = read_file(std::string(LEITAI_SOURCE_DIR) + "/docs/pictures/ranking.png");
  write_file(theme + "/media/whole.png", whole);
  write_file(theme + "/media/torn.png", whole.substr(0, whole.size() / 2));
  write_file(theme + "/media/text.webm", "no film");
  const auto result = run({"check", theme});
  CHECK(result.status == 1);
  const auto found = lines_of(result.out);
  REQUIRE(found.size() == 4);
  CHECK(found[0].rfind("templates/t.json:4:26: error: \"media/torn.png\" ", 0) == 0);
  CHECK(found[1].rfind("templates/t.json:5:26: error: \"media/text.webm\" is no film", 0) == 0);
  CHECK(found[2].rfind("templates/t.json:6:26: error: \"media/whole.png\" is no film", 0) == 0);
  CHECK(found[3].rfind("templates/t.json:10:26: error: \"media/torn.png\" ", 0) == 0);
}

TEST_CASE("check finds nothing in a theme whose pictures are whole") {
  TempFolder folder;
  const std::string theme = folder / "theme";
  write_theme(theme, R"({"type": "image", "src": "media/whole.png", "width": 9, "height": 9},
{"type": "image", "src": "${src}", "width": 9, "height": 9}, {"type": "list", "items": "rows", "key": "id",
"row": {"type": "group"}})");
  write_file(theme + "/media/whole.png", read_file(std::string(LEITAI_SOURCE_DIR) + "/docs/pictures/ranking.png"));
  const auto result = run({"check", theme});
  INFO(result.out << result.err);
  CHECK(result.status == 0);
}
