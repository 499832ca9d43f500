// SPDX-License-Identifier: GPL-2.0-or-later
// Usage, samples and checks: what needs no server.
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "overlays/json/json.h"
#include "tests/cli/program.h"

using namespace leitai;
using namespace leitai::test;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

const std::string kArena = std::string(LEITAI_SOURCE_DIR) + "/overlays/themes/arena";

}  // namespace

TEST_CASE("a wrong usage ends with 1 and says so on stderr, not on stdout") {
  const std::vector<std::vector<std::string>> kWrong = {
      {},
      {"dance"},
      {"serve"},
      {"serve", "--show"},
      {"serve", "--show", "x", "--port", "65536"},
      {"serve", "--show", "x", "--port", "-1"},
      {"serve", "--show", "x", "--port", "http"},
      {"serve", "--show", "x", "--token", "a", "--token-file", "b"},
      {"serve", "--show", "x", "--token", "a b"},
      {"serve", "--show", "x", "--token", ""},
      {"serve", "--show", "x", "--unknown"},
      {"check"},
      {"sample"},
      {"play", "x.ndjson"},
      {"play", "x.ndjson", "--url", "u", "--token", "t", "--speed", "-1"},
      {"export", "x.leitai"},
      {"export", "x.leitai", "--format", "xml"},
      {"export", "x.leitai", "--format", "csv", "--form", "pivot"},
      {"import", "contestants", "x.csv"},
      {"import", "boards", "x.csv", "--url", "http://127.0.0.1:1", "--token", "t"},
      {"backup", "x"},
      {"new", "x"},
      {"new", "x", "--from", "y", "--keep", "marks"},
      {"render", "x.ndjson"}};
  for (const auto& arguments : kWrong) {
    std::string command = "leitai";
    for (const auto& each : arguments) command += " " + each;
    INFO(command);
    const auto result = run(arguments);
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK_FALSE(result.err.empty());
  }
}

TEST_CASE("help and version are no errors") {
  CHECK(run({"--help"}).status == 0);
  CHECK(run({"serve", "--help"}).status == 0);
  const auto version = run({"--version"});
  CHECK(version.status == 0);
  CHECK(version.out.rfind("leitai ", 0) == 0);
}

TEST_CASE("an unknown sample is refused with the names of those there are") {
  const auto result = run({"sample", "nothing"});
  CHECK(result.status == 1);
  CHECK(result.out.empty());
  CHECK(result.err.find("street-arena") != std::string::npos);
}

TEST_CASE("samples are listed, and printed as they stand in the sources") {
  const auto list = lines_of(run({"sample", "--list"}).out);
  REQUIRE_FALSE(list.empty());
  for (const auto& name : list) {
    const auto result = run({"sample", name});
    CHECK(result.status == 0);
    CHECK(result.out == read_file(std::string(LEITAI_SOURCE_DIR) + "/server/cli/samples/" + name + ".ndjson"));
  }
}

TEST_CASE("every sample passes the check") {
  TempFolder folder;
  for (const auto& name : lines_of(run({"sample", "--list"}).out)) {
    const auto file = folder / (name + ".ndjson").c_str();
    write_file(file, run({"sample", name}).out);
    const auto result = run({"check", file});
    INFO(result.out);
    CHECK(result.status == 0);
    CHECK(result.out.empty());
  }
}

