// SPDX-License-Identifier: GPL-2.0-or-later
// Invented marks are marks that a judge could have given, and touch none that one gave.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "server/contest/contest.h"
#include "server/contest/rules.h"

using namespace leitai::contest;
namespace json = leitai::json;

namespace {

Store store_with(const std::string& scoring) {
  Store store;
  const auto put = [&](const char* type, const std::string& id, const std::string& text) {
    const auto data = json::parse(text);
    REQUIRE(data.has_value());
    const auto normal = normalise(type, id, *data, nullptr);
    REQUIRE(normal.has_value());
    store.put(type, id, *normal, 1);
  };
  for (const char* id : {"j1", "j2", "j3"}) put("people", id, R"({"role": "judge"})");
  put("people", "host", R"({"role": "host"})");
  for (const char* id : {"c1", "c2", "c3", "c4"}) put("contestants", id, R"({"name": "选手"})");
  put("contestants", "gone", R"({"name": "退赛", "withdrawn": true})");
  put("rounds", "r", R"({"contestants": ["c1", "c2", "c3", "c4", "gone"], "scoring": )" + scoring + "}");
  return store;
}

void put_score(Store& store, const std::string& id, const Json& data) {
  store.put("scores", id, data, 2);
}

std::vector<Event> invented(const Store& store, const Json& body = {{"round", "r"}}, std::uint64_t seed = 7) {
  const auto events = invented_scores(store, body, seed);
  REQUIRE(events.has_value());
  return *events;
}

/// The store with the events, which must stand.
Store after(Store store, const std::vector<Event>& events) {
  std::vector<std::pair<std::string, std::string>> changed;
  for (const Event& event : events) {
    REQUIRE(is_id(event.id));
    const Resource* before = store.find(event.type, event.id);
    const auto data = normalise(event.type, event.id, event.data, before == nullptr ? nullptr : &before->data);
    REQUIRE(data.has_value());
    store.put(event.type, event.id, *data, 3);
    changed.emplace_back(event.type, event.id);
  }
  CHECK(check(store, changed).empty());
  return store;
}

constexpr const char* kTwo =
    R"({"criteria": [{"id": "a", "min": "0", "max": "10", "step": "0.5"}, {"id": "b", "min": "60", "max": "100"}]})";

constexpr const char* kCrowd = R"({"method": "votes", "max_choices": 2,
    "panels": [{"id": "jury", "judges": ["j1", "j2"], "weight": 3}, {"id": "hall", "judges": "@audience"}]})";

/// Ballots by whose they are.
std::map<std::string, Json> ballots_of(const Store& store) {
  std::map<std::string, Json> ballots;
  for (const auto& [id, score] : store.all("scores")) {
    CHECK(ballots.emplace(score->data.at("judge"), score->data).second);
  }
  return ballots;
}

}  // namespace

