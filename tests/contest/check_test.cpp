// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;

namespace {

using Errors = std::vector<std::string>;

Contest small() {
  Contest contest;
  contest.put("groups", "g1", R"({"name":"Zones"})");
  contest.put("contestants", "c1", R"({"name":"1号选手","group":"g1"})");
  contest.put("contestants", "c2", R"({"name":"2号选手","group":"g1"})");
  contest.put("contestants", "c3", R"({"name":"3号选手"})");
  contest.put("people", "j1", R"({"role":"judge"})");
  contest.put("people", "j2", R"({"role":"judge"})");
  contest.put("people", "h1", R"({"role":"host"})");
  contest.put("rounds", "r1", R"({"contestants":["c1","c2"],
      "scoring":{"criteria":[{"id":"plan","min":"0","max":"10","step":"0.5"}]}})");
  contest.put("rounds", "r2", R"({"contestants":["c1","c2"],"scoring":{"method":"given"}})");
  return contest;
}

Errors refused(Contest contest, const std::string& type, const std::string& id, const char* data) {
  return contest.refused({{type, id, Json::parse(data)}});
}

}  // namespace

TEST_CASE("what does not exist cannot be named") {
  const Contest contest = small();
  CHECK(refused(contest, "contestants", "c9", R"({"group":"g9"})") == Errors{"contestants/c9 /group"});
  CHECK(refused(contest, "contestants", "c9", R"({"supporter":"p9"})") == Errors{"contestants/c9 /supporter"});
  CHECK(refused(contest, "rounds", "r9", R"({"contestants":["c1","c9"]})") == Errors{"rounds/r9 /contestants/1"});
  CHECK(refused(contest, "rounds", "r9", R"({"segments":[{"id":"s","speaker":"p9"}]})") ==
        Errors{"rounds/r9 /segments/0/speaker"});
  CHECK(refused(contest, "rounds", "r9", R"({"quota":{"groups":{"g9":1}}})") == Errors{"rounds/r9 /quota/groups/g9"});
  CHECK(refused(contest, "rounds", "r9", R"({"compare_to":"r8"})") == Errors{"rounds/r9 /compare_to"});
  CHECK(refused(contest, "rounds", "r9", R"({"scoring":{"panels":[{"id":"p","judges":["j1","j9"]}]}})") ==
        Errors{"rounds/r9 /scoring/panels/0/judges/1"});
  CHECK(refused(contest, "rounds", "r9", R"({"scoring":{"carry":[{"round":"r8"}]}})") ==
        Errors{"rounds/r9 /scoring/carry/0/round"});
  CHECK(refused(contest, "scores", "s1", R"({"round":"r9","contestant":"c1","judge":"j1"})") ==
        Errors{"scores/s1 /round"});
  CHECK(refused(contest, "scores", "s1", R"({"round":"r1","contestant":"c9","judge":"j1"})") ==
        Errors{"scores/s1 /contestant"});
  CHECK(refused(contest, "awards", "a1", R"({"contestants":["c9"],"round":"r1"})") ==
        Errors{"awards/a1 /contestants/0"});
  CHECK(refused(contest, "cues", "q1", R"({"template":"timer","bind":{"timer":"t9"}})") ==
        Errors{"cues/q1 /bind/timer"});
  CHECK(refused(contest, "cues", "q1", R"({"template":"timer","channel":"hall"})") == Errors{"cues/q1 /channel"});
  CHECK(refused(contest, "cues", "q1", R"({"template":"timer","channel":"program"})").empty());
  CHECK(refused(contest, "cues", "q1", R"({"template":"lower-third","bind":{"contestant":"@stage"}})").empty());
  CHECK(refused(contest, "rundown", "rundown", R"({"items":["q9"]})") == Errors{"rundown/rundown /items/0"});
}

TEST_CASE("a mark is refused where the round, the panel or the criterion does not take it") {
  const Contest contest = small();
  const auto score = [&](const char* data) { return refused(contest, "scores", "s1", data); };
  CHECK(score(R"({"round":"r1","contestant":"c3","judge":"j1"})") == Errors{"scores/s1 /contestant"});
  CHECK(score(R"({"round":"r1","contestant":"c1","judge":"h1"})") == Errors{"scores/s1 /judge"});
  CHECK(score(R"({"round":"r2","contestant":"c1","judge":"j1"})") == Errors{"scores/s1 /round"});
  CHECK(score(R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"total":"9"}})") ==
        Errors{"scores/s1 /marks/total"});
  for (const char* mark : {"-0.5", "10.5", "9.25", "9.4999"}) {
    CAPTURE(mark);
    const Json data = {{"round", "r1"}, {"contestant", "c1"}, {"judge", "j1"}, {"marks", {{"plan", mark}}}};
    CHECK(Contest(contest).refused({{"scores", "s1", data}}) == Errors{"scores/s1 /marks/plan"});
  }
  CHECK(score(R"({"round":"r1","contestant":"c1","judge":"j1","marks":{"plan":"9.50"}})").empty());
}

