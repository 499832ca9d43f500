// SPDX-License-Identifier: GPL-2.0-or-later
// Rows that somebody has to vouch for before the audience sees them.
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;
using test::ranks_of;
using test::row_of;

namespace {

/// Three contestants, two judges, and a round that asks for confirmation.
Contest round_of(const char* visibility) {
  Contest contest;
  for (const char* id : {"c1", "c2", "c3"}) contest.put("contestants", id, R"({"name":"选手"})");
  for (const char* id : {"j1", "j2"}) contest.put("people", id, R"({"role":"judge"})");
  contest.apply(
      {{"rounds", "r1", {{"contestants", {"c1", "c2", "c3"}}, {"visibility", visibility}, {"confirm", true}}}});
  return contest;
}

void mark_all(Contest& contest, const std::string& contestant, const std::string& mark) {
  for (const char* judge : {"j1", "j2"}) contest.mark("r1", contestant, judge, "total", mark);
}

void confirm(Contest& contest, const Json& body) {
  contest.command(confirm_command(contest.store, "r1", body, contest.now_ms));
}

Refusal refused(const Contest& contest, const Json& body, const char* round = "r1") {
  const auto answer = confirm_command(contest.store, round, body, contest.now_ms);
  REQUIRE_FALSE(answer.has_value());
  return answer.error();
}

Json shown(Contest& contest, const std::string& contestant) {
  return row_of(contest.standings("r1", Audience::everyone), contestant);
}

Json known(Contest& contest, const std::string& contestant) {
  return row_of(contest.standings("r1"), contestant);
}

}  // namespace

TEST_CASE("a live row is public once it is complete and confirmed") {
  Contest contest = round_of("live");
  mark_all(contest, "c1", "9");
  CHECK(known(contest, "c1").at("confirmed") == false);
  CHECK(shown(contest, "c1").is_null());
  confirm(contest, {{"contestant", "c1"}});
  CHECK(known(contest, "c1").at("confirmed") == true);
  REQUIRE(shown(contest, "c1").is_object());
  CHECK(shown(contest, "c1").at("total") == "9.00");
  CHECK(shown(contest, "c1").at("confirmed") == true);
  CHECK(confirm_command(contest.store, "r1", {{"contestant", "c1"}}, contest.now_ms)->empty());
}

TEST_CASE("a row that changes is not confirmed any more, and the audience keeps the confirmed one") {
  Contest contest = round_of("live");
  mark_all(contest, "c1", "9");
  confirm(contest, {{"contestant", "c1"}});
  contest.now_ms += 60'000;
  contest.mark("r1", "c1", "j2", "total", "7");
  CHECK(known(contest, "c1").at("confirmed") == false);
  CHECK(known(contest, "c1").at("total") == "8.00");
  CHECK(shown(contest, "c1").at("total") == "9.00");
  CHECK(shown(contest, "c1").at("under_review") == true);
  CHECK(contest.store.all("confirms").empty());
  confirm(contest, {{"contestant", "c1"}});
  CHECK(shown(contest, "c1").at("total") == "8.00");
  CHECK(shown(contest, "c1").at("under_review") == false);
  CHECK(shown(contest, "c1").at("corrected_at") == "2022-07-31T01:01:00.000Z");
}

TEST_CASE("an adjustment, a new weight and a judge more each undo a confirmation") {
  const std::vector<std::vector<Event>> changes = {
      {{"adjustments", "a1", {{"round", "r1"}, {"contestant", "c1"}, {"points", "-1"}, {"kind", "penalty"}}}},
      {{"rounds",
        "r1",
        {{"contestants", {"c1", "c2", "c3"}},
         {"visibility", "live"},
         {"confirm", true},
         {"scoring", {{"criteria", {{{"id", "total"}, {"weight", "2"}}}}}}}}},
      {{"people", "j3", {{"role", "judge"}}}}};
  for (const auto& events : changes) {
    CAPTURE(events.front().type);
    Contest contest = round_of("live");
    mark_all(contest, "c1", "9");
    mark_all(contest, "c2", "8");
    confirm(contest, {{"all", true}});
    REQUIRE(contest.store.all("confirms").size() == 2);
    contest.apply(events);
    CHECK(known(contest, "c1").at("confirmed") == false);
    CHECK(shown(contest, "c1").at("total") == "9.00");
    const bool touches_all = events.front().type != "adjustments";
    CHECK(known(contest, "c2").at("confirmed") == !touches_all);
  }
}

