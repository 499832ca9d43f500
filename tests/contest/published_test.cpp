// SPDX-License-Identifier: GPL-2.0-or-later
// Results that others have published, with the judges' marks: sources stand in published/*.json and below.
#include <catch2/catch.hpp>

#include <fstream>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;
using test::row_of;

namespace {

Json published(const char* name) {
  std::ifstream file(std::string(LEITAI_SOURCE_DIR "/tests/contest/published/") + name);
  return Json::parse(file);
}

/// All rounds of a file: everybody, all marks of the judges j1, j2 …, adjustments.
Contest contest_of(const Json& file) {
  Contest contest;
  for (const Json& round : file.at("rounds")) {
    std::vector<Event> events;
    for (const Json& judge : round["round"]["scoring"]["panels"][0]["judges"])
      events.push_back({"people", judge, {{"role", "judge"}}});
    for (const Json& id : round["round"]["contestants"]) events.push_back({"contestants", id, Json::object()});
    const std::string round_id = round["id"];
    events.push_back({"rounds", round_id, round["round"]});
    for (const auto& [contestant, criteria] : round["marks"].items()) {
      const std::size_t judges = criteria.begin()->size();
      for (std::size_t j = 0; j < judges; ++j) {
        const std::string judge = "j" + std::to_string(j + 1);
        Json score = {{"round", round_id}, {"contestant", contestant}, {"judge", judge}};
        for (const auto& [criterion, marks] : criteria.items()) score["marks"][criterion] = marks[j];
        events.push_back({"scores", round_id + "-" + contestant + "-" + judge, score});
      }
    }
    const Json adjustments = round.value("adjustments", Json::object());
    for (const auto& [contestant, kinds] : adjustments.items())
      for (const auto& [kind, points] : kinds.items())
        events.push_back({"adjustments",
                          round_id + "-" + contestant + "-" + kind,
                          {{"round", round_id}, {"contestant", contestant}, {"kind", kind}, {"points", points}}});
    contest.apply(events);
  }
  return contest;
}

void compare(const Json& file) {
  Contest contest = contest_of(file);
  for (const Json& round : file.at("rounds")) {
    const Json standings = contest.standings(round["id"]);
    for (const auto& [contestant, expected] : round["published"].items()) {
      CAPTURE(round["id"], contestant);
      const Json row = row_of(standings, contestant);
      for (const char* name : {"total", "rank"})
        if (expected.contains(name)) CHECK(row.at(name) == expected[name]);
      for (const Json& criterion : row.at("criteria"))
        if (expected.contains("criteria"))
          CHECK(criterion["panels"][0]["value"] == expected["criteria"][criterion["id"].get<std::string>()]);
    }
  }
}

struct Couple {
  const char* name;
  std::vector<int> places;
};

/// "51 1, 52 2 …" by the Skating System.
std::string placed(const std::vector<Couple>& couples) {
  Contest contest;
  Json order = Json::array();
  for (const Couple& couple : couples) {
    contest.put("contestants", couple.name, "{}");
    order.push_back(couple.name);
  }
  for (std::size_t j = 0; j < couples.front().places.size(); ++j)
    contest.put("people", std::string(1, static_cast<char>('A' + j)), R"({"role":"judge"})");
  contest.apply({{"rounds", "r1", {{"contestants", order}, {"scoring", {{"method", "skating"}}}}}});
  for (const Couple& couple : couples)
    for (std::size_t j = 0; j < couple.places.size(); ++j)
      contest.mark("r1", couple.name, std::string(1, static_cast<char>('A' + j)), "total",
                   std::to_string(couple.places[j]));
  std::string text;
  const Json standings = contest.standings("r1");
  for (const Json& row : standings.at("rows"))
    text += (text.empty() ? "" : ", ") + row["contestant"].get<std::string>() + " " + row["place"].get<std::string>();
  return text;
}

}  // namespace

