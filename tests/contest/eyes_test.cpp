// SPDX-License-Identifier: GPL-2.0-or-later
// What the audience sees, and above all what it does not.
#include <catch2/catch.hpp>

#include <random>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;
using test::ranks_of;
using test::row_of;

namespace {

Contest round_with(const Json& more, int contestants = 4, int judges = 2) {
  Contest contest;
  Json order = Json::array();
  for (int c = 1; c <= contestants; ++c) {
    contest.put("contestants", "c" + std::to_string(c), R"({"name":"选手"})");
    order.push_back("c" + std::to_string(c));
  }
  for (int j = 1; j <= judges; ++j) contest.put("people", "j" + std::to_string(j), R"({"role":"judge"})");
  Json round = {{"contestants", order}};
  round.update(more);
  contest.apply({{"rounds", "r1", round}});
  return contest;
}

void mark_all(Contest& contest, const std::string& contestant, const std::string& mark, int judges = 2) {
  for (int j = 1; j <= judges; ++j) contest.mark("r1", contestant, "j" + std::to_string(j), "total", mark);
}

void reveal(Contest& contest, const Json& body, const std::string& round = "r1") {
  contest.command(reveal_command(contest.store, round, body, contest.now_ms));
}

RefusalKind reveal_refusal(const Contest& contest, const Json& body, const std::string& round = "r1") {
  const auto answer = reveal_command(contest.store, round, body, contest.now_ms);
  REQUIRE_FALSE(answer.has_value());
  return answer.error().kind;
}

std::string public_ranks(Contest& contest) {
  return ranks_of(contest.standings("r1", Audience::everyone));
}

std::string public_bytes(const Contest& contest) {
  std::string bytes = leitai::json::dump(public_results(contest.store));
  for (const auto& [id, round] : contest.store.all("rounds"))
    if (const auto document = standings(contest.store, id, "", Audience::everyone))
      bytes += leitai::json::dump(*document);
  return bytes;
}

}  // namespace

TEST_CASE("a planned round does not exist for the audience") {
  Contest contest = round_with({{"state", "planned"}, {"visibility", "live"}, {"name", "The secret final"}});
  mark_all(contest, "c1", "9");
  CHECK(standings(contest.store, "r1", "", Audience::everyone).error().kind == RefusalKind::not_found);
  CHECK(public_bytes(contest).find("secret") == std::string::npos);
  CHECK(public_results(contest.store).at("contestants").empty());
  CHECK(contest.store.all("reveals").empty());
  CHECK(reveal_refusal(contest, {{"all", true}}) == RefusalKind::conflict);
  contest.put("rounds", "r1", R"({"contestants":["c1","c2"],"visibility":"live","state":"open"})");
  CHECK(public_ranks(contest) == "c1 1");
}

TEST_CASE("a sealed round shows nothing until it is revealed") {
  Contest contest = round_with({{"name", "Morning"}});
  const std::string before = public_bytes(contest);
  mark_all(contest, "c1", "9");
  mark_all(contest, "c2", "8.5");
  CHECK(public_bytes(contest) == before);
  CHECK(public_ranks(contest).empty());
  reveal(contest, {{"contestant", "c2"}});
  CHECK(public_ranks(contest) == "c2 1");
  const Json row = row_of(contest.standings("r1", Audience::everyone), "c2");
  CHECK(row.at("total") == "8.50");
  CHECK(row.at("criteria").at(0).at("panels").at(0).at("marks").at(1).at("mark") == "8.5");
  CHECK_FALSE(row.contains("marks_in"));
  CHECK_FALSE(row.contains("marks_expected"));
}

TEST_CASE("a live row is public once complete, under review while it is not, and then corrected") {
  Contest contest = round_with({{"visibility", "live"}});
  contest.mark("r1", "c1", "j1", "total", "9");
  CHECK(public_ranks(contest).empty());
  contest.mark("r1", "c1", "j2", "total", "8");
  CHECK(public_ranks(contest) == "c1 1");
  Json row = row_of(contest.standings("r1", Audience::everyone), "c1");
  CHECK(row.at("total") == "8.50");
  CHECK(row.at("under_review") == false);
  CHECK(row.at("corrected_at").is_null());
  contest.now_ms += 60'000;
  contest.remove("scores", "r1-c1-j2");
  row = row_of(contest.standings("r1", Audience::everyone), "c1");
  CHECK(row.at("total") == "8.50");
  CHECK(row.at("under_review") == true);
  CHECK(row.at("status") == "complete");
  contest.mark("r1", "c1", "j2", "total", "8");
  row = row_of(contest.standings("r1", Audience::everyone), "c1");
  CHECK(row.at("under_review") == false);
  CHECK(row.at("corrected_at").is_null());
  contest.mark("r1", "c1", "j2", "total", "9");
  row = row_of(contest.standings("r1", Audience::everyone), "c1");
  CHECK(row.at("total") == "9.00");
  CHECK(row.at("corrected_at") == "2022-07-31T01:01:00.000Z");
}

