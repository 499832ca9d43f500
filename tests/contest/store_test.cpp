// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <set>

#include "server/contest/scores.h"

using namespace leitai::contest;

namespace {

using Map = SharedMap<int>;
using Plain = std::map<std::string, std::shared_ptr<const int>>;

bool same(const Map& map, const Plain& plain) {
  if (map.size() != plain.size() || map.empty() != plain.empty()) return false;
  auto entry = plain.begin();
  for (const auto& [id, value] : map) {
    if (entry == plain.end() || entry->first != id || entry->second != value) return false;
    ++entry;
  }
  return entry == plain.end();
}

std::multiset<std::pair<std::string, int>> differences(const Plain& before, const Plain& after) {
  std::multiset<std::pair<std::string, int>> found;
  for (const auto& [id, value] : before)
    if (const auto now = after.find(id); now == after.end() || now->second != value) found.emplace(id, *value);
  for (const auto& [id, value] : after)
    if (const auto old = before.find(id); old == before.end() || old->second != value) found.emplace(id, *value);
  return found;
}

Json score_data(int round, int contestant, int judge, const char* mark) {
  return {{"round", "r" + std::to_string(round)},
          {"contestant", "c" + std::to_string(contestant)},
          {"judge", "j" + std::to_string(judge)},
          {"marks", {{"total", mark}}}};
}

/// What is filed, against what a walk through all scores finds.
bool is_filed_well(const Store& store) {
  std::set<std::string> walked;
  std::set<std::string> filed;
  std::set<std::string> rounds;
  for (const auto& [id, score] : store.all("scores")) {
    const Json& data = score->data;
    const std::string round = data["round"];
    rounds.insert(round);
    walked.insert(round + " " + data.value("contestant", "") + " " + data["judge"].get<std::string>() + " " + id);
  }
  for (const std::string& round : rounds) {
    const RoundScores& scores = scores_of(store, round);
    for (const auto* part : {&scores.by_contestant(), &scores.ballots()})
      for (const auto& [key, list] : *part)
        for (const Score& one : list->list) {
          if (store.find("scores", one.id) != one.resource.get()) return false;
          const bool ballot = part == &scores.ballots();
          const std::string judge = ballot ? key : scores.judges()[one.judge];
          filed.insert(round + " " + (ballot ? "" : key) + " " + judge + " " + one.id);
          for (const ParsedMark& mark : list->marks_of(one))
            if (one.resource->data["marks"][scores.criteria()[mark.criterion]] != *mark.text) return false;
        }
  }
  return walked == filed;
}

}  // namespace

TEST_CASE("a shared map does what a plain one does, and its copies keep what they had") {
  std::mt19937 random(1);
  Map map;
  Plain plain;
  std::vector<std::pair<Map, Plain>> copies;
  for (int step = 0; step < 6000; ++step) {
    const std::string id = "id" + std::to_string(random() % 700);
    if (random() % 3 == 0) {
      CHECK(map.erase(id) == (plain.erase(id) == 1));
    } else {
      const auto value = std::make_shared<const int>(step);
      map.put(id, value);
      plain[id] = value;
    }
    CHECK(map.contains(id) == plain.contains(id));
    if (step % 200 != 0) continue;
    REQUIRE(same(map, plain));
    copies.emplace_back(map, plain);
  }
  for (const auto& [copy, then] : copies) REQUIRE(same(copy, then));
  for (std::size_t i = 1; i < copies.size(); ++i) {
    std::multiset<std::pair<std::string, int>> found;
    Map::visit_differences(copies[i - 1].first, copies[i].first,
                           [&](const std::string& id, int value) { found.emplace(id, value); });
    REQUIRE(found == differences(copies[i - 1].second, copies[i].second));
  }
  for (const auto& [id, value] : plain) map.erase(id);
  CHECK(map.empty());
  CHECK(map.begin() == map.end());
  CHECK_FALSE(map.erase("id1"));
}

TEST_CASE("a round's scores are filed as they come, change and go, and a copy keeps its own") {
  std::mt19937 random(2);
  Store store;
  std::vector<Store> copies;
  for (int step = 0; step < 3000; ++step) {
    const std::string id = "s" + std::to_string(random() % 300);
    const auto below = [&](unsigned bound) { return static_cast<int>(random() % bound); };
    if (below(4) == 0)
      store.erase("scores", id);
    else if (below(4) == 0)
      store.put("scores", id, {{"round", "r0"}, {"judge", "j" + std::to_string(below(9))}, {"choices", {"c1"}}}, 1);
    else
      store.put("scores", id, score_data(below(3), below(6), below(5), "9.5"), 1);
    if (step % 500 == 0) {
      REQUIRE(is_filed_well(store));
      copies.push_back(store);
    }
  }
  for (const Store& copy : copies) REQUIRE(is_filed_well(copy));
}

TEST_CASE("a mark is read as its digits and places; one that is too long stays a text") {
  const std::tuple<const char*, std::int64_t, int> cases[] = {{"9.25", 925, 2},
                                                              {"-0.5", -5, 1},
                                                              {"0", 0, 0},
                                                              {"007.10", 710, 2},
                                                              {"999999999999.999999", 999999999999999999, 6},
                                                              {"-999999999999.9999999", 0, -1}};
  for (const auto& [text, digits, places] : cases) {
    CAPTURE(text);
    Store store;
    store.put("scores", "s", score_data(0, 0, 0, text), 1);
    const Scores& scores = scores_of(store, "r0").of("c0");
    const ParsedMark& mark = scores.marks_of(scores.list.front()).front();
    CHECK(*mark.text == text);
    CHECK(mark.places == places);
    if (places >= 0) CHECK(mark.digits == digits);
  }
  CHECK(scores_of(Store(), "r9").of("c9").list.empty());
}
