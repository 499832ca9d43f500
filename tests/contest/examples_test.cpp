// SPDX-License-Identifier: GPL-2.0-or-later
// The worked examples of docs/scoring.md, read out of that page.
#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <sstream>

#include "tests/contest/contest_of.h"

using namespace leitai::contest;
using test::Contest;

namespace {

struct Example {
  std::string heading;
  Json data;
};

std::vector<Example> examples() {
  std::ifstream file(LEITAI_SOURCE_DIR "/docs/scoring.md");
  std::vector<Example> found;
  std::string heading;
  std::string block;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "```json") {
      inside = true;
      block.clear();
    } else if (line == "```") {
      if (inside) found.push_back({heading, Json::parse(block)});
      inside = false;
    } else if (inside) {
      block += line + "\n";
    } else if (line.starts_with("##")) {
      heading = line;
    }
  }
  return found;
}

/// The member, or an empty object; lives as long as `example`.
const Json& part(const Json& example, const char* name) {
  static const Json kNone = Json::object();
  const auto found = example.find(name);
  return found == example.end() ? kNone : *found;
}

/// A round that is `like` another takes over what it does not say, marks and ballots too.
void fill_in(Json& example) {
  for (auto& [id, round] : example["rounds"].items()) {
    if (!round.contains("like")) continue;
    const std::string other = round["like"];
    Json whole = example["rounds"][other];
    round.erase("like");
    whole.merge_patch(round);
    round = whole;
    for (const char* scores : {"marks", "ballots"})
      if (example.contains(scores) && example[scores].contains(other) && !example[scores].contains(id))
        example[scores][id] = example[scores][other];
  }
}

void collect_judges(const Json& example, std::set<std::string>& judges) {
  for (const auto& [id, round] : part(example, "rounds").items())
    for (const Json& panel : part(round, "scoring").value("panels", Json::array()))
      if (panel.contains("judges") && panel["judges"].is_array())
        for (const Json& judge : panel["judges"]) judges.insert(judge.get<std::string>());
  for (const auto& [round, contestants] : part(example, "marks").items())
    for (const auto& [contestant, by_judge] : contestants.items())
      for (const auto& [judge, marks] : by_judge.items()) judges.insert(judge);
  for (const auto& [round, by_judge] : part(example, "ballots").items())
    for (const auto& [judge, choices] : by_judge.items()) judges.insert(judge);
  std::erase_if(judges, [](const std::string& judge) { return judge.starts_with("phone-"); });
}

std::vector<Event> people_and_contestants(const Json& example) {
  std::vector<Event> events;
  std::set<std::string> judges;
  collect_judges(example, judges);
  for (const std::string& judge : judges) events.push_back({"people", judge, {{"role", "judge"}}});
  std::set<std::string> contestants;
  for (const auto& [id, round] : part(example, "rounds").items())
    for (const Json& contestant : round["contestants"]) contestants.insert(contestant.get<std::string>());
  const Json& described = part(example, "contestants");
  for (const std::string& id : contestants) {
    Json data = described.value(id, Json::object());
    data.erase("withdrawn");  // that comes later
    if (data.contains("group")) events.push_back({"groups", data["group"], Json::object()});
    events.push_back({"contestants", id, data});
  }
  return events;
}

std::vector<Event> scores(const Json& example) {
  std::vector<Event> events;
  for (const auto& [round, contestants] : part(example, "marks").items())
    for (const auto& [contestant, by_judge] : contestants.items())
      for (const auto& [judge, marks] : by_judge.items()) {
        Json data = {{"round", round}, {"contestant", contestant}, {"judge", judge}};
        if (marks == "absent")
          data["absent"] = true;
        else
          data["marks"] = marks.is_object() ? marks : Json{{"total", marks}};
        events.push_back({"scores", round + "-" + contestant + "-" + judge, data});
      }
  for (const auto& [round, by_judge] : part(example, "ballots").items())
    for (const auto& [judge, choices] : by_judge.items()) {
      Json data = {{"round", round}, {"judge", judge}};
      data[choices == "absent" ? "absent" : "choices"] = choices == "absent" ? Json(true) : choices;
      events.push_back({"scores", round + "-" + judge, data});
    }
  return events;
}

Contest contest_of(const Json& example) {
  Contest contest;
  contest.apply(people_and_contestants(example));
  std::vector<Event> events;
  for (const auto& [id, round] : part(example, "rounds").items()) events.push_back({"rounds", id, round});
  contest.apply(events);
  contest.apply(scores(example));
  for (const char* type : {"adjustments", "totals", "tiebreaks"}) {
    int number = 0;
    for (const Json& data : example.value(type, Json::array()))
      contest.apply({{type, std::string(1, *type) + std::to_string(++number), data}});
  }
  for (const auto& [id, data] : part(example, "contestants").items()) contest.apply({{"contestants", id, data}});
  for (const auto& [id, data] : part(example, "boards").items()) contest.apply({{"boards", id, data}});
  return contest;
}

/// The rows of a board with a source, with what they say.
Json rows_of_board(const Contest& contest, const std::string& id) {
  const Json& source = contest.store.find("boards", id)->data.at("source");
  Json rows = Json::array();
  const auto found = board_rows(contest.store, source, Audience::operators, Detail::marks);
  for (const BoardRow& row : found.value()) {
    rows.push_back(row.values);
    rows.back().update({{"contestant", row.contestant}, {"rank", row.rank}});
  }
  return rows;
}

/// Does the document say all that is expected? Lists have the same length.
bool says(const Json& document, const Json& expected) {
  if (expected.is_object()) {
    if (!document.is_object()) return false;
    for (const auto& [name, value] : expected.items())
      if (!document.contains(name) || !says(document[name], value)) return false;
    return true;
  }
  if (expected.is_array()) {
    if (!document.is_array() || document.size() != expected.size()) return false;
    for (std::size_t i = 0; i < expected.size(); ++i)
      if (!says(document[i], expected[i])) return false;
    return true;
  }
  return document == expected;
}

}  // namespace

TEST_CASE("every example of docs/scoring.md is true") {
  const std::vector<Example> all = examples();
  CHECK(all.size() >= 25);
  for (const Example& example : all) {
    CAPTURE(example.heading);
    Json data = example.data;
    fill_in(data);
    Contest contest = contest_of(data);
    for (const auto& [round, rows] : data["standings"].items()) {
      const Json standings = contest.standings(round);
      REQUIRE(standings["rows"].size() == rows.size());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        CAPTURE(round, standings["rows"][i].dump(), rows[i].dump());
        CHECK(says(standings["rows"][i], rows[i]));
      }
    }
    for (const auto& [board, expected] : part(data, "board_rows").items()) {
      const Json rows = rows_of_board(contest, board);
      CAPTURE(board, rows.dump(), expected.dump());
      CHECK(says(rows, expected));
    }
    for (const Json& refused : data.value("refused", Json::array())) {
      const std::string type = refused["type"];
      const std::string id = refused.value("id", "refused");
      CAPTURE(refused.dump());
      CHECK(contest.refused({{type, id, refused["data"]}}) ==
            std::vector<std::string>{type + "/" + id + " " + refused["at"].get<std::string>()});
    }
  }
}
