// SPDX-License-Identifier: GPL-2.0-or-later
// Who wrote what, when, and what it was before.
#include "server/show/audit.h"

#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

Json page(Rig& rig, AuditQuery query) {
  if (query.round.empty()) query.round = "r";
  if (query.until == 0) query.until = rig.head();
  return audit(rig.show().journal(), query).value();
}

/// "kind contestant judge criterion before value", the newest first.
std::vector<std::string> told(const Json& page) {
  std::vector<std::string> lines;
  for (const Json& entry : page["entries"]) {
    std::string line = entry["kind"];
    for (const char* name : {"contestant", "judge", "criterion"})
      if (entry.contains(name) && !entry[name].is_null()) line += " " + entry[name].get<std::string>();
    lines.push_back(line + " " + entry["before"].dump() + " " + entry["value"].dump());
  }
  return lines;
}

using Lines = std::vector<std::string>;

void seed(Rig& rig) {
  rig.put("people", "j1", R"({"name": "1号评委", "role": "judge"})");
  rig.put("people", "j2", R"({"name": "2号评委", "role": "judge"})");
  rig.put("contestants", "c1", R"({"name": "1号选手"})");
  rig.put("contestants", "c2", R"({"name": "2号选手"})");
  for (const char* round : {"r", "other"})
    rig.put("rounds", round, R"({"name": "上午", "contestants": ["c1", "c2"],
        "scoring": {"criteria": [{"id": "talk"}, {"id": "look"}]}})");
}

std::string marks(const std::string& contestant, const std::string& judge, const std::string& list,
                  const std::string& round = "r") {
  return R"({"round": ")" + round + R"(", "contestant": ")" + contestant + R"(", "judge": ")" + judge +
         R"(", "marks": )" + list + "}";
}

}  // namespace

TEST_CASE("each mark is told with its time, its writer and what it was before") {
  Rig rig;
  seed(rig);
  rig.advance(1000);
  const auto first = rig.put("scores", "s1", marks("c1", "j1", R"({"talk": "9", "look": "8"})"));
  rig.advance(1000);
  const auto second = rig.put("scores", "s1", marks("c1", "j1", R"({"talk": "9.5", "look": "8"})"));
  rig.put("scores", "elsewhere", marks("c1", "j1", R"({"talk": "1"})", "other"));
  const Json all = page(rig, {});
  CHECK(told(all) == Lines{R"(mark c1 j1 talk "9" "9.5")", "mark c1 j1 look null \"8\"", "mark c1 j1 talk null \"9\"",
                           "scoring null " + all["entries"][3]["value"].dump()});
  CHECK(all["entries"][0]["token"] == second);
  CHECK(all["entries"][0]["command"] == second);
  CHECK(all["entries"][0]["time"] == "2022-07-31T01:00:02.000Z");
  CHECK(all["entries"][0]["actor"] == "operator");
  CHECK(all["entries"][0]["after_close"] == false);
  CHECK(all["entries"][1]["token"] == first);
  CHECK(all["next"].is_null());
}

TEST_CASE("absence, deletion and a mark that was moved to somebody else are told") {
  Rig rig;
  seed(rig);
  const auto start = rig.put("scores", "s1", marks("c1", "j1", R"({"talk": "9"})"));
  rig.put("scores", "s1", R"({"round": "r", "contestant": "c1", "judge": "j1", "absent": true})");
  rig.put("scores", "s1", marks("c2", "j1", R"({"talk": "7"})"));
  rig.ok(DeleteResource{"scores", "s1", {}, false});
  CHECK(told(page(rig, {"r", "", "", start, 0, 200})) ==
        Lines{R"(mark c2 j1 talk "7" null)", R"(absent c1 j1 true false)", R"(mark c2 j1 talk null "7")",
              R"(absent c1 j1 false true)", R"(mark c1 j1 talk "9" null)"});
}

TEST_CASE("what is not a mark is told too") {
  Rig rig;
  seed(rig);
  rig.put("rounds", "r", R"({"name": "上午", "contestants": ["c1", "c2"], "confirm": true,
      "scoring": {"criteria": [{"id": "talk"}], "panels": [{"id": "p", "judges": ["j1"]}]}})");
  const auto start = rig.put("scores", "s1", marks("c1", "j1", R"({"talk": "9"})"));
  rig.put("adjustments", "a1", R"({"round": "r", "contestant": "c1", "points": "1", "kind": "bonus", "reason": "ok"})");
  rig.put("tiebreaks", "t", R"({"round": "r", "order": ["c2", "c1"]})");
  rig.ok(ConfirmCommand{"r", {{"all", true}}});
  rig.ok(RevealCommand{"r", {{"contestant", "c1"}}});
  const Lines lines = told(page(rig, {"r", "", "", start, 0, 200}));
  CHECK(lines == Lines{"reveal c1 false true", "confirm c1 false true", R"(tiebreak null ["c2","c1"])",
                       R"(adjustment c1 null "1")"});
  CHECK(told(page(rig, {"r", "c2", "", start, 0, 200})) == Lines{R"(tiebreak null ["c2","c1"])"});
  rig.put("rounds", "given", R"({"scoring": {"method": "given"}})");
  rig.put("totals", "t1", R"({"round": "given", "contestant": "c1", "total": "9", "rank": 2})");
  CHECK(told(page(rig, {"given", "c1", "", 0, 0, 200})) == Lines{R"(total c1 null "9")", "rank c1 null 2"});
}

TEST_CASE("what was written after the round was closed is marked, until it is open again") {
  Rig rig;
  seed(rig);
  const std::string round = R"("name": "上午", "contestants": ["c1", "c2"],
                               "scoring": {"criteria": [{"id": "talk"}, {"id": "look"}]})";
  const auto start = rig.put("scores", "s1", marks("c1", "j1", R"({"talk": "1"})"));
  rig.put("rounds", "r", "{" + round + R"(, "state": "closed"})");
  rig.put("scores", "s1", marks("c1", "j1", R"({"talk": "2"})"));
  rig.put("rounds", "r", "{" + round + R"(, "state": "open"})");
  rig.put("scores", "s1", marks("c1", "j1", R"({"talk": "3"})"));
  std::vector<bool> after_close;
  const Json all = page(rig, {"r", "c1", "", start - 1, 0, 200});
  for (const Json& entry : all["entries"]) after_close.push_back(entry["after_close"]);
  CHECK(after_close == std::vector<bool>{false, true, false});
}

TEST_CASE("pages follow each other, filtered by contestant and judge") {
  Rig rig;
  seed(rig);
  for (int i = 0; i < 20; ++i)
    rig.put("scores", i % 2 == 0 ? "a" : "b",
            marks(i % 2 == 0 ? "c1" : "c2", i % 2 == 0 ? "j1" : "j2", R"({"talk": ")" + std::to_string(i) + "\"}"));
  Lines lines;
  std::size_t pages = 0;
  for (Json next = rig.head(); !next.is_null(); ++pages) {
    const Json list = page(rig, {"r", "c1", "j1", 0, next.get<std::uint64_t>(), 3});
    CHECK(list["entries"].size() <= 3);
    for (std::string& line : told(list)) lines.push_back(std::move(line));
    next = list["next"];
  }
  CHECK(pages >= 4);
  REQUIRE(lines.size() == 10);
  CHECK(lines.front() == R"(mark c1 j1 talk "16" "18")");
  CHECK(lines.back() == R"(mark c1 j1 talk null "0")");
  CHECK(told(page(rig, {"r", "", "j2", 0, 0, 200})).size() == 10);
}
