// SPDX-License-Identifier: GPL-2.0-or-later
// A whole contest through the program: played, served, exported, copied, drawn.
#include <signal.h>

#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "tests/cli/serving.h"

using namespace leitai;
using namespace leitai::test;

namespace {

std::vector<json::Json> entries_of(const std::string& text) {
  std::vector<json::Json> entries;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) entries.push_back(json::parse(line).value());
  return entries;
}

/// "92.35" as 9235.
std::int64_t hundredths(const std::string& decimal) {
  const bool negative = decimal.front() == '-';
  const auto digits = negative ? decimal.substr(1) : decimal;
  const auto dot = digits.find('.');
  const auto value = std::stoll(digits.substr(0, dot)) * 100 + std::stoll((digits.substr(dot + 1) + "00").substr(0, 2));
  return negative ? -value : value;
}

/// The sample's final totals in hundredths, by contestant: the panels' means weighted 0.4, 0.3, 0.3
/// and the adjustments, in integers, rounded half up once.
std::map<std::string, std::int64_t> street_arena_totals(const std::vector<json::Json>& entries) {
  const std::map<std::string, std::pair<std::int64_t, std::int64_t>> kPanels = {
      {"street", {4, 3}}, {"peers", {3, 4}}, {"delegates", {3, 3}}};  // weight in tenths, judges
  std::map<std::string, std::map<std::string, std::int64_t>> marks;
  std::map<std::string, std::int64_t> adjusted;
  for (const auto& entry : entries) {
    const auto type = entry.value("type", "");
    if (!entry.contains("data") || entry["data"].value("round", "") != "morning") continue;
    if (type == "scores")
      marks[entry["data"]["contestant"]][entry["data"]["judge"]] = hundredths(entry["data"]["marks"]["total"]);
    if (type == "adjustments") adjusted[entry["data"]["contestant"]] += hundredths(entry["data"]["points"]);
  }
  std::map<std::string, std::int64_t> totals;
  for (const auto& [contestant, by_judge] : marks) {
    std::int64_t sum = 0;  // in 1/120 of a hundredth: 10 tenths times 12
    for (const auto& [judge, mark] : by_judge) {
      const auto& [weight, judges] = kPanels.at(judge.substr(0, judge.find('-')));
      sum += mark * weight * 12 / judges;
    }
    totals[contestant] = (sum + adjusted[contestant] * 120 + 60) / 120;
  }
  return totals;
}

std::string play_sample(TempFolder& folder, Serving& serving) {
  const auto file = folder / "street-arena.ndjson";
  write_file(file, run({"sample", "street-arena"}).out);
  const auto played = run({"play", file, "--url", serving.url(), "--token", "secret", "--speed", "0"});
  INFO(played.err);
  REQUIRE(played.status == 0);
  CHECK(played.out.find("played ") != std::string::npos);
  return file;
}

/// Exports first.leitai and plays that into another server. The answer is what was exported.
std::string play_again(TempFolder& folder, Serving& second) {
  const auto exported = run({"export", folder / "first.leitai", "--format", "ndjson"});
  REQUIRE(exported.status == 0);
  write_file(folder / "again.ndjson", exported.out);
  CHECK(run({"check", folder / "again.ndjson"}).status == 0);
  const auto played =
      run({"play", folder / "again.ndjson", "--url", second.url(), "--token", "secret", "--speed", "0"});
  INFO(played.err);
  REQUIRE(played.status == 0);
  return exported.out;
}

/// A document without what differs between two servers, or two times.
json::Json lasting(json::Json document) {
  for (const char* name : {"now", "token", "revision"}) document.erase(name);
  for (auto& row : document["rows"]) row["corrected_at"] = row["corrected_at"].is_null();
  return document;
}

/// Width and height from a PNG's header.
std::pair<int, int> png_size(const std::string& bytes) {
  if (bytes.size() < 33 || bytes.substr(0, 8) != "\x89PNG\r\n\x1a\n") return {0, 0};
  const auto number = [&](std::size_t at) {
    int value = 0;
    for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
  };
  return {number(16), number(20)};
}

}  // namespace

TEST_CASE("a line that the show refuses ends the play, and is named") {
  TempFolder folder;
  Serving serving(folder / "show.leitai");
  REQUIRE(serving.is_ready());
  const auto file = folder / "refused.ndjson";
  write_file(file,
             "{\"at_ms\":0,\"type\":\"people\",\"id\":\"p1\",\"data\":{\"name\":\"A\"}}\n"
             "{\"at_ms\":1,\"call\":\"air/take\",\"body\":{\"template\":\"no-such-template\"}}\n"
             "{\"at_ms\":2,\"type\":\"people\",\"id\":\"p2\",\"data\":{\"name\":\"B\"}}\n");
  const auto played = run({"play", file, "--url", serving.url(), "--token", "secret", "--speed", "0"});
  CHECK(played.status == 1);
  CHECK(played.err.find(file + ":2:") != std::string::npos);
  CHECK(serving.get("people").size() == 1);

  CHECK(run({"play", file, "--url", serving.url(), "--token", "wrong", "--speed", "0"}).status == 1);
  write_file(file, "{\"at_ms\":0}\n");
  CHECK(run({"play", file, "--url", serving.url(), "--token", "secret"}).status == 2);
}