TEST_CASE("every sample has the contest that it is named after, in its real size") {
  struct Size {
    std::map<std::string, int> by_group;
    std::map<std::string, std::size_t> round_sizes;  ///< of those with a running order
    std::string quota;                               ///< "ROUND DATA" of the round that names the winners
  };
  const std::map<std::string, Size> kSizes = {
      {"street-arena",
       {{{"department", 9}, {"zone", 5}, {"village", 9}, {"horse", 39}},
        {{"morning", 23}, {"nomination", 39}, {"race", 16}},
        R"(morning {"groups":{"department":4,"village":4,"zone":2}})"}},
      {"five-star",
       {{{"village", 30}, {"community", 30}, {"state", 30}, {"economy", 30}, {"office", 30}, {"school", 30}},
        {{"site", 180}, {"honours", 120}, {"platform", 120}, {"city", 120}},
        R"(city {"total":100})"}},
      {"districts-quarter", {{{"", 10}}, {{"q2", 10}, {"q3", 10}, {"speeches", 10}}, ""}},
      {"county-final",
       {{{"qinghua", 23},
         {"hongchang", 23},
         {"baishan", 23},
         {"yueshan", 23},
         {"xuliang", 23},
         {"motou", 23},
         {"xiaojing", 23},
         {"zhaihuo", 23},
         {"jincheng", 22},
         {"lufeng", 8},
         {"qidong", 340}},
        {{"heats", 206}, {"semi", 36}, {"final", 5}, {"lufeng", 8}, {"qidong", 340}},
        R"(semi {"total":5})"}},
      {"campaign", {{{"", 100}}, {{"mid", 100}, {"review", 100}}, R"(review {"total":10})"}}};
  const auto names = lines_of(run({"sample", "--list"}).out);
  CHECK(names.size() == kSizes.size());
  for (const auto& name : names) {
    INFO(name);
    const auto& size = kSizes.at(name);
    std::map<std::string, int> by_group;
    std::map<std::string, std::size_t> round_sizes;
    std::set<std::string> quotas;
    for (const auto& line : lines_of(run({"sample", name}).out)) {
      const auto entry = json::parse(line).value();
      const auto type = entry.value("type", ""), id = entry.value("id", "");
      if (type == "contestants") ++by_group[entry["data"].value("group", "")];
      if (type != "rounds") continue;
      if (entry["data"].contains("contestants")) round_sizes[id] = entry["data"]["contestants"].size();
      if (entry["data"].contains("quota")) quotas.insert(id + " " + json::dump(entry["data"]["quota"]));
    }
    CHECK(by_group == size.by_group);
    CHECK(round_sizes == size.round_sizes);
    CHECK((size.quota.empty() || quotas.count(size.quota) == 1));
  }
}

TEST_CASE("what is not there, or no file of ours, is unusable: 2") {
  TempFolder folder;
  CHECK(run({"check", folder / "missing.ndjson"}).status == 2);
  write_file(folder / "text.leitai", "not a database");
  CHECK(run({"check", folder / "text.leitai"}).status == 2);
  CHECK(run({"check", kArena, folder / "missing.ndjson"}).status == 2);
}

TEST_CASE("an event file's mistakes are named with line and column, all of them: 1") {
  TempFolder folder;
  const auto file = folder / "events.ndjson";
  write_file(file,
             "{\"at_ms\":0,\"type\":\"people\",\"id\":\"p1\",\"data\":{\"name\":\"A\",\"role\":\"judge\"}}\n"
             "{\"at_ms\":0,\"type\":\"people\",\"id\":\"p2\",\"data\":{\"role\":\"pilot\"}}\n"
             "\n"
             "{\"at_ms\":5,\"type\":\"people\"\n"
             "{\"at_ms\":4,\"call\":\"air/take\",\"body\":{}}\n"
             "{\"at_ms\":3,\"call\":\"air/out\",\"body\":{}}\n"
             "{\"at_ms\":9,\"call\":\"air/explode\"}\n"
             "{\"at_ms\":9,\"type\":\"reveals\",\"id\":\"x\",\"data\":{}}\n"
             "{\"at_ms\":9,\"type\":\"people\",\"id\":\"p3\",\"data\":{},\"more\":1}\n"
             "{\"at_ms\":9,\"type\":\"contestants\",\"id\":\"c1\",\"data\":{\"name\":\"B\",\"group\":\"nowhere\"}}\n"
             "[]\n");
  const auto result = run({"check", file});
  CHECK(result.status == 1);
  const auto findings = lines_of(result.out);
  std::vector<std::string> places;
  for (const auto& finding : findings) {
    CHECK(finding.find(": error: ") != std::string::npos);
    REQUIRE(finding.rfind(file + ":", 0) == 0);
    places.push_back(finding.substr(file.size() + 1, finding.find(": error: ") - file.size() - 1));
  }
  // Columns count bytes from 1, to where the wrong value (or the end of the text) stands.
  CHECK(places == std::vector<std::string>{"2:53", "4:27", "6:10", "7:19", "8:19", "9:55", "10:70", "11:1"});
}

