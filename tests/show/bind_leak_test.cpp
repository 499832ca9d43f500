// SPDX-License-Identifier: GPL-2.0-or-later
// Random sealed contests: the bytes of what is bound on a public channel, searched for what is hidden.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;
using leitai::contest::Audience;

namespace {

std::string contestant_id(int number) {
  return "c" + std::to_string(number) + "x";
}

/// So many different digits that no two numbers of a contest are alike by chance.
std::string random_mark(std::mt19937& random) {
  const auto below = [&random](unsigned bound) { return random() % bound; };
  std::string places = std::to_string(1'000'000 + below(1'000'000)).substr(1);
  return std::to_string(10'000 + below(80'000)) + "." + places;
}

constexpr int kSourcedBoards = 3;
constexpr int kSourcedLayer = 300;

struct Contest {
  int contestants, judges;
  bool final_ranks;
};

Contest seed(Rig& rig, std::mt19937& random) {
  const auto below = [&random](unsigned bound) { return static_cast<int>(random() % bound); };
  const Contest contest{3 + below(4), 1 + below(3), below(2) == 0};
  std::vector<leitai::contest::Event> events;
  Json order = Json::array();
  for (int j = 0; j < contest.judges; ++j) {
    events.push_back({"people", "j" + std::to_string(j), Json{{"role", "judge"}}});
  }
  for (int c = 0; c < contest.contestants; ++c) {
    order.push_back(contestant_id(c));
    events.push_back({"contestants", contestant_id(c), Json{{"name", contestant_id(c) + "号"}}});
    for (int j = 0; j < contest.judges; ++j) {
      Json marks = {{"content", random_mark(random)}, {"delivery", random_mark(random)}};
      if (below(8) == 0) marks.erase("delivery");
      events.push_back({"scores", contestant_id(c) + "-" + std::to_string(j),
                        Json{{"round", "heat"},
                             {"contestant", contestant_id(c)},
                             {"judge", "j" + std::to_string(j)},
                             {"marks", marks}}});
    }
  }
  std::shuffle(order.begin(), order.end(), random);
  events.push_back({"rounds", "heat",
                    Json{{"name", "heat"},
                         {"contestants", order},
                         {"reveal_ranks", contest.final_ranks ? "final" : "shown"},
                         {"scoring", {{"criteria", {{{"id", "content"}}, {{"id", "delivery"}}}}}}}});
  rig.ok(ApplyEvents{std::move(events)});
  return contest;
}

Json operators_rows(Rig& rig) {
  return leitai::contest::standings(rig.show().snapshot()->store, "heat", "", Audience::operators)->at("rows");
}

/// What tells an outcome: who went on, who wins, and a table of the totals.
void add_outcomes(Rig& rig) {
  Json best = Json::array(), table = Json::array();
  for (const Json& row : operators_rows(rig)) {
    if (best.size() < 2) best.push_back(row.at("contestant"));
    if (table.size() < 2) table.push_back({{"id", row.at("contestant")}, {"cells", {{"sum", row.at("total")}}}});
  }
  rig.ok(ApplyEvents{{{"rounds", "final",
                       Json{{"name", "final"}, {"contestants", best}, {"scoring", {{"carry", {{{"round", "heat"}}}}}}}},
                      {"awards", "prize", Json{{"round", "heat"}, {"citation", "prize"}, {"contestants", best}}},
                      {"boards", "table",
                       Json{{"outcome_of", "heat"},
                            {"columns", {{{"id", "sum"}, {"kind", "decimal"}}}},
                            {"sort", "sum"},
                            {"rows", table}}}}});
  const Json columns = parsed(R"([{"id": "content", "kind": "bar"}, {"id": "delivery"}, {"id": "total"},
                                  {"id": "judges"}, {"id": "change"}])");
  int board = 0;
  for (const char* by : {R"("total")", R"({"criterion": "content"})", R"({"panel": "judges"})"}) {
    const Json source = {{"round", "heat"}, {"by", parsed(by)}};
    rig.ok(PutResource{"boards", "sourced" + std::to_string(board++), Json{{"source", source}, {"columns", columns}},
                       std::nullopt});
  }
}

void take_all(Rig& rig, int contestants) {
  rig.take(R"({"template": "ranking", "layer": 1, "bind": {"round": "heat"}})");
  rig.take(R"({"template": "awards", "layer": 2, "bind": {"awards": "heat"}})");
  rig.take(R"({"template": "board", "layer": 3, "bind": {"board": "table"}})");
  rig.take(R"({"template": "running-order", "layer": 4, "bind": {"running_order": "final"}})");
  rig.take(R"({"template": "running-order", "layer": 5, "bind": {"running_order": "heat"}})");
  for (int board = 0; board < kSourcedBoards; ++board) {
    const Json bind = {{"board", "sourced" + std::to_string(board)}};
    rig.ok(AirCommand{AirVerb::take, Json{{"template", "board"}, {"layer", kSourcedLayer + board}, {"bind", bind}}});
  }
  for (int c = 0; c < contestants; ++c) {
    const Json score = {{"round", "heat"}, {"contestant", contestant_id(c)}};
    const Json versus = {{"round", "heat"}, {"a", contestant_id(c)}, {"b", contestant_id((c + 1) % contestants)}};
    rig.ok(
        AirCommand{AirVerb::take, Json{{"template", "score-card"}, {"layer", 100 + c}, {"bind", {{"score", score}}}}});
    rig.ok(AirCommand{AirVerb::take, Json{{"template", "versus"}, {"layer", 200 + c}, {"bind", {{"versus", versus}}}}});
  }
}