TEST_CASE("a running round shows totals so far, and not which marks are missing") {
  Contest contest = round_with({{"visibility", "running"}});
  contest.mark("r1", "c1", "j1", "total", "9");
  Json row = row_of(contest.standings("r1", Audience::everyone), "c1");
  CHECK(row.at("total") == "9.00");
  CHECK(row.at("criteria").at(0).at("panels").at(0).at("marks").size() == 1);
  CHECK(contest.store.all("reveals").empty());
  CHECK(reveal_refusal(contest, {{"all", true}}) == RefusalKind::conflict);
}

TEST_CASE("reveals go from the last place up, and back") {
  Contest contest = round_with(Json::object());
  const std::pair<const char*, const char*> marks[] = {{"c1", "9"}, {"c2", "7"}, {"c3", "8"}};
  for (const auto& [id, mark] : marks) mark_all(contest, id, mark);
  CHECK(reveal_refusal(contest, {{"next", true}}) == RefusalKind::conflict);  // c4 has no mark
  mark_all(contest, "c4", "6");
  CHECK(reveal_refusal(contest, {{"back", true}}) == RefusalKind::conflict);
  reveal(contest, {{"next", true}});
  CHECK(public_ranks(contest) == "c4 1");
  reveal(contest, {{"next", true}});
  CHECK(public_ranks(contest) == "c2 1, c4 2");
  const std::string two = public_bytes(contest);
  reveal(contest, {{"next", true}});
  reveal(contest, {{"back", true}});
  CHECK(public_bytes(contest) == two);
  CHECK_FALSE(contest.standings("r1", Audience::everyone).at("complete").get<bool>());
  reveal(contest, {{"all", true}});
  CHECK(public_ranks(contest) == "c1 1, c3 2, c2 3, c4 4");
  CHECK(contest.standings("r1", Audience::everyone).at("complete").get<bool>());
  CHECK(reveal_refusal(contest, {{"next", true}}) == RefusalKind::conflict);
  reveal(contest, {{"back", true}});
  CHECK(public_bytes(contest) == two);
}

TEST_CASE("a reveal is asked for with one word, and of rows that are complete") {
  Contest contest = round_with(Json::object());
  contest.mark("r1", "c1", "j1", "total", "9");
  CHECK(reveal_refusal(contest, Json::object()) == RefusalKind::invalid);
  CHECK(reveal_refusal(contest, {{"all", true}, {"next", true}}) == RefusalKind::invalid);
  CHECK(reveal_refusal(contest, {{"next", false}}) == RefusalKind::invalid);
  CHECK(reveal_refusal(contest, {{"everything", true}}) == RefusalKind::invalid);
  CHECK(reveal_refusal(contest, {{"contestant", "c9"}}) == RefusalKind::invalid);
  CHECK(reveal_refusal(contest, {{"group", "g9"}}) == RefusalKind::invalid);
  CHECK(reveal_refusal(contest, {{"all", true}}, "r9") == RefusalKind::not_found);
  CHECK(reveal_refusal(contest, {{"contestant", "c1"}}) == RefusalKind::conflict);
  reveal(contest, {{"contestant", "c1"}, {"force", true}});
  CHECK(row_of(contest.standings("r1", Audience::everyone), "c1").at("total") == "9.00");
  reveal(contest, {{"contestant", "c1"}});
  CHECK(contest.store.all("reveals").size() == 1);
}

TEST_CASE("ranks as in the end appear only from the last place up") {
  Contest contest = round_with({{"reveal_ranks", "final"}});
  const std::pair<const char*, const char*> marks[] = {{"c1", "9"}, {"c2", "7"}, {"c3", "8"}, {"c4", "6"}};
  for (const auto& [id, mark] : marks) mark_all(contest, id, mark);
  reveal(contest, {{"contestant", "c2"}});
  CHECK(public_ranks(contest).empty());
  reveal(contest, {{"contestant", "c4"}});
  CHECK(public_ranks(contest) == "c2 3, c4 4");
}

