// SPDX-License-Identifier: GPL-2.0-or-later
// Reveals in the cases that a ceremony meets: ties, groups, ranks as in the end, and who withdraws.
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;
using test::ranks_of;
using test::row_of;

namespace {

/// Five contestants, c1 to c3 of the zones; 9, 8, 8, 7, 6 by one judge.
Contest ceremony(const Json& more = Json::object()) {
  Contest contest;
  contest.put("groups", "zones", "{}");
  contest.put("groups", "heads", "{}");
  contest.put("people", "j1", R"({"role":"judge"})");
  for (const char* id : {"c1", "c2", "c3", "c4", "c5"})
    contest.apply({{"contestants", id, {{"group", std::string_view(id) < "c4" ? "zones" : "heads"}}}});
  Json round = {{"contestants", {"c1", "c2", "c3", "c4", "c5"}}};
  round.update(more);
  contest.apply({{"rounds", "r1", round}});
  for (const auto& [id, value] : {std::pair{"c1", "9"}, {"c2", "8"}, {"c3", "8"}, {"c4", "7"}, {"c5", "6"}})
    contest.mark("r1", id, "j1", "total", value);
  return contest;
}

void reveal(Contest& contest, const Json& body) {
  contest.command(reveal_command(contest.store, "r1", body, contest.now_ms));
}

RefusalKind refusal(const Contest& contest, const Json& body) {
  const auto answer = reveal_command(contest.store, "r1", body, contest.now_ms);
  REQUIRE_FALSE(answer.has_value());
  return answer.error().kind;
}

std::string shown(Contest& contest, const std::string& group = "") {
  return ranks_of(contest.standings("r1", Audience::everyone, group));
}

void withdraw(Contest& contest, const char* contestant) {
  Json data = contest.store.find("contestants", contestant)->data;
  data["withdrawn"] = true;
  contest.apply({{"contestants", contestant, data}});
}

Json public_row(Contest& contest, const char* contestant) {
  return row_of(contest.standings("r1", Audience::everyone), contestant);
}

}  // namespace

TEST_CASE("the tied are revealed one by one, and shown level") {
  Contest contest = ceremony();
  for (int i = 0; i < 3; ++i) reveal(contest, {{"next", true}});
  CHECK(shown(contest) == "c3 1, c4 2, c5 3");
  CHECK(public_row(contest, "c3").at("tied") == false);
  reveal(contest, {{"next", true}});
  CHECK(shown(contest) == "c2 1, c3 1, c4 3, c5 4");
  CHECK(public_row(contest, "c3").at("tied") == true);
  reveal(contest, {{"back", true}});
  CHECK(shown(contest) == "c3 1, c4 2, c5 3");
}

TEST_CASE("as in the end, the tied have their rank before the others of the tie are shown") {
  Contest contest = ceremony({{"reveal_ranks", "final"}});
  reveal(contest, {{"contestant", "c3"}});
  CHECK(shown(contest).empty());
  reveal(contest, {{"group", "heads"}});
  CHECK(shown(contest) == "c3 2, c4 4, c5 5");
  reveal(contest, {{"next", true}});
  CHECK(shown(contest) == "c2 2, c3 2, c4 4, c5 5");
  reveal(contest, {{"back", true}});
  CHECK(shown(contest) == "c3 2, c4 4, c5 5");
}

TEST_CASE("as in the end, nobody is shown above a row that is not complete") {
  Contest contest =
      ceremony({{"reveal_ranks", "final"}, {"scoring", {{"criteria", {{{"id", "total"}}, {{"id", "more"}}}}}}});
  for (const char* id : {"c2", "c3", "c4", "c5"})
    contest.put("scores", ("r1-" + std::string(id) + "-j1").c_str(),
                leitai::json::dump(Json{{"round", "r1"},
                                        {"contestant", id},
                                        {"judge", "j1"},
                                        {"marks", {{"total", "5"}, {"more", id[1] == '5' ? "1" : "2"}}}})
                    .c_str());
  // c1 leads with half of its marks; with the other half it may be the last.
  reveal(contest, {{"contestant", "c5"}});
  CHECK(shown(contest).empty());
  contest.put("scores", "r1-c1-j1",
              R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"total":"5","more":"9"}})");
  CHECK(shown(contest) == "c5 5");
}

