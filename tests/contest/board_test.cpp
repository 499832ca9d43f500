// SPDX-License-Identifier: GPL-2.0-or-later
// Boards that are made of a round's rows.
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;

namespace {

using Errors = std::vector<std::string>;

/// Five contestants in two groups, three judges in two panels, two criteria.
Contest two_panels(const Json& more = Json::object()) {
  Contest contest;
  contest.put("groups", "zones", R"({"name":"功能区"})");
  contest.put("groups", "heads", R"({"name":"部门"})");
  for (const char* id : {"c1", "c2", "c3", "c4", "c5"})
    contest.apply({{"contestants", id, {{"group", std::string_view(id) < "c4" ? "zones" : "heads"}}}});
  for (const char* id : {"j1", "j2", "j3"}) contest.put("people", id, R"({"role":"judge"})");
  Json round = Json::parse(R"({"contestants":["c1","c2","c3","c4","c5"],"scoring":{
      "criteria":[{"id":"plan","weight":"0.5"},{"id":"talk"}],
      "panels":[{"id":"jury","judges":["j1","j2"]},{"id":"hall","judges":["j3"]}]}})");
  round.merge_patch(more);
  contest.apply({{"rounds", "r1", round}});
  return contest;
}

void mark(Contest& contest, const char* contestant, const char* plan, const char* talk, const char* hall) {
  for (const char* judge : {"j1", "j2"})
    contest.apply({{"scores",
                    std::string(contestant) + judge,
                    {{"round", "r1"},
                     {"contestant", contestant},
                     {"judge", judge},
                     {"marks", {{"plan", plan}, {"talk", talk}}}}}});
  contest.apply(
      {{"scores",
        std::string(contestant) + "j3",
        {{"round", "r1"}, {"contestant", contestant}, {"judge", "j3"}, {"marks", {{"plan", hall}, {"talk", hall}}}}}});
}

void mark_all(Contest& contest) {
  mark(contest, "c1", "9", "6", "8");   // plan 8.5, talk 7
  mark(contest, "c2", "7", "9", "7");   // plan 7, talk 8
  mark(contest, "c3", "9", "6", "8");   // as c1
  mark(contest, "c4", "6", "8", "10");  // plan 8, talk 9
}

/// "c3 1, c1 2": contestants and ranks.
std::string ranks_of(const Contest& contest, const char* source, Audience audience = Audience::operators) {
  const auto rows = board_rows(contest.store, Json::parse(source), audience, Detail::totals);
  if (!rows) return "nothing";
  std::string text;
  for (const BoardRow& row : *rows)
    text += (text.empty() ? "" : ", ") + row.contestant + " " + std::to_string(row.rank);
  return text;
}

void reveal(Contest& contest, const Json& body) {
  contest.command(reveal_command(contest.store, "r1", body, contest.now_ms));
}

}  // namespace

TEST_CASE("a board's round, group, criterion, panel and columns must be there") {
  Contest contest = two_panels();
  const auto refused = [&](const char* data) { return contest.refused({{"boards", "b", Json::parse(data)}}); };
  CHECK(refused(R"({"source":{"round":"r9"}})") == Errors{"boards/b /source/round"});
  CHECK(refused(R"({"source":{"round":"r1","group":"g9"}})") == Errors{"boards/b /source/group"});
  CHECK(refused(R"({"source":{"round":"r1","by":{"criterion":"jury"}}})") == Errors{"boards/b /source/by/criterion"});
  CHECK(refused(R"({"source":{"round":"r1","by":{"panel":"plan"}}})") == Errors{"boards/b /source/by/panel"});
  CHECK(refused(R"({"source":{"round":"r1"},"columns":[{"id":"name"},{"id":"song"}]})") ==
        Errors{"boards/b /columns/1/id"});
  CHECK(refused(R"({"source":{"round":"r1","by":{"panel":"hall"}},"columns":[{"id":"plan"},{"id":"jury"},
      {"id":"rank"},{"id":"number"},{"id":"name"},{"id":"group"},{"id":"organization"},{"id":"total"},
      {"id":"stars"},{"id":"change"}]})")
            .empty());
}