TEST_CASE("awards and cuts are unknown until the whole group is shown") {
  Contest contest = round_with({{"quota", {{"total", 1}}}});
  contest.put("awards", "a1", R"({"citation":"Gold","round":"r1","contestants":["c1"]})");
  const std::pair<const char*, const char*> marks[] = {{"c1", "9"}, {"c2", "7"}, {"c3", "8"}, {"c4", "6"}};
  for (const auto& [id, mark] : marks) mark_all(contest, id, mark);
  reveal(contest, {{"next", true}});
  CHECK(row_of(contest.standings("r1", Audience::everyone), "c4").at("awarded").is_null());
  CHECK(row_of(contest.standings("r1", Audience::everyone), "c4").at("at_cut").is_null());
  CHECK(public_bytes(contest).find("Gold") == std::string::npos);
  reveal(contest, {{"all", true}});
  CHECK(row_of(contest.standings("r1", Audience::everyone), "c4").at("awarded") == false);
  CHECK(row_of(contest.standings("r1", Audience::everyone), "c1").at("awarded") == true);
  CHECK(public_bytes(contest).find("Gold") != std::string::npos);
}

TEST_CASE("a row waits for the row that is carried into it") {
  Contest contest = round_with(Json::object(), 2, 1);
  contest.put("rounds", "r2",
              R"({"contestants":["c1","c2"],"visibility":"live","scoring":{"carry":[{"round":"r1"}]}})");
  contest.mark("r1", "c1", "j1", "total", "5");
  contest.mark("r2", "c1", "j1", "total", "7");
  CHECK(contest.standings("r2", Audience::everyone).at("rows").empty());
  CHECK(reveal_refusal(contest, {{"contestant", "c1"}}, "r2") == RefusalKind::conflict);
  reveal(contest, {{"contestant", "c1"}});
  CHECK(row_of(contest.standings("r2", Audience::everyone), "c1").at("total") == "12.00");
  reveal(contest, {{"back", true}});
  CHECK(contest.standings("r2", Audience::everyone).at("rows").empty());
}

TEST_CASE("while it is hidden who takes part, the audience is not told that nobody is missing") {
  Contest contest = round_with(Json::object(), 3, 1);
  contest.put("groups", "north", "{}");
  contest.put("contestants", "c1", R"({"group":"north"})");
  const std::pair<const char*, const char*> marks[] = {{"c1", "9"}, {"c2", "8"}, {"c3", "7"}};
  for (const auto& [id, mark] : marks) mark_all(contest, id, mark, 1);
  contest.put("rounds", "final", R"({"contestants":["c1","c2"],"outcome_of":"r1","visibility":"live"})");
  contest.mark("final", "c1", "j1", "total", "5");
  reveal(contest, {{"contestant", "c1"}});
  const Json before = contest.standings("final", Audience::everyone, "north");
  CHECK(before.at("rows").size() == 1);
  CHECK(before.at("complete") == false);
  reveal(contest, {{"contestant", "c2"}});
  CHECK(contest.standings("final", Audience::everyone, "north").at("complete") == true);
}

TEST_CASE("while it is hidden who takes part, only who is on stage or has a row is among the public contestants") {
  Contest contest = round_with({{"state", "planned"}}, 4, 1);
  contest.put("rounds", "final", R"({"contestants":["c1","c3","c4"],"outcome_of":"r1","visibility":"live"})");
  const auto listed = [&] {
    const Json results = public_results(contest.store);
    std::string ids;
    for (const Json& one : results.at("contestants")) ids += one.at("id").get<std::string>() + " ";
    return ids;
  };
  CHECK(listed().empty());
  contest.command(stage_command(contest.store, {{"round", "final"}, {"contestant", "c3"}}, contest.now_ms));
  CHECK(listed() == "c3 ");
  contest.mark("final", "c1", "j1", "total", "5");
  CHECK(listed() == "c1 c3 ");
  contest.put("rounds", "final", R"({"contestants":["c1","c3","c4"]})");
  CHECK(listed() == "c1 c3 c4 ");
}

