// SPDX-License-Identifier: GPL-2.0-or-later
// Texts of a show that its theme cannot show.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <sstream>

#include "overlays/json/json.h"
#include "tests/cli/serving.h"

using namespace leitai;
using namespace leitai::test;

namespace {

using json::Json;

/// Sixty ideographs: too long for anything.
std::string long_text() {
  std::string text;
  for (int i = 0; i < 6; ++i) text += "一二三四五六七八九十";
  return text;
}

/// No font has it: U+10FFFD, private use.
const std::string kUnknown = "\xF4\x8F\xBF\xBD";

std::string event(const std::string& type, const std::string& id, const Json& data) {
  return json::dump({{"at_ms", 0}, {"type", type}, {"id", id}, {"data", data}}) + "\n";
}

std::string call(const std::string& path, const Json& body) {
  return json::dump({{"at_ms", 0}, {"call", path}, {"body", body}}) + "\n";
}

/// The findings for a file, without its name.
std::vector<std::string> findings(const std::string& text, int status = 1, std::vector<std::string> more = {}) {
  TempFolder folder;
  const auto file = folder / "show.ndjson";
  write_file(file, text);
  more.insert(more.begin(), {"check", file});
  const auto result = run(more);
  INFO(result.out << result.err);
  CHECK(result.status == status);
  std::vector<std::string> lines;
  std::istringstream in(result.out);
  for (std::string line; std::getline(in, line);) {
    REQUIRE(line.rfind(file + ":", 0) == 0);
    lines.push_back(line.substr(file.size() + 1));
  }
  return lines;
}

/// Whether a finding stands at the value of `member` in that line of the file, and says all of `words`.
bool tells(const std::vector<std::string>& found, const std::string& text, std::size_t line, const std::string& member,
           const std::vector<std::string>& words) {
  std::istringstream in(text);
  std::string content;
  for (std::size_t i = 0; i < line; ++i) std::getline(in, content);
  const auto column = content.rfind("\"" + member + "\":") + member.size() + 4;
  const auto place = std::to_string(line) + ":" + std::to_string(column) + ": ";
  return std::any_of(found.begin(), found.end(), [&](const std::string& each) {
    return each.rfind(place, 0) == 0 && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
             return each.find(word) != std::string::npos;
           });
  });
}

}  // namespace

TEST_CASE("a contestant's texts that do not fit are told for each template that may show them") {
  const std::string text =
      event("groups", "g", {{"name", "组"}, {"short_name", long_text()}}) +
      event("contestants", "c1", {{"name", "1号选手"}, {"group", "g"}, {"organization", "办公室"}}) +
      event("contestants", "c2", {{"group", "g"}, {"name", long_text()}});
  const auto found = findings(text);
  CHECK(tells(found, text, 1, "short_name", {"warning: ", "\"tag\"", "\"lower-third\"", "一二三"}));
  CHECK(tells(found, text, 3, "name", {"warning: ", "\"title\"", "\"lower-third\""}));
  CHECK(tells(found, text, 3, "name", {"warning: ", "\"name\"", "\"ranking\""}));
  CHECK(tells(found, text, 3, "name", {"warning: ", "\"name\"", "\"vote\""}));
  CHECK(found.size() == 4);
}