TEST_CASE("rounds whose rows have no criteria, or no panels, have no board by them") {
  const char* by_criterion = R"({"source":{"round":"r1","by":{"criterion":"total"}}})";
  const char* by_panel = R"({"source":{"round":"r1","by":{"panel":"judges"}}})";
  const auto takes = [](const char* scoring, const char* board) {
    Contest contest;
    contest.apply({{"rounds", "r1", {{"scoring", Json::parse(scoring)}}}});
    return contest.refused({{"boards", "b", Json::parse(board)}}).empty();
  };
  CHECK(takes("{}", by_criterion));
  CHECK(takes("{}", by_panel));
  for (const char* scoring :
       {R"({"trim":"judge_total"})", R"({"method":"votes"})", R"({"method":"places","points":[3,2,1]})"}) {
    CAPTURE(scoring);
    CHECK_FALSE(takes(scoring, by_criterion));
    CHECK(takes(scoring, by_panel));
  }
  for (const char* scoring : {R"({"method":"skating"})", R"({"method":"given"})"}) {
    CAPTURE(scoring);
    CHECK_FALSE(takes(scoring, by_criterion));
    CHECK_FALSE(takes(scoring, by_panel));
  }
}

TEST_CASE("a round keeps the criteria of its boards, and is not deleted under them") {
  Contest contest = two_panels();
  contest.put("boards", "b", R"({"source":{"round":"r1","group":"heads","by":{"criterion":"plan"}}})");
  CHECK(contest.refused({{"rounds", "r1", Json::parse(R"({"scoring":{"criteria":[{"id":"talk"}]}})")}}) ==
        Errors{"rounds/r1 /scoring"});
  CHECK(contest.refused({{"rounds", "r1", nullptr}}) == Errors{"rounds/r1 "});
  CHECK(references_to(contest.store, "groups", "heads").size() == 3);  // two contestants, and the board
}

TEST_CASE("a board ranks its round's rows by the total, a criterion or a panel") {
  Contest contest = two_panels();
  mark_all(contest);
  // Σ: c1 and c3 4.25 + 7 = 11.25, c2 3.5 + 8 = 11.5, c4 4 + 9 = 13; c5 has no mark.
  CHECK(ranks_of(contest, R"({"round":"r1"})") == "c4 1, c2 2, c1 3, c3 3");
  CHECK(ranks_of(contest, R"({"round":"r1","by":"total","limit":2})") == "c4 1, c2 2");
  CHECK(ranks_of(contest, R"({"round":"r1","by":{"criterion":"plan"}})") == "c1 1, c3 1, c4 3, c2 4");
  CHECK(ranks_of(contest, R"({"round":"r1","by":{"criterion":"talk"}})") == "c4 1, c2 2, c1 3, c3 3");
  // The jury's: c1 and c3 4.5 + 6 = 10.5, c2 3.5 + 9 = 12.5, c4 3 + 8 = 11.
  CHECK(ranks_of(contest, R"({"round":"r1","by":{"panel":"jury"}})") == "c2 1, c4 2, c1 3, c3 3");
  CHECK(ranks_of(contest, R"({"round":"r1","group":"zones","by":{"criterion":"plan"}})") == "c1 1, c3 1, c2 3");
  CHECK(ranks_of(contest, R"({"round":"r1","group":"zones"})") == "c2 1, c1 2, c3 2");
  contest.put("contestants", "c1", R"({"group":"zones","withdrawn":true})");
  CHECK(ranks_of(contest, R"({"round":"r1","by":{"criterion":"plan"}})") == "c3 1, c4 2, c2 3");
  CHECK(ranks_of(contest, R"({"round":"r9"})") == "nothing");
}

TEST_CASE("a dense round's boards are dense") {
  Contest contest = two_panels({{"scoring", {{"ranking", "dense"}}}});
  mark_all(contest);
  CHECK(ranks_of(contest, R"({"round":"r1","by":{"criterion":"plan"}})") == "c1 1, c3 1, c4 2, c2 3");
}