TEST_CASE("who withdraws after the reveal keeps the row and loses the rank") {
  Contest contest = round_with({{"visibility", "live"}}, 2);
  mark_all(contest, "c1", "9");
  mark_all(contest, "c2", "8");
  contest.put("contestants", "c1", R"({"withdrawn":true})");
  CHECK(public_ranks(contest) == "c2 1, c1 -");
  CHECK(row_of(contest.standings("r1", Audience::everyone), "c1").at("status") == "withdrawn");
}

TEST_CASE("reveals leave with their round, and with a contestant's place in it") {
  Contest contest = round_with({{"visibility", "live"}}, 2);
  mark_all(contest, "c1", "9");
  mark_all(contest, "c2", "8");
  CHECK(contest.store.all("reveals").size() == 2);
  contest.apply({{"scores", "r1-c1-j1", nullptr},
                 {"scores", "r1-c1-j2", nullptr},
                 {"rounds", "r1", {{"contestants", {"c2"}}, {"visibility", "live"}}},
                 {"contestants", "c1", nullptr}});
  CHECK(contest.store.all("reveals").size() == 1);
  contest.apply({{"scores", "r1-c2-j1", nullptr}, {"scores", "r1-c2-j2", nullptr}, {"rounds", "r1", nullptr}});
  CHECK(contest.store.all("reveals").empty());
}

TEST_CASE("rounds and contestants whose names run into each other keep their own reveals") {
  Contest contest;
  const std::string longest(64, 'c');
  for (const std::string& id : {std::string("c"), std::string("b.c"), longest}) contest.put("contestants", id, "{}");
  contest.put("people", "j1", R"({"role":"judge"})");
  contest.put("rounds", "a", R"({"visibility":"live"})");
  contest.put("rounds", "a.b", R"({"visibility":"live"})");
  int number = 0;
  for (const char* round : {"a", "a.b"})
    for (const std::string& id : {std::string("c"), std::string("b.c"), longest})
      contest.apply({{"scores",
                      "s" + std::to_string(++number),
                      {{"round", round}, {"contestant", id}, {"judge", "j1"}, {"marks", {{"total", number}}}}}});
  CHECK(contest.store.all("reveals").size() == 6);
  CHECK(contest.standings("a", Audience::everyone).at("rows").size() == 3);
  CHECK(row_of(contest.standings("a", Audience::everyone), "b.c").at("total") == "2.00");
  CHECK(row_of(contest.standings("a.b", Audience::everyone), "c").at("total") == "4.00");
}

TEST_CASE("the results say what is public: the contest, open rounds, and who is on stage in them") {
  Contest contest = round_with({{"visibility", "live"}, {"name", "Morning"}});
  contest.put("contest", "contest", R"({"name":"Arena","operator_phone":"555"})");
  contest.put("rounds", "r2", R"({"state":"planned","name":"Secret"})");
  contest.put("messages", "m1", R"({"text":"backstage"})");
  mark_all(contest, "c1", "9");
  contest.command(stage_command(contest.store, {{"round", "r2"}, {"contestant", "c1"}}, contest.now_ms));
  CHECK(public_results(contest.store).at("stage").is_null());
  contest.command(stage_command(contest.store, {{"round", "r1"}, {"contestant", "c2"}}, contest.now_ms));
  const Json results = public_results(contest.store);
  CHECK(results.at("contest") == Json{{"name", "Arena"}});
  CHECK(results.at("stage").at("contestant") == "c2");
  REQUIRE(results.at("rounds").size() == 1);
  CHECK(results.at("rounds").at(0).at("running_order") == Json{"c1", "c2", "c3", "c4"});
  CHECK(ranks_of(results.at("rounds").at(0).at("standings")) == "c1 1");
  const std::string bytes = public_bytes(contest);
  for (const char* hidden : {"555", "Secret", "backstage", "marks_in", "marks_expected"})
    CHECK(bytes.find(hidden) == std::string::npos);
}

