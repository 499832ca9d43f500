// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using namespace leitai::contest::test;

namespace {

using Rows = std::vector<std::string>;

/// "r1/c1": whose marks a request has completed.
Rows completed(const Store& before, const Store& after) {
  Rows rows;
  for (const RowName& row : marks_completed(before, after)) rows.push_back(row.round + "/" + row.contestant);
  return rows;
}

Contest two_judges() {
  Contest contest;
  for (const char* id : {"c1", "c2"}) contest.put("contestants", id, "{}");
  for (const char* id : {"j1", "j2"}) contest.put("people", id, R"({"role":"judge"})");
  contest.put("rounds", "r1", R"({"contestants":["c2","c1"],"scoring":{"criteria":[{"id":"plan"}]}})");
  contest.put("rounds", "r2",
              R"({"contestants":["c1","c2"],"scoring":{"criteria":[{"id":"plan"}],"carry":[{"round":"r1"}]}})");
  return contest;
}

}  // namespace

TEST_CASE("marks that are not all in complete nothing, nor does what was complete before") {
  Contest contest = two_judges();
  Store before = contest.store;
  contest.mark("r1", "c1", "j1", "plan", "8");
  CHECK(completed(before, contest.store).empty());
  before = contest.store;
  contest.mark("r1", "c1", "j2", "plan", "9");
  CHECK(completed(before, contest.store) == Rows{"r1/c1"});
  before = contest.store;
  contest.mark("r1", "c1", "j2", "plan", "7");
  CHECK(completed(before, contest.store).empty());
  CHECK(completed(contest.store, contest.store).empty());
}

TEST_CASE("several rows complete at once come in running order") {
  Contest contest = two_judges();
  const Store before = contest.store;
  for (const char* id : {"c1", "c2"})
    for (const char* judge : {"j1", "j2"}) contest.mark("r1", id, judge, "plan", "8");
  CHECK(completed(before, contest.store) == Rows{"r1/c2", "r1/c1"});
}

TEST_CASE("the last mark of a carried round completes the row that it is carried into") {
  Contest contest = two_judges();
  for (const char* judge : {"j1", "j2"}) contest.mark("r2", "c1", judge, "plan", "8");
  contest.mark("r1", "c1", "j1", "plan", "8");
  const Store before = contest.store;
  contest.mark("r1", "c1", "j2", "plan", "8");
  CHECK(completed(before, contest.store) == Rows{"r1/c1", "r2/c1"});
}

TEST_CASE("a judge who leaves the panel completes the rows that waited for that one alone") {
  Contest contest = two_judges();
  contest.mark("r1", "c1", "j1", "plan", "8");
  const Store before = contest.store;
  contest.put("people", "j2", R"({"role":"host"})");
  CHECK(completed(before, contest.store) == Rows{"r1/c1"});
}

TEST_CASE("a vote is complete for everybody with its last ballot") {
  Contest contest = two_judges();
  contest.put("rounds", "v", R"({"contestants":["c1","c2"],"scoring":{"method":"votes"}})");
  contest.put("scores", "b1", R"({"round":"v","judge":"j1","choices":["c1"]})");
  const Store before = contest.store;
  contest.put("scores", "b2", R"({"round":"v","judge":"j2","choices":["c1"]})");
  CHECK(completed(before, contest.store) == Rows{"v/c1", "v/c2"});
}