TEST_CASE("a character that no font has is told with its number") {
  const std::string text = event("people", "p", {{"name", "A"}, {"organization", "x" + kUnknown}, {"title", "y"}}) +
                           event("timers", "t", {{"label", kUnknown}, {"mode", "down"}, {"duration_ms", 60'000}});
  const auto found = findings(text);
  CHECK(tells(found, text, 1, "organization", {"error: ", "U+10FFFD", "\"subtitle\"", "\"lower-third\""}));
  CHECK(tells(found, text, 2, "label", {"error: ", "U+10FFFD", "\"label\"", "\"timer\""}));
  CHECK(found.size() == 2);
}

TEST_CASE("rounds and groups are looked at as titles of rankings") {
  const std::string text = event("groups", "g", {{"name", kUnknown}, {"short_name", "g"}}) +
                           event("contestants", "c1", {{"name", "1号选手"}, {"group", "g"}}) +
                           event("rounds", "r", {{"name", "第一轮" + kUnknown}});
  const auto found = findings(text);
  CHECK(tells(found, text, 1, "name", {"\"subtitle\"", "\"ranking\""}));
  CHECK(tells(found, text, 3, "name", {"\"title\"", "\"ranking\""}));
}

TEST_CASE("the data of takes, updates and cues is looked at in its template") {
  const std::string text = event("cues", "q", {{"template", "lower-third"}, {"data", {{"title", long_text()}}}}) +
                           call("air/take", {{"template", "timer"}, {"data", {{"label", kUnknown}}}}) +
                           call("air/take", {{"template", "lower-third"}, {"data", {{"title", "甲"}}}}) +
                           call("air/update", {{"layer", 20}, {"data", {{"tag", kUnknown}}}}) +
                           call("air/update", {{"layer", 99}, {"data", {{"tag", kUnknown}}}});
  const auto found = findings(text);
  CHECK(tells(found, text, 1, "title", {"warning: ", "\"lower-third\""}));
  CHECK(tells(found, text, 2, "label", {"error: ", "\"timer\""}));
  CHECK(tells(found, text, 4, "tag", {"error: ", "\"lower-third\""}));
  CHECK(found.size() == 3);
}

TEST_CASE("a show is checked with the theme that is named; messages are its ticker's") {
  TempFolder folder;
  std::filesystem::create_directories(folder / "theme/templates");
  write_file(folder / "theme/theme.json", R"({"name": "small", "fonts": {"text": "Inter"}})");
  write_file(folder / "theme/templates/ticker.json", R"({"name": "Ticker", "layer": 60, "binds": ["messages"],
    "fields": {"properties": {"messages": {"type": "array", "items": {"properties": {"id": {}, "text": {}}}}}},
    "sample": {}, "root": {"type": "list", "items": "messages", "key": "id", "row":
      {"type": "group", "children": [{"type": "text", "text": "${text}", "font": "text", "width": 300}]}}})");
  const std::string text =
      event("messages", "m", {{"text", long_text()}}) + event("contestants", "c1", {{"name", long_text()}});
  const auto found = findings(text, 1, {"--theme", folder / "theme"});
  CHECK(tells(found, text, 1, "text", {"warning: ", "\"ticker\""}));
  CHECK(found.size() == 1);
  CHECK(findings(event("contestants", "c1", {{"name", "甲"}}), 2, {"--theme", folder / "nowhere"}).empty());
}

TEST_CASE("a file's other mistakes are told too, all in the order of lines") {
  const std::string text = event("contestants", "c1", {{"name", kUnknown}}) + "{\"at_ms\":0}\n" +
                           event("people", "p", {{"name", kUnknown}, {"role", "pilot"}}) +
                           event("people", "p2", {{"name", kUnknown}});
  const auto found = findings(text);
  std::vector<std::string> lines;
  for (const auto& each : found) lines.push_back(each.substr(0, each.find(':')));
  CHECK(lines == std::vector<std::string>{"1", "1", "1", "2", "3", "4"});
}

TEST_CASE("a journal's texts are looked at like a file's; the line is the record's token") {
  TempFolder folder;
  const auto show = folder / "show.leitai";
  std::uint64_t token = 0;
  {
    Serving serving(show);
    REQUIRE(serving.is_ready());
    const auto put =
        serving.client().Put("/api/v1/contestants/c1", json::dump({{"name", long_text()}}), "application/json");
    REQUIRE(put);
    token = json::parse(put->body).value()["token"];
    REQUIRE(serving.post("air/take", {{"template", "timer"}, {"data", {{"label", kUnknown}}}}) == 200);
  }
  const auto result = run({"check", show});
  CHECK(result.status == 1);
  CHECK(result.out.find(show + ":" + std::to_string(token) + ":1: warning: ") == 0);
  CHECK(result.out.find(show + ":" + std::to_string(token + 1) + ":1: error: no font has") != std::string::npos);
}
