// SPDX-License-Identifier: GPL-2.0-or-later
// Which marks a row waits for, for the operator.
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;
using test::row_of;

namespace {

Contest round_with(const char* round) {
  Contest contest;
  for (const char* id : {"c1", "c2"}) contest.put("contestants", id, "{}");
  for (const char* id : {"j1", "j2", "j3"}) contest.put("people", id, R"({"role":"judge"})");
  contest.put("rounds", "r1", round);
  return contest;
}

Json missing(Contest& contest, const char* contestant = "c1") {
  const Json row = row_of(contest.standings("r1"), contestant);
  const std::size_t in_all = row.at("marks_expected").get<std::size_t>() - row.at("marks_in").get<std::size_t>();
  std::size_t named = 0;
  for (const Json& entry : row.at("missing")) named += entry.at("criteria").empty() ? 1 : entry.at("criteria").size();
  CHECK((named == in_all || row.at("status") == "withdrawn"));
  return row.at("missing");
}

}  // namespace

TEST_CASE("a row names the judges it waits for, and their criteria") {
  Contest contest = round_with(R"({"scoring":{"criteria":[{"id":"plan"},{"id":"talk"}],"panels":[
      {"id":"a","judges":["j2","j1"]},{"id":"b","judges":["j3"],"criteria":["talk"]}]}})");
  CHECK(missing(contest) == Json::parse(R"([{"judge":"j2","criteria":["plan","talk"]},
      {"judge":"j1","criteria":["plan","talk"]},{"judge":"j3","criteria":["talk"]}])"));
  contest.mark("r1", "c1", "j1", "talk", "9");
  contest.put("scores", "absent", R"({"round":"r1","contestant":"c1","judge":"j2","absent":true})");
  CHECK(missing(contest) == Json::parse(R"([{"judge":"j1","criteria":["plan"]},{"judge":"j3","criteria":["talk"]}])"));
  CHECK(missing(contest, "c2").size() == 3);
  contest.mark("r1", "c1", "j3", "talk", "9");
  contest.put("scores", "r1-c1-j1", R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"plan":"9","talk":"9"}})");
  CHECK(missing(contest).empty());
  contest.put("contestants", "c2", R"({"withdrawn":true})");
  CHECK(missing(contest, "c2").empty());
}

TEST_CASE("a judge of two panels is named once") {
  Contest contest = round_with(R"({"scoring":{"criteria":[{"id":"plan"},{"id":"talk"}],"panels":[
      {"id":"a","judges":["j1"],"criteria":["talk"]},{"id":"b","judges":["j1"],"criteria":["plan"]}]}})");
  CHECK(missing(contest) == Json::parse(R"([{"judge":"j1","criteria":["plan","talk"]}])"));
}

TEST_CASE("every method says what it waits for") {
  for (const char* scoring :
       {R"({"scoring":{"trim":"judge_total"}})", R"({"scoring":{"trim":"judge_total","missing":"zero"}})",
        R"({"scoring":{"method":"places","points":[2,1]}})", R"({"scoring":{"method":"skating"}})"}) {
    CAPTURE(scoring);
    Contest contest = round_with(scoring);
    contest.mark("r1", "c1", "j1", "total", "1");
    contest.put("scores", "absent", R"({"round":"r1","contestant":"c1","judge":"j2","absent":true})");
    CHECK(missing(contest) == Json::parse(R"([{"judge":"j3","criteria":["total"]}])"));
    contest.mark("r1", "c1", "j3", "total", "2");
    CHECK(missing(contest).empty());
  }
  Contest votes = round_with(R"({"scoring":{"method":"votes","panels":[{"id":"jury","judges":["j1","j2","j3"]},
      {"id":"hall","judges":"@audience"}]}})");
  votes.put("scores", "b1", R"({"round":"r1","judge":"j1","choices":["c2"]})");
  votes.put("scores", "b2", R"({"round":"r1","judge":"j2","absent":true})");
  votes.put("scores", "b3", R"({"round":"r1","judge":"phone-1","choices":["c2"]})");
  CHECK(missing(votes) == Json::parse(R"([{"judge":"j3","criteria":[]}])"));
}

TEST_CASE("of a judge whom skating leaves out nothing is missing") {
  Contest contest = round_with(R"({"scoring":{"method":"skating"}})");
  contest.put("scores", "absent", R"({"round":"r1","contestant":"c1","judge":"j2","absent":true})");
  CHECK(missing(contest, "c2") ==
        Json::parse(R"([{"judge":"j1","criteria":["total"]},{"judge":"j3","criteria":["total"]}])"));
}

TEST_CASE("a hall that votes is waited for by its round, and not by name") {
  Contest contest = round_with(R"({"scoring":{"panels":[{"id":"hall","judges":"@audience"}]}})");
  contest.mark("r1", "c1", "phone-1", "total", "9");
  CHECK(missing(contest).empty());
  Contest given = round_with(R"({"scoring":{"method":"given"}})");
  CHECK(row_of(given.standings("r1"), "c1").at("missing").empty());
}

TEST_CASE("the audience is not told who is missing, nor is a smaller document") {
  Contest contest = round_with(R"({"visibility":"running"})");
  contest.mark("r1", "c1", "j1", "total", "9");
  const Json row = row_of(contest.standings("r1", Audience::everyone), "c1");
  CHECK_FALSE(row.contains("missing"));
  const auto criteria = standings(contest.store, "r1", "", Audience::operators, Detail::criteria);
  CHECK_FALSE(row_of(*criteria, "c1").contains("missing"));
}