TEST_CASE("exact values are compared, and written as in the standings") {
  Contest contest = two_panels({{"scoring", {{"stars", Json::parse(R"([{"from":"11.5","stars":4}])")}}}});
  contest.put("rounds", "r2",
              R"({"contestants":["c1","c2"],"scoring":{"panels":[{"id":"p","judges":["j1","j2","j3"]}]}})");
  mark_all(contest);
  // Thirds: 28/3 against 9.333333333333, which a decimal of 12 places does not tell apart.
  for (const auto& [judge, value] : {std::pair{"j1", "9"}, {"j2", "9"}, {"j3", "10"}})
    contest.mark("r2", "c1", judge, "total", value);
  for (const char* judge : {"j1", "j2", "j3"}) contest.mark("r2", "c2", judge, "total", "9.333333333");
  const Json by = Json::parse(R"({"round":"r2","by":{"criterion":"total"}})");
  for (const Audience audience : {Audience::operators, Audience::everyone}) {
    const auto rows = board_rows(contest.store, by, audience, Detail::marks);
    REQUIRE(rows->size() == 2);
    CHECK(rows->at(0).contestant == "c1");
    CHECK(rows->at(0).values.at("criteria").at("total") == "9.333333333333");
    CHECK(rows->at(0).values.at("panels").at("p") == "9.333333333333");
    CHECK(rows->at(1).rank == 2);
    CHECK(rows->at(1).values.at("criteria").at("total") == "9.333333333");
    contest.command(reveal_command(contest.store, "r2", {{"all", true}}, contest.now_ms));
  }
  const auto rows = board_rows(contest.store, Json::parse(R"({"round":"r1"})"), Audience::operators, Detail::criteria);
  CHECK(rows->at(0).values == Json::parse(R"({"total":"13.00","stars":4,"criteria":{"plan":"8","talk":"9"}})"));
  CHECK(rows->at(3).values.at("stars").is_null());
}

TEST_CASE("of a board the audience sees the rows that it sees of the round, ranked among themselves") {
  Contest contest = two_panels();
  mark_all(contest);
  const char* plan = R"({"round":"r1","by":{"criterion":"plan"}})";
  CHECK(ranks_of(contest, plan, Audience::everyone).empty());
  reveal(contest, {{"contestant", "c2"}});
  reveal(contest, {{"contestant", "c4"}});
  CHECK(ranks_of(contest, plan, Audience::everyone) == "c4 1, c2 2");
  CHECK(ranks_of(contest, R"({"round":"r1","by":{"panel":"jury"}})", Audience::everyone) == "c2 1, c4 2");
  reveal(contest, {{"contestant", "c1"}});
  CHECK(ranks_of(contest, plan, Audience::everyone) == "c1 1, c4 2, c2 3");
  // What is revealed stays as it was while it is not complete again.
  contest.remove("scores", "c1j1");
  CHECK(ranks_of(contest, plan, Audience::everyone) == "c1 1, c4 2, c2 3");
  CHECK(ranks_of(contest, R"({"round":"r1"})", Audience::everyone) == "c4 1, c2 2, c1 3");
}

TEST_CASE("a board tells no rank among those who are not shown, also where ranks are as in the end") {
  Contest contest = two_panels({{"reveal_ranks", "final"}, {"contestants", {"c1", "c2", "c3", "c4"}}});
  mark_all(contest);
  reveal(contest, {{"contestant", "c1"}});
  CHECK(ranks_of(contest, R"({"round":"r1"})", Audience::everyone) == "c1 3");
  // It is third by the talk, too; among the shown it is the first, and nothing tells of the others.
  CHECK(ranks_of(contest, R"({"round":"r1","by":{"criterion":"talk"}})", Audience::everyone) == "c1 1");
}

TEST_CASE("of a planned round there is no board for the audience") {
  Contest contest = two_panels({{"state", "planned"}, {"visibility", "running"}});
  contest.put("boards", "b", R"({"source":{"round":"r1"}})");
  const Json& board = contest.store.find("boards", "b")->data;
  CHECK(ranks_of(contest, R"({"round":"r1"})", Audience::everyone) == "nothing");
  CHECK_FALSE(board_is_visible(contest.store, board, Audience::everyone));
  CHECK(board_is_visible(contest.store, board, Audience::operators));
}
