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
  CHECK(refused(contest, "cues", "q1", R"({"cues":["q9"]})") == Errors{"cues/q1 /cues/0"});
  CHECK(refused(contest, "rules", "a1", R"({"when":{"on":"marks","round":"r9"},"do":{"cue":"q9"}})") ==
        Errors{"rules/a1 /when/round", "rules/a1 /do/cue"});
  CHECK(refused(contest, "rules", "a1", R"({"when":{"on":"called"},"do":{"take":{"cue":"q9","channel":"hall"}}})") ==
        Errors{"rules/a1 /do/take/channel", "rules/a1 /do/take/cue"});
  CHECK(refused(contest, "rules", "a1",
                R"({"when":{"on":"clock","timer":"t9","remaining_ms":30000},"do":{"out":{"channel":"hall"}}})") ==
        Errors{"rules/a1 /when/timer", "rules/a1 /do/out/channel"});
}

TEST_CASE("the clock of the stage may be named before anybody is called") {
  const Contest contest = small();
  CHECK(refused(contest, "cues", "q1", R"({"template":"timer","bind":{"timer":"stage"}})").empty());
  CHECK(refused(contest, "rules", "a1",
                R"({"when":{"on":"clock","timer":"stage","remaining_ms":0},"do":{"out":{"layer":30}}})")
            .empty());
}

TEST_CASE("groups of cues do not nest, from whichever side") {
  Contest contest = small();
  contest.put("cues", "a", R"({"template":"timer"})");
  contest.put("cues", "b", R"({"template":"title"})");
  contest.put("cues", "both", R"({"cues":["a","b"]})");
  CHECK(refused(contest, "cues", "more", R"({"cues":["a","both"]})") == Errors{"cues/more /cues/1"});
  CHECK(refused(contest, "cues", "self", R"({"cues":["self"]})") == Errors{"cues/self /cues/0"});
  CHECK(refused(contest, "cues", "a", R"({"cues":["b"]})") == Errors{"cues/a /cues"});
  CHECK(refused(contest, "cues", "more", R"({"cues":["b"]})").empty());
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

TEST_CASE("ballots: who may be chosen, how many, and by whom") {
  Contest contest = small();
  contest.put("rounds", "v1", R"({"contestants":["c1","c2"],"scoring":{"method":"votes","max_choices":1,
      "panels":[{"id":"p","judges":["j1","j2"]}]}})");
  contest.put("rounds", "v2", R"({"contestants":["c1","c2","c3"],"scoring":{"method":"votes","max_choices":{"g1":1},
      "panels":[{"id":"p","judges":["j1"]},{"id":"hall","judges":"@audience"}]}})");
  const auto ballot = [&](const char* data) { return refused(contest, "scores", "b1", data); };
  CHECK(ballot(R"({"round":"v1","judge":"j1","choices":["c1"]})").empty());
  CHECK(ballot(R"({"round":"v1","judge":"j1","choices":[]})").empty());
  CHECK(ballot(R"({"round":"v1","judge":"j1","absent":true})").empty());
  CHECK(ballot(R"({"round":"v1","judge":"j1","contestant":"c1"})") == Errors{"scores/b1 /contestant"});
  CHECK(ballot(R"({"round":"v1","judge":"j1","choices":["c1","c2"]})") == Errors{"scores/b1 /choices"});
  CHECK(ballot(R"({"round":"v1","judge":"j1","choices":["c3"]})") == Errors{"scores/b1 /choices/0"});
  CHECK(ballot(R"({"round":"v1","judge":"j1","choices":["c9"]})") == Errors{"scores/b1 /choices/0"});
  CHECK(ballot(R"({"round":"v1","judge":"h1","choices":["c1"]})") == Errors{"scores/b1 /judge"});
  CHECK(ballot(R"({"round":"v1","judge":"phone-1","choices":["c1"]})") == Errors{"scores/b1 /judge"});
  CHECK(ballot(R"({"round":"v2","judge":"phone-1","choices":["c1","c3"]})").empty());
  CHECK(ballot(R"({"round":"v2","judge":"phone-1","choices":["c1","c2"]})") == Errors{"scores/b1 /choices"});
  CHECK(ballot(R"({"round":"r1","judge":"j1","choices":["c1"]})") == Errors{"scores/b1 /choices"});
  CHECK(refused(contest, "rounds", "v9", R"({"scoring":{"method":"votes","max_choices":{"g9":1}}})") ==
        Errors{"rounds/v9 /scoring/max_choices/g9"});
  contest.put("scores", "b2", R"({"round":"v2","judge":"phone-1","choices":["c1","c3"]})");
  CHECK(ballot(R"({"round":"v2","judge":"phone-1","choices":["c1"]})") == Errors{"scores/b1 "});
}