bool holds(const std::string& bytes, const std::string& what) {
  return bytes.find(what) != std::string::npos;
}

std::set<std::string> shown_contestants(Rig& rig) {
  std::set<std::string> shown;
  const auto standings = leitai::contest::standings(rig.show().snapshot()->store, "heat", "", Audience::everyone);
  for (const Json& row : standings->at("rows")) shown.insert(row.at("contestant"));
  return shown;
}

/// The texts of every number that the operators' row holds.
void collect_numbers(const Json& value, std::vector<std::string>& numbers) {
  if (value.is_string() && holds(value.get<std::string>(), ".")) numbers.push_back(value);
  if (!value.is_structured()) return;
  for (const Json& part : value) collect_numbers(part, numbers);
}

void check_nothing_leaks(Rig& rig, const Contest& contest) {
  const std::set<std::string> shown = shown_contestants(rig);
  std::string bytes;
  const auto program = rig.show().snapshot()->air->channels.at("program");
  for (const auto& layer : program->layers) {
    bytes += leitai::json::dump(*layer.current->versions.back().data);
  }
  std::string outcomes;
  for (int layer = 1; layer <= 4; ++layer) outcomes += leitai::json::dump(data_of(rig, layer));
  for (int board = 0; board < kSourcedBoards; ++board) {
    const Json data = data_of(rig, kSourcedLayer + board);
    REQUIRE(data.at("rows").size() == shown.size());
    outcomes += leitai::json::dump(data);
  }
  for (const Json& row : operators_rows(rig)) {
    const std::string id = row.at("contestant");
    if (shown.contains(id)) continue;
    CAPTURE(id);
    std::vector<std::string> numbers;
    collect_numbers(row, numbers);
    for (const std::string& number : numbers) {
      CAPTURE(number);
      REQUIRE_FALSE(holds(bytes, number));
    }
    REQUIRE_FALSE(holds(outcomes, id));
    const int number = std::stoi(id.substr(1));
    const Json card = data_of(rig, 100 + number);
    const Json duel = data_of(rig, 200 + number);
    REQUIRE(card.at("rank").is_null());
    REQUIRE(card.at("status").is_null());
    REQUIRE(card.at("marks").empty());
    REQUIRE(duel.at("a").at("rank").is_null());
    for (const Json& criterion : duel.at("criteria")) REQUIRE(criterion.at("better") == "");
  }
  // The order of the heat is the drawn one, whatever the marks.
  const Json order = rig.show().snapshot()->store.find("rounds", "heat")->data.at("contestants");
  Json rows = Json::array();
  const Json drawn = data_of(rig, 5);
  for (const Json& row : drawn.at("rows")) rows.push_back(row.at("id"));
  REQUIRE(rows == order);
  REQUIRE_FALSE(holds(bytes, "\"marks_in\":" + std::to_string(contest.judges)));
  REQUIRE_FALSE(holds(bytes, "\"marks_expected\":" + std::to_string(2 * contest.judges)));
}

}  // namespace

TEST_CASE("nothing that is bound on a public channel holds anything of a hidden row") {
  std::mt19937 random(7);
  for (int trial = 0; trial < 30; ++trial) {
    CAPTURE(trial);
    Rig rig;
    const Contest contest = seed(rig, random);
    add_outcomes(rig);
    take_all(rig, contest.contestants);
    check_nothing_leaks(rig, contest);
    std::vector<int> turn(static_cast<std::size_t>(contest.contestants));
    for (int c = 0; c < contest.contestants; ++c) turn[static_cast<std::size_t>(c)] = c;
    std::shuffle(turn.begin(), turn.end(), random);
    for (const int c : turn) {
      rig.ok(RevealCommand{"heat", Json{{"contestant", contestant_id(c)}, {"force", true}}});
      check_nothing_leaks(rig, contest);
      const int other = static_cast<int>(random() % static_cast<unsigned>(contest.contestants));
      const std::string score = contestant_id(other) + "-0";
      rig.ok(PatchResource{"scores", score, Json{{"marks", {{"content", random_mark(random)}}}}, std::nullopt});
      check_nothing_leaks(rig, contest);
    }
    CHECK(data_of(rig, 1).at("rows").size() > 1);
    CHECK(data_of(rig, 4).at("rows").size() == 2);
    rig.ok(RevealCommand{"heat", parsed(R"({"back": true})")});
    check_nothing_leaks(rig, contest);
  }
}