TEST_CASE("two contests that differ only in what is not revealed look the same") {
  std::mt19937 random(20220731);
  const auto below = [&random](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
  for (int trial = 0; trial < 60; ++trial) {
    const bool live = trial % 2 == 1;
    const Json round = {{"visibility", live ? "live" : "sealed"}, {"quota", {{"total", 2}}}};
    Contest one = round_with(round, 6, 3);
    Contest other = round_with(round, 6, 3);
    for (int c = 1; c <= 6; ++c) {
      const std::string id = "c" + std::to_string(c);
      const bool shown = below(2) == 0;
      const int marks = shown ? 3 : live ? below(3) : 3;  // a live row with all marks would be public
      for (int j = 1; j <= marks; ++j) {
        const std::string mark = std::to_string(below(100));
        const std::string different = shown ? mark : std::to_string(100 + below(100));
        one.mark("r1", id, "j" + std::to_string(j), "total", mark);
        if (shown || below(3) > 0) other.mark("r1", id, "j" + std::to_string(j), "total", different);
      }
      if (!shown || live) continue;
      reveal(one, {{"contestant", id}});
      reveal(other, {{"contestant", id}});
    }
    REQUIRE(public_bytes(one) == public_bytes(other));
  }
}

TEST_CASE("places and skating show nothing until the round is complete, and then follow every correction") {
  for (const char* method : {"places", "skating"})
    for (const char* visibility : {"live", "running", "sealed"}) {
      CAPTURE(method, visibility);
      Json scoring = {{"method", method}};
      if (method == std::string_view("places")) scoring["points"] = {3, 2, 1};
      Contest contest = round_with({{"visibility", visibility}, {"scoring", scoring}}, 3, 3);
      const bool sealed = visibility == std::string_view("sealed");
      const bool running = visibility == std::string_view("running");
      const auto mark = [&](const char* contestant, const char* judge, int best) {
        const int value = method == std::string_view("places") ? 10 - best : best;
        contest.mark("r1", contestant, judge, "total", std::to_string(value));
      };
      const int places[3][3] = {{1, 1, 2}, {2, 3, 1}, {3, 2, 3}};
      for (int c = 0; c < 3; ++c)
        for (int j = 0; j < 3; ++j) {
          if (c == 2 && j == 2) continue;
          mark(("c" + std::to_string(c + 1)).c_str(), ("j" + std::to_string(j + 1)).c_str(), places[c][j]);
          CHECK(public_ranks(contest).empty());
        }
      if (sealed) {
        CHECK(reveal_refusal(contest, {{"contestant", "c1"}}) == RefusalKind::conflict);
        reveal(contest, {{"contestant", "c1"}, {"force", true}});
        CHECK(public_ranks(contest).empty());
      }
      mark("c3", "j3", 3);
      if (sealed) CHECK(public_ranks(contest) == "c1 1");
      if (sealed) reveal(contest, {{"all", true}});
      CHECK(public_ranks(contest) == "c1 1, c2 2, c3 3");
      mark("c1", "j1", 3);
      mark("c2", "j1", 1);
      mark("c3", "j1", 2);
      CHECK(public_ranks(contest) == "c2 1, c1 2, c3 3");
      contest.remove("scores", "r1-c3-j1");
      CHECK(public_ranks(contest) == (running ? "" : "c2 1, c1 2, c3 3"));
      if (!running) CHECK(row_of(contest.standings("r1", Audience::everyone), "c1").at("under_review") == true);
    }
}

TEST_CASE("a vote that grows is public while it runs, and a live one once it is complete") {
  for (const char* visibility : {"running", "live"}) {
    CAPTURE(visibility);
    const bool running = visibility == std::string_view("running");
    const Json scoring = Json::parse(R"({"method":"votes","panels":[{"id":"p","judges":["j1"]},
        {"id":"hall","judges":"@audience"}]})");
    Contest contest = round_with({{"visibility", visibility}, {"scoring", scoring}}, 2, 1);
    contest.put("scores", "b1", R"({"round":"r1","judge":"j1","choices":["c1"]})");
    contest.put("scores", "b2", R"({"round":"r1","judge":"phone-1","choices":["c2"]})");
    contest.put("scores", "b3", R"({"round":"r1","judge":"phone-2","choices":["c2"]})");
    CHECK(public_ranks(contest) == (running ? "c2 1, c1 2" : ""));
    const std::string bytes = public_bytes(contest);
    CHECK(bytes.find("phone") == std::string::npos);
    contest.apply(
        {{"rounds",
          "r1",
          {{"contestants", {"c1", "c2"}}, {"visibility", visibility}, {"scoring", scoring}, {"state", "closed"}}}});
    CHECK(public_ranks(contest) == "c2 1, c1 2");
    CHECK(contest.standings("r1", Audience::everyone).at("complete") == true);
  }
}