TEST_CASE("figure skating: components by trimmed mean and factor, both segments, as the protocol has them") {
  const Json file = published("figure-skating.json");
  compare(file);
  // The protocol's sum of the factored components, too.
  Contest contest = contest_of(file);
  for (const Json& round : file.at("rounds")) {
    const Json standings = contest.standings(round["id"]);
    for (const auto& [contestant, expected] : round["published"].items()) {
      CAPTURE(round["id"], contestant);
      int hundredths = 0;
      const Json row = row_of(standings, contestant);
      for (const Json& criterion : row.at("criteria")) {
        std::string digits = criterion["weighted"];
        digits.erase(digits.find('.'), 1);
        hundredths += std::stoi(digits);
      }
      std::string sum = std::to_string(hundredths);
      CHECK(sum.insert(sum.size() - 2, ".") == expected["weighted_sum"]);
    }
  }
}

TEST_CASE("diving: the trimmed sum times the difficulty, and the semifinal with the final") {
  compare(published("diving.json"));
}

// The four examples with which rules 5, 6, 7 and 8 are taught: couples 51 to 86 of the teaching document that the
// WDSF links, the same as in Svenska Danssportförbundet's text (version 1, 1 September 2024).
TEST_CASE("skating system, rule 5: a majority") {
  CHECK(placed({{"54", {2, 4, 5, 4, 3}},
                {"51", {1, 1, 1, 2, 1}},
                {"56", {6, 5, 6, 6, 6}},
                {"53", {3, 3, 3, 5, 4}},
                {"52", {4, 2, 2, 1, 2}},
                {"55", {5, 6, 4, 3, 5}}}) == "51 1, 52 2, 53 3, 54 4, 55 5, 56 6");
}

TEST_CASE("skating system, rule 6: the larger majority") {
  CHECK(placed({{"66", {5, 6, 4, 6, 5, 4, 6}},
                {"61", {1, 1, 2, 1, 4, 2, 1}},
                {"64", {3, 3, 5, 2, 1, 5, 4}},
                {"63", {2, 4, 3, 3, 6, 3, 3}},
                {"62", {6, 2, 1, 5, 2, 1, 2}},
                {"65", {4, 5, 6, 4, 3, 6, 5}}}) == "61 1, 62 2, 63 3, 64 4, 65 5, 66 6");
}

TEST_CASE("skating system, rule 7: the smaller sum, then the next column") {
  CHECK(placed({{"75", {4, 6, 3, 3, 5, 4, 6}},
                {"74", {5, 4, 2, 4, 6, 5, 4}},
                {"73", {1, 5, 4, 2, 2, 6, 2}},
                {"72", {2, 2, 1, 5, 3, 1, 3}},
                {"76", {6, 3, 5, 6, 4, 3, 5}},
                {"71", {3, 1, 6, 1, 1, 2, 1}}}) == "71 1, 72 2, 73 3, 74 4, 75 5, 76 6");
}

TEST_CASE("skating system, rule 8: no majority in the first column") {
  CHECK(placed({{"83", {2, 2, 6, 6, 4, 1, 4}},
                {"86", {6, 1, 2, 4, 6, 5, 5}},
                {"82", {4, 4, 4, 3, 2, 3, 2}},
                {"81", {3, 3, 3, 2, 5, 2, 3}},
                {"85", {5, 5, 5, 1, 3, 6, 1}},
                {"84", {1, 6, 1, 5, 1, 4, 6}}}) == "81 1, 82 2, 83 3, 84 4, 85 5, 86 6");
}

// The same text adds to rule 7 that couples whom nothing separates share the mean of the places that they span; it
// prints no marks for it.
TEST_CASE("skating system, rule 7: who stays equal shares the mean place") {
  CHECK(placed({{"1", {1, 2, 3}}, {"2", {2, 3, 1}}, {"3", {3, 1, 2}}}) == "1 2, 2 2, 3 2");
}