TEST_CASE("nothing is invented for what is not there, or has no marks") {
  const Store store = store_with(kTwo);
  CHECK(invented_scores(store, {{"round", "nothing"}}, 1).error().kind == RefusalKind::not_found);
  CHECK(invented_scores(store, Json::object(), 1).error().kind == RefusalKind::not_found);
  CHECK(invented_scores(store, {{"round", "r"}, {"contestant", "c9"}}, 1).error().kind == RefusalKind::not_found);
  CHECK(invented_scores(store, {{"round", 1}}, 1).error().kind == RefusalKind::invalid);
  CHECK(invented_scores(store, {{"round", "r"}, {"judge", "j1"}}, 1).error().kind == RefusalKind::invalid);
  CHECK(invented_scores(store_with(R"({"method": "given"})"), {{"round", "r"}}, 1).error().kind ==
        RefusalKind::conflict);
  const auto invalid = [](const Store& in, const Json& body) {
    INFO(body.dump());
    CHECK(invented_scores(in, body, 1).error().kind == RefusalKind::invalid);
  };
  invalid(store, {{"round", "r"}, {"audience", 3}});
  const Store jury = store_with(R"({"method": "votes"})");
  invalid(jury, {{"round", "r"}, {"contestant", "c1"}});
  invalid(jury, {{"round", "r"}, {"audience", 3}});
  const Store crowd = store_with(kCrowd);
  for (const Json& audience : {Json(-1), Json(5'001), Json(2.5), Json("3"), Json()}) {
    invalid(crowd, {{"round", "r"}, {"audience", audience}});
  }
}

TEST_CASE("a round is complete with invented marks, each of which a judge could have given") {
  for (const char* scoring :
       {kTwo, R"({"criteria": [{"id": "a", "min": "-1", "max": "1", "step": "0.3"}]})",
        R"({"criteria": [{"id": "a", "min": "0.001", "max": "0.009"}]})", R"({"criteria": [{"id": "a"}]})",
        R"({"criteria": [{"id": "a", "min": "5", "max": "5"}]})", R"({"criteria": [{"id": "a", "step": "7"}]})",
        R"({"criteria": [{"id": "a", "max": "999999999999", "step": "0.000000001"}]})",
        R"({"method": "places", "points": ["12", "10", "8"]})", R"({"method": "skating"})",
        R"({"criteria": [{"id": "a"}, {"id": "b"}], "panels": [{"id": "p", "judges": ["j1"], "criteria": ["a"]},
            {"id": "q", "judges": ["j2", "j3"], "criteria": ["b"]}]})"}) {
    INFO(scoring);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Store store = store_with(scoring);
      const Store full = after(store, invented(store, {{"round", "r"}}, seed));
      const auto table = standings(full, "r", "", Audience::operators);
      REQUIRE(table.has_value());
      for (const Json& row : table->at("rows")) {
        CHECK(row.at("status") == (row.at("contestant") == "gone" ? "withdrawn" : "complete"));
      }
      CHECK(invented(full).empty());
    }
  }
}

TEST_CASE("marks that are in stay, and an absent judge stays absent") {
  Store store = store_with(kTwo);
  put_score(store, "mine", {{"round", "r"}, {"contestant", "c1"}, {"judge", "j1"}, {"marks", {{"a", "1.5"}}}});
  put_score(store, "away", {{"round", "r"}, {"contestant", "c1"}, {"judge", "j2"}, {"absent", true}});
  std::map<std::string, Json> by_id;
  for (const Event& event : invented(store)) by_id[event.id] = event.data;
  REQUIRE(by_id.count("mine") == 1);
  CHECK(by_id["mine"]["marks"]["a"] == "1.5");
  CHECK(by_id["mine"]["marks"].contains("b"));
  CHECK(by_id.count("away") == 0);
  // Three judges of four contestants, less the absent one.
  CHECK(by_id.size() == 11);
  after(store, invented(store));
}

TEST_CASE("only the one who was asked for is marked") {
  const Store store = store_with(kTwo);
  const auto events = invented(store, {{"round", "r"}, {"contestant", "c2"}});
  CHECK(events.size() == 3);
  for (const Event& event : events) CHECK(event.data.at("contestant") == "c2");
  CHECK(invented(store, {{"round", "r"}, {"contestant", "gone"}}).empty());
}

TEST_CASE("the same seed invents the same, another something else") {
  const Store store = store_with(kTwo);
  const auto text = [&](std::uint64_t seed) {
    std::string all;
    for (const Event& event : invented(store, {{"round", "r"}}, seed)) all += event.id + json::dump(event.data);
    return all;
  };
  CHECK(text(1) == text(1));
  CHECK(text(1) != text(2));
}

TEST_CASE("in the Skating System each judge gives each place once, around those that are given") {
  Store store = store_with(R"({"method": "skating"})");
  const std::string criterion = rules_of(store, store.find("rounds", "r")->data).criteria.front().id;
  put_score(store, "s", {{"round", "r"}, {"contestant", "c3"}, {"judge", "j2"}, {"marks", {{criterion, "2"}}}});
  const Store full = after(store, invented(store));
  std::map<std::string, std::set<std::string>> places;
  for (const auto& [id, score] : full.all("scores")) {
    places[score->data.at("judge")].insert(score->data.at("marks").at(criterion).get<std::string>());
  }
  for (const char* judge : {"j1", "j2", "j3"}) {
    CHECK(places[judge] == std::set<std::string>{"1", "2", "3", "4"});
  }
}

