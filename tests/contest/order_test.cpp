// SPDX-License-Identifier: GPL-2.0-or-later
// Running orders by lot and by another round's ranking.
#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "server/contest/draw.h"
#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;

namespace {

/// Six contestants in two groups; heats in which c1 is best, c6 last; two of each group go on to the final.
Contest heats() {
  Contest contest;
  contest.put("people", "j1", R"({"role":"judge"})");
  for (const char* id : {"a", "b"}) contest.put("groups", id, R"({"name":"组"})");
  for (int i = 1; i <= 6; ++i) {
    contest.apply({{"contestants", "c" + std::to_string(i), {{"name", "选手"}, {"group", i % 2 == 1 ? "a" : "b"}}}});
  }
  contest.put("rounds", "heats", R"({"contestants":["c1","c2","c3","c4","c5","c6"],"quota":{"groups":{"a":2,"b":2}}})");
  contest.put("rounds", "final", R"({"contestants":[]})");
  for (int i = 1; i <= 6; ++i) contest.mark("heats", "c" + std::to_string(i), "j1", "total", std::to_string(10 - i));
  return contest;
}

void order(Contest& contest, const Json& body, const char* round = "final") {
  contest.command(order_command(contest.store, round, body, contest.now_ms));
}

Refusal refused(const Contest& contest, const Json& body, const char* round = "final") {
  const auto answer = order_command(contest.store, round, body, contest.now_ms);
  REQUIRE_FALSE(answer.has_value());
  return answer.error();
}

Json final_of(const Contest& contest) {
  return contest.store.find("rounds", "final")->data;
}

}  // namespace

TEST_CASE("the awarded go on into the next round, by rank, the last first, or by lot") {
  Contest contest = heats();
  order(contest, {{"ranking", {{"round", "heats"}, {"awarded", true}}}});
  CHECK(final_of(contest).at("contestants") == Json({"c1", "c2", "c3", "c4"}));
  CHECK(final_of(contest).at("outcome_of") == "heats");
  CHECK(final_of(contest).at("order_made") ==
        Json{{"at", "2022-07-31T01:00:00.000Z"}, {"ranking", {{"round", "heats"}, {"awarded", true}}}});
  order(contest, {{"ranking", {{"round", "heats"}, {"awarded", true}, {"reversed", true}}}});
  CHECK(final_of(contest).at("contestants") == Json({"c4", "c3", "c2", "c1"}));
  order(contest, {{"ranking", {{"round", "heats"}, {"group", "b"}}}});
  CHECK(final_of(contest).at("contestants") == Json({"c2", "c4", "c6"}));
  order(contest, {{"ranking", {{"round", "heats"}, {"awarded", true}}}, {"draw", {{"seed", 7}}}});
  const auto names = final_of(contest).at("contestants").get<std::vector<std::string>>();
  CHECK(names == drawn({"c1", "c2", "c3", "c4"}, 7));
  CHECK(final_of(contest).at("order_made").at("draw") == Json{{"seed", 7}});
}

TEST_CASE("a draw hangs on the names and the seed alone") {
  const std::vector<std::string> names = {"c1", "c2", "c3", "c4", "c5"};
  CHECK(drawn({"c5", "c3", "c1", "c2", "c4"}, 42) == drawn(names, 42));
  // Whoever draws it again, in whatever language, must come to the same.
  CHECK(drawn(names, 42) == std::vector<std::string>{"c2", "c3", "c1", "c5", "c4"});
  CHECK(drawn({}, 1).empty());
}

TEST_CASE("every order of a draw is as likely as any other") {
  std::map<std::vector<std::string>, int> times;
  constexpr int kDraws = 24'000;
  for (int seed = 0; seed < kDraws; ++seed) ++times[drawn({"a", "b", "c", "d"}, static_cast<std::uint64_t>(seed))];
  REQUIRE(times.size() == 24);
  double chi_squared = 0;
  for (const auto& [names, count] : times) chi_squared += (count - 1000.0) * (count - 1000.0) / 1000.0;
  CHECK(chi_squared < 49.7);  // 23 degrees of freedom, one in a thousand
}