TEST_CASE("what a file expects must stand on its last line, and be figures") {
  TempFolder folder;
  const auto file = folder / "events.ndjson";
  const auto findings = [&](const std::string& expect, const std::string& after = "") {
    write_file(file, "{\"at_ms\":0,\"type\":\"people\",\"id\":\"p1\",\"data\":{\"name\":\"A\"},\"expect\":" + expect +
                         "}\n" + after);
    return lines_of(run({"check", file}).out);
  };
  CHECK(findings(R"({"rounds":{}})").empty());
  CHECK(findings(R"({"rounds":{"r1":{"complete":true,"rows":[["c1",1,"9.50"],["c2",null,null,{"stars":null}]]}}})")
            .empty());
  const auto early = findings(R"({"rounds":{}})", "{\"at_ms\":1,\"call\":\"air/out\"}\n");
  REQUIRE(early.size() == 1);
  CHECK(early[0].find(":1:1: error: only the last line") != std::string::npos);
  for (const char* wrong :
       {"1", "{}", R"({"rounds":[]})", R"({"rounds":{},"more":1})", R"({"rounds":{"r1":[]}})",
        R"({"rounds":{"r1":{"rows":[],"more":1}}})", R"({"rounds":{"r1":{"complete":1,"rows":[]}}})",
        R"({"rounds":{"r1":{"rows":[["c1",0,"9"]]}}})", R"({"rounds":{"r1":{"rows":[["c1",1,9]]}}})",
        R"({"rounds":{"r1":{"rows":[["c1",1]]}}})", R"({"rounds":{"r1":{"rows":[["c1",1,"9",1]]}}})"}) {
    INFO(wrong);
    CHECK(findings(wrong).size() == 1);
  }
}

TEST_CASE("the shipped theme is fine, a broken one is not: each finding names file, line and column") {
  TempFolder folder;
  CHECK(run({"check", kArena}).status == 0);
  std::filesystem::create_directories(folder / "broken/templates");
  write_file(folder / "broken/theme.json", "{\n  \"name\": 5\n}\n");
  const auto result = run({"check", folder / "broken"});
  CHECK(result.status == 1);
  CHECK(result.out.find(":2:") != std::string::npos);
  CHECK(result.out.find(": error: ") != std::string::npos);
}

TEST_CASE("a show without an entry is no film, and one that is missing is none either") {
  TempFolder folder;
  write_file(folder / "show.ndjson", "");
  const auto film = run({"render", folder / "show.ndjson", "--from", "0", "--to", "5", "-o", folder / "film.mp4"});
  CHECK(film.status == 2);
  CHECK(film.err.find("has no entry") != std::string::npos);
  CHECK(run({"render", folder / "show.ndjson", "--at", "0", "-o", folder / "%05d.png"}).status == 1);
  CHECK(run({"render", folder / "show.ndjson", "-o", folder / "a.png"}).status == 1);
  CHECK(run({"render", folder / "show.ndjson", "--at", "soon", "-o", folder / "a.png"}).status == 1);
  CHECK(run({"render", folder / "show.ndjson", "--at", "0", "--size", "10", "-o", folder / "a.png"}).status == 1);
  CHECK(run({"export", folder / "show.leitai", "--format", "csv"}).status == 2);
  CHECK_FALSE(std::filesystem::exists(folder / "a.png"));
}