TEST_CASE("ids of any length make ids, and none twice") {
  Store store;
  const std::string longest(64, 'x');
  for (const char* last : {"1", "2", "3"}) {
    store.put("people", longest.substr(1) + last, {{"role", "judge"}}, 1);
    store.put("contestants", longest.substr(1) + last, Json::object(), 1);
  }
  store.put("rounds", longest, Json::object(), 1);
  const auto events = invented(store, {{"round", longest}});
  std::set<std::string> ids;
  for (const Event& event : events) ids.insert(event.id);
  CHECK(ids.size() == 9);
  after(store, events);
}

TEST_CASE("each judge casts a ballot within the limits of the vote, for nobody who has withdrawn") {
  for (const auto& [limit, most] :
       std::map<std::string, std::size_t>{{"", 4}, {R"(, "max_choices": 1)", 1}, {R"(, "max_choices": 100)", 4}}) {
    INFO(limit);
    const Store store = store_with(R"({"method": "votes")" + limit + "}");
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Store full = after(store, invented(store, {{"round", "r"}}, seed));
      const auto ballots = ballots_of(full);
      CHECK(ballots.size() == 3);
      for (const auto& [judge, ballot] : ballots) {
        CHECK(ballot.at("choices").size() <= most);
        CHECK_FALSE(ballot.at("choices").empty());
        for (const Json& choice : ballot.at("choices")) CHECK(choice != "gone");
      }
      CHECK(invented(full).empty());
    }
  }
}

TEST_CASE("limits by group hold for each ballot") {
  Store store = store_with(R"({"method": "votes", "max_choices": {"red": 1, "blue": 2}})");
  for (const char* group : {"red", "blue"}) store.put("groups", group, Json::object(), 1);
  for (const char* id : {"c1", "c2", "c3"}) store.put("contestants", id, {{"group", "red"}}, 1);
  store.put("contestants", "c4", {{"group", "blue"}}, 1);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (const auto& [judge, ballot] : ballots_of(after(store, invented(store, {{"round", "r"}}, seed)))) {
      const auto red = std::count_if(ballot.at("choices").begin(), ballot.at("choices").end(),
                                     [](const Json& choice) { return choice != "c4"; });
      CHECK(red <= 1);
    }
  }
}

TEST_CASE("the audience is filled up to what was asked for, and what was cast stays") {
  Store store = store_with(kCrowd);
  const Json cast = {{"round", "r"}, {"judge", "j1"}, {"choices", {"c4"}}};
  put_score(store, "jury", cast);
  put_score(store, "away", {{"round", "r"}, {"judge", "j2"}, {"absent", true}});
  put_score(store, "phone", {{"round", "r"}, {"judge", "invented-2"}, {"choices", Json::array()}});
  const Store some = after(store, invented(store, {{"round", "r"}, {"audience", 10}}));
  CHECK(ballots_of(some).size() == 12);
  CHECK(ballots_of(some).at("j1") == cast);
  CHECK(ballots_of(some).at("j2").at("absent") == true);
  CHECK(ballots_of(some).at("invented-2").at("choices").empty());
  CHECK(invented(some, {{"round", "r"}, {"audience", 10}}).empty());
  CHECK(invented(some, {{"round", "r"}, {"audience", 0}}).empty());
  CHECK(ballots_of(after(some, invented(some))).size() == 52);
  CHECK(invented(some, {{"round", "r"}, {"audience", 5'000}}).size() == 4'990);
}

TEST_CASE("a vote that is invented has winners: not everybody is liked alike") {
  const Store store = store_with(kCrowd);
  const Store full = after(store, invented(store, {{"round", "r"}, {"audience", 400}}));
  const auto table = standings(full, "r", "", Audience::operators);
  REQUIRE(table.has_value());
  std::set<std::string> totals;
  for (const Json& row : table->at("rows")) {
    if (row.at("total").is_string()) totals.insert(row.at("total").get<std::string>());
  }
  CHECK(totals.size() >= 3);
}
