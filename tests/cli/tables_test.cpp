// SPDX-License-Identifier: GPL-2.0-or-later
// Tables through the program: imported into a running show, exported from its file.
#include <signal.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/cli/serving.h"

using namespace leitai;
using namespace leitai::test;

namespace {

Run import_file(const Serving& serving, const std::string& what, const std::string& file,
                std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"import", what, file, "--url", serving.url(), "--token", "secret"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run(arguments);
}

void seed(Serving& serving) {
  const auto events = json::parse(R"([
    {"type": "people", "id": "j1", "data": {"name": "1号评委", "role": "judge"}},
    {"type": "people", "id": "j2", "data": {"name": "2号评委", "role": "judge"}},
    {"type": "contestants", "id": "c1", "data": {"name": "1号选手", "number": 1}},
    {"type": "contestants", "id": "c2", "data": {"name": "2号选手", "number": 2}},
    {"type": "rounds", "id": "r", "data": {"name": "上午", "visibility": "live", "scoring": {"criteria": [{"id": "total", "max": "10"}]}}},
    {"type": "rounds", "id": "later", "data": {"name": "秘密", "state": "planned"}}])");
  REQUIRE(serving.post("events", *events) == 200);
}

std::vector<json::Json> lines_of(const std::string& text) {
  std::vector<json::Json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line).value());
  return lines;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what cannot be read or reached is told in one line") {
  TempFolder folder;
  write_file(folder / "a.csv", "name\nA\n");
  CHECK(run({"import", "contestants", folder / "none.csv", "--url", "http://127.0.0.1:1", "--token", "t"}).status == 2);
  CHECK(run({"import", "contestants", folder / "a.csv", "--url", "http://127.0.0.1:1", "--token", "t"}).status == 2);
  CHECK(run({"import", "contestants", folder / "a.csv", "--url", "gopher://x", "--token", "t"}).status == 1);
}

TEST_CASE("a file that is refused is told by file, row and column") {
  TempFolder folder;
  Serving serving(folder / "show.leitai");
  REQUIRE(serving.is_ready());
  seed(serving);
  const auto file = folder / "marks.csv";
  write_file(file, "选手,1号评委,2号评委\nc1,9.5,11\nc9,9,9\n");
  const auto refused = import_file(serving, "scores", file, {"--round", "r"});
  CHECK(refused.status == 1);
  CHECK(refused.out.empty());
  CHECK(refused.err == file + ":2:3: error: \"11\" is above the greatest mark, 10\n" + file +
                           ":3:1: error: \"c9\" is nobody in this round\n");
  const auto no_round = import_file(serving, "scores", file, {"--round", "none"});
  CHECK(no_round.status == 1);
  CHECK(holds(no_round.err, "404"));
  CHECK(serving.get("scores").empty());
}

TEST_CASE("a file is imported, tried, taken in part, and exported again") {
  TempFolder folder;
  const auto show = folder / "show.leitai";
  {
    Serving serving(show);
    REQUIRE(serving.is_ready());
    seed(serving);
    write_file(folder / "roster.csv", "序号,姓名,组别\n3,3号选手,新组\n");
    CHECK(import_file(serving, "contestants", folder / "roster.csv").status == 1);
    const auto dry = import_file(serving, "contestants", folder / "roster.csv", {"--create-groups", "--dry-run"});
    CHECK(dry.out == "dry run: 1 rows: 1 taken, 0 unchanged, 0 errors\n");
    CHECK(serving.get("contestants").size() == 2);
    CHECK(import_file(serving, "contestants", folder / "roster.csv", {"--create-groups"}).status == 0);
    CHECK(serving.get("contestants/c3")["name"] == "3号选手");
    write_file(folder / "marks.csv", "选手;1号评委;2号评委\nc1;9,5;9\nc2;8;99\nc3;7;\n");
    const auto part = import_file(serving, "scores", folder / "marks.csv",
                                  {"--round", "r", "--partial", "--separator", "semicolon", "--encoding", "utf-8"});
    CHECK(part.status == 1);
    CHECK(part.out == "3 rows: 2 taken, 0 unchanged, 1 errors\n");
    serving.program().signal(SIGTERM);
    CHECK(serving.program().status() == 0);
  }
  const auto several = run({"export", show, "--format", "csv"});
  CHECK(several.status == 1);
  CHECK(holds(several.err, "later, r"));
  const auto table = run({"export", show, "--format", "csv", "--round", "r"});
  CHECK(table.status == 0);
  CHECK(holds(table.out, "r,1,,false,c1,1,1号选手,"));
  CHECK(holds(table.out, "3号选手"));
  const auto seen = run({"export", show, "--format", "csv", "--audience", "public", "--form", "steps"});
  CHECK(seen.status == 0);
  CHECK(holds(seen.out, "r,1,c1,1,1号选手,,mark,total,"));
  CHECK_FALSE(holds(seen.out, "c3"));
  CHECK(run({"export", show, "--format", "csv", "--round", "later", "--audience", "public"}).status == 1);
  const auto results = run({"export", show, "--format", "json", "--round", "r"});
  CHECK(json::parse(results.out).value()["rows"].size() == 3);
}

TEST_CASE("what the audience may see is exported as a show of its own, which can be played") {
  TempFolder folder;
  const auto show = folder / "show.leitai";
  {
    Serving serving(show);
    REQUIRE(serving.is_ready());
    seed(serving);
    write_file(folder / "marks.csv", "选手,1号评委,2号评委\nc1,9.5,9\nc2,8,\n");
    REQUIRE(import_file(serving, "scores", folder / "marks.csv", {"--round", "r"}).status == 0);
    serving.program().signal(SIGTERM);
    CHECK(serving.program().status() == 0);
  }
  const auto exported = run({"export", show, "--format", "ndjson", "--audience", "public"});
  REQUIRE(exported.status == 0);
  for (const char* hidden : {"later", "秘密", "j1", "9.5", "scores"}) CHECK_FALSE(holds(exported.out, hidden));
  CHECK(lines_of(exported.out).size() == 4);
  write_file(folder / "public.ndjson", exported.out);
  CHECK(run({"check", folder / "public.ndjson"}).status == 0);
  Serving again(folder / "again.leitai");
  REQUIRE(again.is_ready());
  REQUIRE(run({"play", folder / "public.ndjson", "--url", again.url(), "--token", "secret", "--speed", "0"}).status ==
          0);
  const auto standings = again.get("rounds/r/standings");
  REQUIRE(standings["rows"].size() == 1);
  CHECK(standings["rows"][0]["contestant"] == "c1");
  CHECK(standings["rows"][0]["total"] == "9.25");
  CHECK(standings["rows"][0]["rank"] == 1);
}