TEST_CASE("who withdraws after the vote leaves the ballot right, and cannot be chosen anew") {
  Contest contest = small();
  contest.put("rounds", "v1", R"({"contestants":["c1","c2"],"scoring":{"method":"votes"}})");
  contest.put("scores", "b1", R"({"round":"v1","judge":"j1","choices":["c1","c2"]})");
  contest.put("contestants", "c1", R"({"name":"1号选手","withdrawn":true})");
  CHECK(refused(contest, "scores", "b2", R"({"round":"v1","judge":"j2","choices":["c2","c1"]})") ==
        Errors{"scores/b2 /choices/1"});
  contest.put("rounds", "v1", R"({"contestants":["c1","c2"],"scoring":{"method":"votes","max_choices":2}})");
  const Json row = test::row_of(contest.standings("v1"), "c2");
  CHECK(row["total"] == "1.00");
  CHECK(row["marks_in"] == 1);
}

TEST_CASE("a changed scoring lists every ballot and mark that it would make wrong") {
  Contest contest = small();
  contest.put("rounds", "v1", R"({"contestants":["c1","c2"],"scoring":{"method":"votes"}})");
  contest.put("scores", "b1", R"({"round":"v1","judge":"j1","choices":["c1","c2"]})");
  contest.put("scores", "b2", R"({"round":"v1","judge":"j2","choices":["c1"]})");
  const auto change = [&](const char* round, const char* data) { return refused(contest, "rounds", round, data); };
  CHECK(change("v1", R"({"contestants":["c1","c2"],"scoring":{"method":"votes","max_choices":1}})") ==
        Errors{"rounds/v1 /scoring"});
  CHECK(change("v1", R"({"contestants":["c1","c2"],"scoring":{"method":"marks"}})") ==
        Errors{"rounds/v1 /scoring", "rounds/v1 /scoring"});
  CHECK(change("v1", R"({"contestants":["c2"],"scoring":{"method":"votes"}})") ==
        Errors{"rounds/v1 /contestants", "rounds/v1 /contestants"});
  contest.put("rounds", "r3", R"({"contestants":["c1"],"scoring":{"criteria":[{"id":"a"},{"id":"b"}]}})");
  contest.put("scores", "s1", R"({"round":"r3","contestant":"c1","judge":"j1","marks":{"a":"9","b":"8"}})");
  contest.put("adjustments", "a1", R"({"round":"r3","contestant":"c1","points":"1","kind":"bonus"})");
  CHECK(change("r3", R"({"contestants":["c1"],"scoring":{"criteria":[{"id":"a","max":"5"},{"id":"b","max":"5"}]}})") ==
        Errors{"rounds/r3 /scoring", "rounds/r3 /scoring"});
  contest.apply({{"scores", "s1", nullptr}});
  CHECK(change("r3", R"({"contestants":["c1"],"scoring":{"method":"skating"}})") ==
        Errors{"rounds/r3 /scoring/method"});
}

TEST_CASE("places are whole and at least 1, and are not adjusted") {
  Contest contest = small();
  contest.put("rounds", "d1", R"({"contestants":["c1","c2"],"scoring":{"method":"skating"}})");
  const auto place = [&](const char* mark) {
    const Json data = {{"round", "d1"}, {"contestant", "c1"}, {"judge", "j1"}, {"marks", {{"total", mark}}}};
    return contest.refused({{"scores", "s1", data}});
  };
  for (const char* mark : {"0", "-1", "1.5"}) CHECK(place(mark) == Errors{"scores/s1 /marks/total"});
  CHECK(place("2.0").empty());
  CHECK(refused(contest, "adjustments", "a1", R"({"round":"d1","contestant":"c1","points":"1","kind":"bonus"})") ==
        Errors{"adjustments/a1 /round"});
}

TEST_CASE("the audience marks what its panel marks, and named judges stay in their own") {
  Contest contest = small();
  contest.put("rounds", "m1", R"({"contestants":["c1"],"scoring":{"criteria":[{"id":"a"},{"id":"b"}],
      "panels":[{"id":"p","judges":["j1"]},{"id":"hall","judges":"@audience","criteria":["b"]}]}})");
  const auto mark = [&](const char* data) { return refused(contest, "scores", "s1", data); };
  CHECK(mark(R"({"round":"m1","contestant":"c1","judge":"phone-1","marks":{"b":"9"}})").empty());
  CHECK(mark(R"({"round":"m1","contestant":"c1","judge":"phone-1","marks":{"a":"9"}})") ==
        Errors{"scores/s1 /marks/a"});
  CHECK(mark(R"({"round":"m1","contestant":"c1","judge":"j1","marks":{"a":"9","b":"9"}})").empty());
}