TEST_CASE("a round of its own is drawn in place") {
  Contest contest = heats();
  contest.put("rounds", "final", R"({"contestants":["c2","c1","c5"],"name":"Final"})");
  order(contest, {{"draw", {{"seed", 3}}}});
  CHECK(final_of(contest).at("contestants").get<std::vector<std::string>>() == drawn({"c1", "c2", "c5"}, 3));
  CHECK(final_of(contest).at("name") == "Final");
  CHECK_FALSE(final_of(contest).contains("outcome_of"));
}

TEST_CASE("an outcome that is not decided orders nothing") {
  Contest contest = heats();
  const Json awarded = {{"ranking", {{"round", "heats"}, {"awarded", true}}}};
  contest.mark("heats", "c5", "j1", "total", "7");  // as c3: the cut of group a lies between them
  CHECK(refused(contest, awarded).kind == RefusalKind::conflict);
  CHECK(refused(contest, awarded).detail.find("tie at the cut") != std::string::npos);
  contest.apply({{"tiebreaks", "t1", {{"round", "heats"}, {"order", {"c5", "c3"}}}}});
  order(contest, awarded);
  CHECK(final_of(contest).at("contestants").get<std::set<std::string>>() ==
        std::set<std::string>{"c1", "c2", "c4", "c5"});
  contest.remove("scores", "heats-c6-j1");
  CHECK(refused(contest, awarded).detail == "contestant c6 is not complete: 0 of 1 marks are in");
  Json forced = awarded;
  forced["force"] = true;
  order(contest, forced);
}

TEST_CASE("who has marks in a round does not leave its order") {
  Contest contest = heats();
  contest.put("rounds", "final", R"({"contestants":["c6"]})");
  contest.mark("final", "c6", "j1", "total", "9");
  const Refusal refusal = refused(contest, {{"ranking", {{"round", "heats"}, {"awarded", true}}}});
  CHECK(refusal.kind == RefusalKind::conflict);
  CHECK(refusal.detail == "contestant c6 would leave the running order and has scores/final-c6-j1");
}

TEST_CASE("an order that means nothing is refused where it is wrong") {
  const Contest contest = heats();
  const std::vector<std::pair<Json, std::string>> bodies = {
      {Json::object(), ""},
      {{{"draw", true}}, "/draw"},
      {{{"draw", Json::object()}}, "/draw/seed"},
      {{{"draw", {{"seed", -1}}}}, "/draw/seed"},
      {{{"draw", {{"seed", 9007199254740992}}}}, "/draw/seed"},
      {{{"draw", {{"seed", 1.5}}}}, "/draw/seed"},
      {{{"draw", {{"seed", 1}, {"x", 1}}}}, "/draw/x"},
      {{{"ranking", "heats"}}, "/ranking"},
      {{{"ranking", {{"round", "r9"}}}}, "/ranking/round"},
      {{{"ranking", {{"round", "final"}}}}, "/ranking/round"},
      {{{"ranking", {{"round", "heats"}, {"group", "z"}}}}, "/ranking/group"},
      {{{"ranking", {{"round", "heats"}, {"awarded", 1}}}}, "/ranking/awarded"},
      {{{"ranking", {{"round", "heats"}}}, {"force", 1}}, "/force"},
      {{{"list", {"c1"}}}, "/list"}};
  for (const auto& [body, pointer] : bodies) {
    CAPTURE(leitai::json::dump(body));
    const Refusal refusal = refused(contest, body);
    CHECK(refusal.kind == RefusalKind::invalid);
    CHECK(refusal.errors.front().pointer == pointer);
  }
  CHECK(refused(contest, {{"draw", {{"seed", 1}}}}, "r9").kind == RefusalKind::not_found);
}