TEST_CASE("a server that is not there is unusable: 2") {
  TempFolder folder;
  int port = 0;
  {
    Serving gone(folder / "show.leitai");
    port = gone.port();
  }
  write_file(folder / "file.ndjson", "{\"at_ms\":0,\"type\":\"people\",\"id\":\"p1\",\"data\":{\"name\":\"A\"}}\n");
  CHECK(run({"play", folder / "file.ndjson", "--url", "http://127.0.0.1:" + std::to_string(port), "--token", "t"})
            .status == 2);
  CHECK(run({"play", folder / "file.ndjson", "--url", "127.0.0.1", "--token", "t"}).status == 1);
}

TEST_CASE("a played file's figures are compared with the server's: each difference is named, 1") {
  TempFolder folder;
  Serving serving(folder / "show.leitai");
  REQUIRE(serving.is_ready());
  const auto file = folder / "verified.ndjson";
  const auto play = [&](const std::string& expect) {
    write_file(file,
               "{\"at_ms\":0,\"type\":\"people\",\"id\":\"j1\",\"data\":{\"name\":\"A\",\"role\":\"judge\"}}\n"
               "{\"at_ms\":0,\"type\":\"contestants\",\"id\":\"c1\",\"data\":{\"name\":\"B\"}}\n"
               "{\"at_ms\":0,\"type\":\"contestants\",\"id\":\"c2\",\"data\":{\"name\":\"C\"}}\n"
               "{\"at_ms\":0,\"type\":\"rounds\",\"id\":\"r1\",\"data\":{\"contestants\":[\"c1\",\"c2\"],\"quota\":{"
               "\"total\":1}}}\n"
               "{\"at_ms\":1,\"type\":\"scores\",\"id\":\"s1\",\"data\":{\"round\":\"r1\",\"contestant\":\"c2\","
               "\"judge\":\"j1\","
               "\"marks\":{\"total\":\"9.5\"}}" +
                   (expect.empty() ? "" : ",\"expect\":" + expect) + "}\n");
    return run({"play", file, "--url", serving.url(), "--token", "secret", "--speed", "0", "--verify"});
  };
  const auto right =
      play(R"({"rounds":{"r1":{"complete":false,"rows":[["c2",1,"9.50",{"awarded":true}],["c1",null,null]]}}})");
  CHECK(right.status == 0);
  CHECK(right.out.find("verified 2 rows of 1 rounds") != std::string::npos);
  const auto says = [&](const std::string& expect, const std::string& text) {
    const auto result = play(expect);
    INFO(result.err);
    CHECK(result.status == 1);
    CHECK(result.err.find(file + ":5:1: error: round ") != std::string::npos);
    CHECK(result.err.find(text) != std::string::npos);
  };
  says(R"({"rounds":{"r1":{"rows":[["c2",1,"9.51"],["c1",null,null]]}}})",
       "row 1 is \"c2\" with rank 1 and total \"9.50\"");
  says(R"({"rounds":{"r1":{"rows":[["c2",1,"9.50",{"awarded":false}],["c1",null,null]]}}})", "has awarded true");
  says(R"({"rounds":{"r1":{"rows":[["c2",1,"9.50"]]}}})", "2 rows, expected are 1");
  says(R"({"rounds":{"r1":{"complete":true,"rows":[["c2",1,"9.50"],["c1",null,null]]}}})", "complete is false");
  says(R"({"rounds":{"r2":{"rows":[]}}})", "round r2");
  CHECK(play("").status == 2);
}

TEST_CASE("street-arena played into a server gives the totals that its marks make") {
  TempFolder folder;
  Serving serving(folder / "show.leitai");
  REQUIRE(serving.is_ready());
  const auto file = play_sample(folder, serving);
  const auto expected = street_arena_totals(entries_of(read_file(file)));
  const auto standings = serving.get("rounds/morning/standings?audience=public");
  REQUIRE(standings["rows"].size() == 23);
  CHECK(standings["complete"] == true);
  std::int64_t above = 10'000, awarded = 0;
  for (const auto& row : standings["rows"]) {
    INFO(row["contestant"]);
    const auto total = hundredths(row["total"].get<std::string>());
    CHECK(total == expected.at(row["contestant"]));
    CHECK(total <= above);
    above = total;
    awarded += row["awarded"] == true ? 1 : 0;
  }
  CHECK(awarded == 10);
}