TEST_CASE("there is one score for a round, contestant and judge, and one total for a round and contestant") {
  Contest contest = small();
  contest.mark("r1", "c1", "j1", "plan", "8");
  CHECK(refused(contest, "scores", "s2", R"({"round":"r1","contestant":"c1","judge":"j1"})") == Errors{"scores/s2 "});
  CHECK(refused(contest, "scores", "s2", R"({"round":"r1","contestant":"c1","judge":"j2"})").empty());
  contest.put("totals", "t1", R"({"round":"r2","contestant":"c1","total":"90"})");
  CHECK(refused(contest, "totals", "t2", R"({"round":"r2","contestant":"c1","total":"91"})") == Errors{"totals/t2 "});
}

TEST_CASE("totals belong to given rounds, adjustments to marked ones") {
  const Contest contest = small();
  CHECK(refused(contest, "totals", "t1", R"({"round":"r1","contestant":"c1","total":"9"})") ==
        Errors{"totals/t1 /round"});
  CHECK(refused(contest, "adjustments", "a1", R"({"round":"r2","contestant":"c1","points":"1","kind":"bonus"})") ==
        Errors{"adjustments/a1 /round"});
  CHECK(refused(contest, "tiebreaks", "b1", R"({"round":"r1","order":["c1","c3"]})") ==
        Errors{"tiebreaks/b1 /order/1"});
}

TEST_CASE("a change of a round that would make stored marks wrong is refused, naming them") {
  Contest contest = small();
  contest.mark("r1", "c1", "j1", "plan", "9.5");
  contest.mark("r1", "c2", "j1", "plan", "8");
  const auto change = [&](const char* data) {
    const auto round = normalise("rounds", "r1", Json::parse(data), nullptr);
    REQUIRE(round.has_value());
    Store after = contest.store;
    after.put("rounds", "r1", *round, 99);
    return check(after, std::vector<std::pair<std::string, std::string>>{{"rounds", "r1"}});
  };
  const auto lower = change(R"({"contestants":["c1","c2"],"scoring":{"criteria":[{"id":"plan","max":"9"}]}})");
  REQUIRE(lower.size() == 1);
  CHECK(lower[0].error.pointer == "/scoring");
  CHECK(lower[0].error.detail.find("scores/r1-c1-j1/marks/plan") != std::string::npos);
  CHECK(change(R"({"contestants":["c1","c2"],"scoring":{"criteria":[{"id":"speech"}]}})").size() == 2);
  const auto shorter = change(R"({"contestants":["c1"],"scoring":{"criteria":[{"id":"plan"}]}})");
  REQUIRE(shorter.size() == 1);
  CHECK(shorter[0].error.pointer == "/contestants");
  CHECK(change(R"({"contestants":["c2","c1"],"scoring":{"criteria":[{"id":"plan","max":"9.5"}]}})").empty());
  CHECK(refused(contest, "people", "j1", R"({"role":"host"})") == Errors{"people/j1 /role", "people/j1 /role"});
}

TEST_CASE("a carry in a circle is refused") {
  Contest contest = small();
  contest.put("rounds", "ra", R"({})");
  contest.put("rounds", "rb", R"({"scoring":{"carry":[{"round":"ra"}]}})");
  CHECK(refused(contest, "rounds", "ra", R"({"scoring":{"carry":[{"round":"ra"}]}})") ==
        Errors{"rounds/ra /scoring/carry"});
  CHECK(refused(contest, "rounds", "ra", R"({"scoring":{"carry":[{"round":"rb","weight":"1/3"}]}})") ==
        Errors{"rounds/ra /scoring/carry"});
}

TEST_CASE("what is referred to cannot go, and the references are named") {
  Contest contest = small();
  contest.mark("r1", "c1", "j1", "plan", "9");
  CHECK(contest.refused({{"groups", "g1", nullptr}}) == Errors{"groups/g1 ", "groups/g1 "});
  CHECK(contest.refused({{"people", "j1", nullptr}}) == Errors{"people/j1 "});
  const auto references = references_to(contest.store, "contestants", "c1");
  Errors names;
  for (const Reference& reference : references)
    names.push_back(reference.type + "/" + reference.id + reference.pointer);
  CHECK(names == Errors{"rounds/r1/contestants/0", "rounds/r2/contestants/0", "scores/r1-c1-j1/contestant"});
  CHECK(references_to(contest.store, "contestants", "c3").empty());
  contest.remove("contestants", "c3");
  contest.apply({{"scores", "r1-c1-j1", nullptr},
                 {"rounds", "r1", nullptr},
                 {"rounds", "r2", nullptr},
                 {"contestants", "c1", nullptr},
                 {"contestants", "c2", nullptr},
                 {"groups", "g1", nullptr}});
  CHECK(contest.store.all("contestants").empty());
}

TEST_CASE("a copy of the store does not see what is changed afterwards") {
  Store store;
  store.put("groups", "g1", {{"name", "A"}}, 1);
  const Store copy = store;
  store.put("groups", "g1", {{"name", "B"}}, 2);
  store.put("groups", "g2", {{"name", "C"}}, 3);
  CHECK(copy.find("groups", "g1")->data.at("name") == "A");
  CHECK(copy.find("groups", "g2") == nullptr);
  CHECK(store.find("groups", "g1")->token == 2);
  Store third = store;
  CHECK(third.erase("groups", "g1"));
  CHECK_FALSE(third.erase("groups", "g1"));
  CHECK_FALSE(third.erase("planets", "mars"));
  CHECK(store.find("groups", "g1") != nullptr);
  CHECK(store.all("planets").empty());
}