TEST_CASE("a mark elsewhere that moves somebody's carried total undoes the confirmation") {
  Contest contest = round_of("sealed");
  contest.put("rounds", "r0", R"({"contestants":["c1","c2","c3"],"scoring":{"method":"places","points":[9,6,3]}})");
  contest.put("rounds", "r1",
              R"({"contestants":["c1","c2","c3"],"confirm":true,"scoring":{"carry":[{"round":"r0"}]}})");
  for (const char* judge : {"j1", "j2"}) {
    contest.mark("r0", "c1", judge, "total", "9");
    contest.mark("r0", "c2", judge, "total", "8");
    contest.mark("r0", "c3", judge, "total", "7");
  }
  for (const char* id : {"c1", "c2", "c3"}) mark_all(contest, id, "5");
  confirm(contest, {{"all", true}});
  REQUIRE(contest.store.all("confirms").size() == 3);
  for (const char* judge : {"j1", "j2"}) contest.mark("r0", "c3", judge, "total", "8.5");
  CHECK(known(contest, "c2").at("total") == "8.00");
  CHECK(known(contest, "c2").at("confirmed") == false);
  CHECK(known(contest, "c3").at("confirmed") == false);
  CHECK(known(contest, "c1").at("confirmed") == true);
}

TEST_CASE("all confirms the rows that are complete, and only those") {
  Contest contest = round_of("live");
  mark_all(contest, "c1", "9");
  mark_all(contest, "c3", "8");
  contest.mark("r1", "c2", "j1", "total", "7");
  confirm(contest, {{"all", true}});
  CHECK(ranks_of(contest.standings("r1", Audience::everyone)) == "c1 1, c3 2");
  contest.mark("r1", "c2", "j2", "total", "7");
  CHECK(shown(contest, "c2").is_null());
  confirm(contest, {{"all", true}});
  CHECK(ranks_of(contest.standings("r1", Audience::everyone)) == "c1 1, c3 2, c2 3");
}

TEST_CASE("in a sealed round an unconfirmed row is revealed by force only") {
  Contest contest = round_of("sealed");
  mark_all(contest, "c1", "9");
  const auto reveal = [&](const Json& body) { return reveal_command(contest.store, "r1", body, contest.now_ms); };
  const auto refusal = reveal({{"contestant", "c1"}});
  REQUIRE_FALSE(refusal.has_value());
  CHECK(refusal.error().kind == RefusalKind::conflict);
  CHECK(refusal.error().detail == "contestant c1 is not confirmed");
  contest.command(reveal({{"contestant", "c1"}, {"force", true}}));
  CHECK(shown(contest, "c1").at("confirmed") == false);
  confirm(contest, {{"contestant", "c1"}});
  CHECK(shown(contest, "c1").at("confirmed") == true);
}

TEST_CASE("what cannot be confirmed is refused and named") {
  Contest contest = round_of("live");
  contest.mark("r1", "c1", "j1", "total", "9");
  CHECK(refused(contest, {{"contestant", "c1"}}).detail == "contestant c1 is not complete: 1 of 2 marks are in");
  CHECK(refused(contest, {{"contestant", "c1"}}).kind == RefusalKind::conflict);
  CHECK(refused(contest, {{"contestant", "c9"}}).kind == RefusalKind::invalid);
  CHECK(refused(contest, {{"contestant", 5}}).errors.front().pointer == "/contestant");
  CHECK(refused(contest, Json::object()).kind == RefusalKind::invalid);
  CHECK(refused(contest, {{"all", false}}).errors.front().pointer == "/all");
  CHECK(refused(contest, {{"all", true}, {"contestant", "c1"}}).kind == RefusalKind::invalid);
  CHECK(refused(contest, {{"next", true}}).errors.front().pointer == "/next");
  CHECK(refused(contest, {{"all", true}}, "r9").kind == RefusalKind::not_found);
  contest.put("rounds", "r2", R"({"contestants":["c1"]})");
  CHECK(refused(contest, {{"all", true}}, "r2").kind == RefusalKind::conflict);
  CHECK(known(contest, "c2").at("confirmed") == false);
  CHECK(row_of(contest.standings("r2"), "c1").at("confirmed").is_null());
}

TEST_CASE("a confirmation leaves with its round and with its contestant's place") {
  Contest contest = round_of("live");
  for (const char* id : {"c1", "c2"}) mark_all(contest, id, "9");
  confirm(contest, {{"all", true}});
  contest.apply({{"scores", "r1-c1-j1", nullptr},
                 {"scores", "r1-c1-j2", nullptr},
                 {"rounds", "r1", {{"contestants", {"c2", "c3"}}, {"visibility", "live"}, {"confirm", true}}}});
  CHECK(contest.store.all("confirms").size() == 1);
  contest.apply({{"scores", "r1-c2-j1", nullptr}, {"scores", "r1-c2-j2", nullptr}, {"rounds", "r1", nullptr}});
  CHECK(contest.store.all("confirms").empty());
}