TEST_CASE("what is exported and played again is the same contest") {
  TempFolder folder;
  Serving first(folder / "first.leitai");
  REQUIRE(first.is_ready());
  play_sample(folder, first);
  REQUIRE(first.post("air/take", {{"template", "lower-third"}, {"data", {{"title", "甲"}, {"subtitle", "乙"}}}}) ==
          200);
  REQUIRE(first.post("air/take", {{"template", "timer"}, {"bind", {{"timer", "stage"}}}}) == 200);
  REQUIRE(first.post("timers/stage/add", {{"ms", -5000}}) == 200);
  REQUIRE(first.post("air/hold", {{"layer", 30}}) == 200);
  Serving second(folder / "second.leitai");
  REQUIRE(second.is_ready());
  play_again(folder, second);
  for (const char* path : {"contest", "groups", "contestants", "people", "rounds", "scores", "adjustments"}) {
    INFO(path);
    CHECK(second.get(path) == first.get(path));
  }
  CHECK(lasting(second.get("rounds/morning/standings?audience=operator")) ==
        lasting(first.get("rounds/morning/standings?audience=operator")));
  const auto on_air = [](Serving& serving) {
    std::map<std::string, json::Json> layers;
    const auto air = serving.get("air");
    for (const auto& [number, layer] : air["channels"]["program"]["layers"].items()) {
      layers[number] = {layer["template"], layer["data"], layer["held"], layer["bind"]};
    }
    return layers;
  };
  // What the sample took out at the end has to finish leaving.
  CHECK(eventually([&] { return on_air(first).size() == 3; }));
  CHECK(eventually([&] { return on_air(second).size() == 3; }));
  CHECK(on_air(second) == on_air(first));
}