TEST_CASE("groups are revealed one after the other, each ranked by itself") {
  Contest contest = ceremony({{"quota", {{"groups", {{"zones", 1}, {"heads", 1}}}}}});
  reveal(contest, {{"group", "heads"}});
  CHECK(shown(contest, "heads") == "c4 1, c5 2");
  CHECK(shown(contest, "zones").empty());
  CHECK(contest.standings("r1", Audience::everyone, "heads").at("complete") == true);
  CHECK(contest.standings("r1", Audience::everyone).at("complete") == false);
  CHECK(public_row(contest, "c4").at("awarded") == true);
  reveal(contest, {{"contestant", "c1"}});
  CHECK(public_row(contest, "c1").at("awarded").is_null());
  const Contest before = contest;
  reveal(contest, {{"group", "heads"}});
  CHECK(leitai::json::dump(public_results(contest.store)) == leitai::json::dump(public_results(before.store)));
  reveal(contest, {{"group", "zones"}});
  CHECK(public_row(contest, "c1").at("awarded") == true);
  CHECK(shown(contest) == "c1 1, c2 2, c3 2, c4 4, c5 5");
  reveal(contest, {{"back", true}});
  CHECK(shown(contest) == "c1 1, c4 2, c5 3");
}

TEST_CASE("one row of a group that is not complete keeps the whole group back, unless forced") {
  Contest contest = ceremony();
  contest.remove("scores", "r1-c5-j1");
  CHECK(refusal(contest, {{"group", "heads"}}) == RefusalKind::conflict);
  CHECK(shown(contest).empty());
  reveal(contest, {{"group", "heads"}, {"force", true}});
  CHECK(shown(contest) == "c4 1, c5 -");
}

TEST_CASE("who withdraws after being revealed stays in sight, without a rank") {
  for (const char* ranks : {"shown", "final"}) {
    CAPTURE(ranks);
    Contest contest = ceremony({{"reveal_ranks", ranks}, {"quota", {{"total", 1}}}});
    contest.put("awards", "a", R"({"citation":"Gold","round":"r1","contestants":["c1"]})");
    reveal(contest, {{"all", true}});
    CHECK(public_row(contest, "c1").at("awarded") == true);
    withdraw(contest, "c1");
    CHECK(shown(contest) == "c2 1, c3 1, c4 3, c5 4, c1 -");
    const Json row = public_row(contest, "c1");
    CHECK(row.at("status") == "withdrawn");
    CHECK(row.at("awarded") == false);
    CHECK(public_row(contest, "c2").at("at_cut") == true);  // the first place is now a tie
    CHECK(contest.standings("r1", Audience::everyone).at("complete") == true);
    CHECK(refusal(contest, {{"next", true}}) == RefusalKind::conflict);
  }
}

TEST_CASE("who has withdrawn is not revealed, and keeps nobody back") {
  Contest contest = ceremony({{"reveal_ranks", "final"}});
  withdraw(contest, "c5");
  withdraw(contest, "c4");
  CHECK(refusal(contest, {{"contestant", "c5"}}) == RefusalKind::conflict);
  reveal(contest, {{"next", true}});
  CHECK(shown(contest) == "c3 2");
  reveal(contest, {{"all", true}});
  CHECK(shown(contest) == "c1 1, c2 2, c3 2");
  CHECK(contest.standings("r1", Audience::everyone).at("complete") == true);
}

TEST_CASE("a quota counts those who have not withdrawn") {
  Contest contest = ceremony({{"quota", {{"total", 2}}}});
  const auto awarded = [&] {
    std::string names;
    const Json standings = contest.standings("r1");
    for (const Json& row : standings.at("rows"))
      names += row.at("awarded") == true  ? row.at("contestant").get<std::string>() + " "
               : row.at("at_cut") == true ? row.at("contestant").get<std::string>() + "? "
                                          : "";
    return names;
  };
  CHECK(awarded() == "c1 c2? c3? ");
  withdraw(contest, "c2");
  CHECK(awarded() == "c1 c3 ");
  withdraw(contest, "c1");
  CHECK(awarded() == "c3 c4 ");
}

TEST_CASE("a ballot for somebody who withdraws later counts for the others whom it names") {
  Contest contest;
  for (const char* id : {"c1", "c2"}) contest.put("contestants", id, "{}");
  for (const char* id : {"j1", "j2"}) contest.put("people", id, R"({"role":"judge"})");
  contest.put("rounds", "r1", R"({"contestants":["c1","c2"],"visibility":"live","scoring":{"method":"votes",
      "panels":[{"id":"p","judges":["j1","j2"],"average":"mean","weight":"10"}]}})");
  contest.put("scores", "b1", R"({"round":"r1","judge":"j1","choices":["c1","c2"]})");
  contest.put("scores", "b2", R"({"round":"r1","judge":"j2","choices":["c1"]})");
  CHECK(shown(contest) == "c1 1, c2 2");
  withdraw(contest, "c1");
  CHECK(shown(contest) == "c2 1, c1 -");
  // Both ballots stand: c2 has one of two.
  CHECK(public_row(contest, "c2").at("total") == "5.00");
  CHECK(public_row(contest, "c1").at("status") == "withdrawn");
  CHECK(contest.refused({{"scores", "b2", {{"round", "r1"}, {"judge", "j2"}, {"choices", {"c1"}}}}}).size() == 1);
}