TEST_CASE("what is exported after an undo and a redo, played again, has on air what they left there") {
  TempFolder folder;
  Serving first(folder / "first.leitai");
  REQUIRE(first.is_ready());
  const auto done = [&](const char* path, const json::Json& body) {
    INFO(path << " " << body.dump());
    REQUIRE(first.post(path, body) == 200);
  };
  const auto titled = [](const char* title) { return json::Json{{"template", "title"}, {"data", {{"title", title}}}}; };
  done("events", {{{"type", "timers"}, {"id", "clock"}, {"data", {{"mode", "down"}, {"duration_ms", 60'000}}}},
                  {{"type", "contestants"}, {"id", "c1"}, {"data", {{"name", "甲"}}}},
                  {{"type", "rounds"}, {"id", "r1"}, {"data", {{"contestants", {"c1"}}}}}});
  done("air/take", titled("stays"));
  done("air/take", {{"template", "lower-third"}, {"data", {{"title", "a mistake"}}}});
  done("undo", json::Json::object());
  done("air/take", {{"template", "ticker"}, {"data", {{"text", "comes back"}}}});
  done("undo", json::Json::object());
  done("redo", json::Json::object());
  done("stage", {{"round", "r1"}, {"contestant", "c1"}});
  done("undo", json::Json::object());
  done("timers/clock/start", json::Json::object());
  done("undo", json::Json::object());
  done("air/out", {{"layer", 50}});
  done("undo", json::Json::object());

  Serving second(folder / "second.leitai");
  REQUIRE(second.is_ready());
  CHECK(play_again(folder, second).find("undo") == std::string::npos);
  const auto on_air = [](Serving& serving) {
    std::map<std::string, json::Json> layers;
    const auto air = serving.get("air");
    for (const auto& [number, layer] : air["channels"]["program"]["layers"].items()) {
      if (layer["state"] != "out") layers[number] = {layer["template"], layer["data"]};
    }
    return layers;
  };
  CHECK(on_air(first).size() == 2);
  CHECK(on_air(second) == on_air(first));
  CHECK(second.get("stage") == first.get("stage"));
  CHECK(second.get("timers/clock")["state"] == "idle");
}

TEST_CASE("a show is copied while it is served, and never over another") {
  TempFolder folder;
  Serving serving(folder / "show.leitai");
  REQUIRE(serving.is_ready());
  play_sample(folder, serving);
  std::filesystem::create_directory(folder / "show.media");
  write_file(folder / "show.media/photo.png", "a picture");
  write_file(folder / "show.media/.write-0", "half a pic");
  REQUIRE(run({"backup", folder / "show.leitai", folder / "copy.leitai"}).status == 0);
  CHECK(read_file(folder / "copy.media/photo.png") == "a picture");
  CHECK_FALSE(std::filesystem::exists(folder / "copy.media/.write-0"));
  CHECK(std::filesystem::exists(folder / "copy.theme/theme.json"));
  CHECK(run({"check", folder / "copy.leitai", folder / "copy.theme"}).status == 0);
  CHECK(run({"backup", folder / "show.leitai", folder / "copy.leitai"}).status == 2);
  CHECK(run({"backup", folder / "missing.leitai", folder / "other.leitai"}).status == 2);
  Serving copy(folder / "copy.leitai");
  REQUIRE(copy.is_ready());
  CHECK(copy.get("scores") == serving.get("scores"));
  CHECK(copy.get("health")["show_id"] == serving.get("health")["show_id"]);
}

TEST_CASE(
    "a picture is drawn from a show file: the asked size, the same bytes each time, empty before the first take") {
  TempFolder folder;
  const auto file = folder / "street-arena.ndjson";
  write_file(file, run({"sample", "street-arena"}).out);
  const auto draw = [&](const char* at, const char* size, const char* out) {
    const auto result = run({"render", file, "--at", at, "--size", size, "-o", folder / out});
    INFO(result.err);
    CHECK(result.status == 0);
    return read_file(folder / out);
  };
  const auto ranking = draw("60", "640x360", "a.png");
  CHECK(png_size(ranking) == std::pair(640, 360));
  CHECK(draw("60", "640x360", "b.png") == ranking);
  const auto empty = draw("0.5", "640x360", "c.png");
  CHECK(png_size(empty) == std::pair(640, 360));
  CHECK(empty != ranking);
  CHECK(draw("200", "640x360", "d.png") == draw("150", "640x360", "d.png"));
  CHECK(png_size(draw("4", "1280x720", "e.png")) == std::pair(1280, 720));
  CHECK(run({"render", file, "--at", "4", "--channel", "nowhere", "-o", folder / "f.png"}).status == 2);
  CHECK(run({"render", folder / "missing.ndjson", "--at", "4", "-o", folder / "f.png"}).status == 2);
  CHECK_FALSE(std::filesystem::exists(folder / "f.png"));
}

TEST_CASE("the journal's picture at a time is the preview's") {
  TempFolder folder;
  Serving serving(folder / "show.leitai");
  REQUIRE(serving.is_ready());
  play_sample(folder, serving);
  REQUIRE(serving.post("air/take", {{"template", "lower-third"}, {"data", {{"title", "甲"}, {"subtitle", "乙"}}}}) ==
          200);
  const auto air = serving.get("air");
  const std::string now = air["now"];
  const auto preview = serving.client().Get(("/api/v1/preview.png?width=960&at=" + now).c_str());
  REQUIRE(preview);
  REQUIRE(preview->status == 200);
  REQUIRE(run({"render", folder / "show.leitai", "--at", now, "--size", "960x540", "-o", folder / "a.png"}).status ==
          0);
  CHECK(read_file(folder / "a.png") == preview->body);
}

TEST_CASE(
    "a channel is drawn with the theme that it names, as its preview is; one that there is not, with the show's") {
  TempFolder folder;
  Serving serving(folder / "show.leitai");
  REQUIRE(serving.is_ready());
  const json::Json events = {
      {{"type", "channels"}, {"id", "hall"}, {"data", {{"audience", "public"}, {"theme", "paper"}}}},
      {{"type", "channels"}, {"id", "spare"}, {"data", {{"audience", "public"}, {"theme", "nowhere"}}}}};
  REQUIRE(serving.post("events", events) == 200);
  for (const char* channel : {"program", "hall", "spare"}) {
    REQUIRE(serving.post("air/take",
                         {{"template", "lower-third"}, {"channel", channel}, {"data", {{"title", "甲"}}}}) == 200);
  }
  // Long after the last animation, so that one moment is as good as another.
  const std::string later = "2100-01-01T00:00:00.000Z";
  std::map<std::string, std::string> pictures;
  for (const char* channel : {"program", "hall", "spare"}) {
    INFO(channel);
    const auto preview = serving.client().Get(
        ("/api/v1/preview.png?width=480&channel=" + std::string(channel) + "&at=" + later).c_str());
    REQUIRE(preview);
    REQUIRE(preview->status == 200);
    const auto drawn = run({"render", folder / "show.leitai", "--channel", channel, "--at", later, "--size", "480x270",
                            "-o", folder / "a.png"});
    INFO(drawn.err);
    REQUIRE(drawn.status == 0);
    pictures[channel] = read_file(folder / "a.png");
    CHECK(pictures[channel] == preview->body);
  }
  CHECK(pictures["hall"] != pictures["program"]);
  CHECK(pictures["spare"] == pictures["program"]);
}
