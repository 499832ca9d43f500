// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/http/secret_contest.h"

#include <algorithm>
#include <numeric>

#include "tests/dice.h"

namespace leitai::http::test {

namespace {

using leitai::test::Dice;

Json event(const std::string& type, const std::string& id, Json data) {
  return {{"type", type}, {"id", id}, {"data", std::move(data)}};
}

std::string judge_id(std::size_t number) {
  return "j" + std::to_string(number);
}

/// So many different digits that none comes twice by chance.
std::string long_decimal(Dice& dice) {
  return std::to_string(10'000 + dice.below(80'000)) + "." + std::to_string(1'000'001 + dice.below(999'998)).substr(1);
}

Act reveal_of(const char* round, Json body) {
  return {"POST", std::string("/api/v1/rounds/") + round + "/reveal", std::move(body)};
}

Act take(int layer, const char* graphic, Json bind) {
  return {"POST", "/api/v1/air/take", {{"template", graphic}, {"layer", layer}, {"bind", std::move(bind)}}};
}

}  // namespace

SecretContest::SecretContest(unsigned seed) : seed_(seed) {
  Dice dice(seed);
  constexpr const char* kMethods[] = {"marks", "votes", "places", "skating", "given", "marks"};
  method = kMethods[seed % 6];
  live = method == "marks" && dice.one_in(3);
  confirm = !live && dice.one_in(2);
  final_ranks = dice.one_in(3);
  carried = dice.one_in(2);
  judges = 2 + dice.below(2);
  delay_ms = dice.one_in(3) ? 5'000 : 0;
  if (dice.one_in(2)) quota = {{"total", 1 + dice.below(3)}};
  if (quota.is_null() && dice.one_in(2)) quota = {{"groups", {{"north", 1}, {"south", 1}}}};
  const int count = 5 + dice.below(2);
  for (int c = 0; c < count; ++c) contestants.push_back("c" + std::to_string(c) + "x");
  std::vector<std::string> drawn = contestants;
  dice.shuffle(drawn);
  const std::size_t secrets = 2 + static_cast<std::size_t>(dice.below(2));
  hidden.assign(drawn.begin(), drawn.begin() + static_cast<std::ptrdiff_t>(secrets));
  shown.assign(drawn.begin() + static_cast<std::ptrdiff_t>(secrets), drawn.end());
  deal_marks();
}

/// A mark of each judge for each contestant, as its method understands it: skating gives places.
void SecretContest::deal_marks() {
  Dice dice(seed_ + 1'000);
  const auto people = static_cast<std::size_t>(judges);
  for (Marks* marks : {&marks_, &fresh_}) {
    marks->assign(contestants.size(), std::vector<std::string>(people));
    for (std::size_t j = 0; j < people; ++j) {
      std::vector<int> places(contestants.size());
      std::iota(places.begin(), places.end(), 1);
      dice.shuffle(places);
      for (std::size_t c = 0; c < contestants.size(); ++c) {
        (*marks)[c][j] = method == "skating" ? std::to_string(places[c]) : long_decimal(dice);
      }
    }
  }
}

std::size_t SecretContest::index(const std::string& contestant) const {
  return static_cast<std::size_t>(std::find(contestants.begin(), contestants.end(), contestant) - contestants.begin());
}

std::vector<Version> SecretContest::versions() const {
  std::vector<Version> versions = {Version::others_marks, Version::busy};
  // Places are among all, and final ranks wait for who is hidden below: there, hidden marks may change hands only.
  if ((method == "marks" || method == "given") && !final_ranks) {
    versions.push_back(Version::new_marks);
    versions.push_back(Version::incomplete);
  }
  return versions;
}

SecretContest::Marks SecretContest::marks_of(Version version) const {
  Marks marks = marks_;
  if (version == Version::first) return marks;
  for (std::size_t h = 0; h < hidden.size(); ++h) {
    const std::size_t other = index(hidden[(h + 1) % hidden.size()]);
    marks[index(hidden[h])] = version == Version::new_marks ? fresh_[index(hidden[h])] : marks_[other];
  }
  if (version == Version::incomplete) marks[index(hidden[0])].back().clear();
  return marks;
}

Json SecretContest::scoring() const {
  Json judge_ids = Json::array();
  for (int j = 0; j < judges; ++j) judge_ids.push_back(judge_id(static_cast<std::size_t>(j)));
  Json panel = {{"id", "jury"}, {"judges", judge_ids}};
  Json scoring = {{"method", method}, {"round_to", {{"total", 6}}}};
  if (method == "votes") panel["weight"] = "7.123457";
  if (method == "places") {
    scoring["points"] = {"31.415927", "27.182818", "16.180339", "14.142135", "11.010101", "10.203040"};
  }
  if (method == "marks") {
    scoring["tie_break"].push_back({{"by", "highest_mark"}});
    if (seed_ % 2 == 0) scoring["trim"] = "judge_total";
  }
  if (method != "given") scoring["panels"].push_back(panel);
  return scoring;
}

/// The heat's scores. In a live round the last judge's mark of a row that will be shown comes with its step, and that
/// of a hidden row never.
Json SecretContest::scores(const Marks& marks, bool hidden_only) const {
  Json events = Json::array();
  for (std::size_t c = 0; c < contestants.size(); ++c) {
    const std::string& id = contestants[c];
    const bool is_hidden = std::find(hidden.begin(), hidden.end(), id) != hidden.end();
    if (hidden_only && !is_hidden) continue;
    if (method == "given") {
      if (marks[c].back().empty()) continue;
      events.push_back(event("totals", id, {{"round", "heat"}, {"contestant", id}, {"total", marks[c].front()}}));
    }
    for (std::size_t j = 0; j < marks[c].size() && method != "given" && method != "votes"; ++j) {
      if (marks[c][j].empty() || (live && j + 1 == marks[c].size())) continue;
      const Json data = {
          {"round", "heat"}, {"contestant", id}, {"judge", judge_id(j)}, {"marks", {{"total", marks[c][j]}}}};
      events.push_back(event("scores", id + "-" + judge_id(j), data));
    }
  }
  for (std::size_t j = 0; j < static_cast<std::size_t>(judges) && method == "votes"; ++j) {
    // Who is hidden gets the votes of another who is hidden.
    Json choices = Json::array();
    for (std::size_t c = 0; c < contestants.size(); ++c) {
      if (marks[c][j].back() % 2 == 0) choices.push_back(contestants[c]);
    }
    const Json data = {{"round", "heat"}, {"judge", judge_id(j)}, {"choices", choices}};
    events.push_back(event("scores", "ballot-" + judge_id(j), data));
  }
  return events;
}

std::vector<Act> SecretContest::opening(Version version) const {
  const Marks marks = marks_of(version);
  const std::string& insider = hidden[version == Version::first ? 0 : 1];
  Json events = Json::array();
  events.push_back(event("contest", "contest", {{"name", "Arena"}, {"public_delay_ms", delay_ms}}));
  for (const std::string& group : groups) events.push_back(event("groups", group, {{"name", group}}));
  for (int j = 0; j < judges; ++j) {
    events.push_back(event("people", judge_id(static_cast<std::size_t>(j)), {{"role", "judge"}}));
  }
  for (std::size_t c = 0; c < contestants.size(); ++c) {
    const Json data = {{"name", contestants[c] + "号"}, {"number", std::to_string(c)}, {"group", groups[c % 2]}};
    events.push_back(event("contestants", contestants[c], data));
  }
  Json heat = {{"name", "Heat"},
               {"order", 1},
               {"contestants", contestants},
               {"visibility", live ? "live" : "sealed"},
               {"confirm", confirm},
               {"reveal_ranks", final_ranks ? "final" : "shown"},
               {"scoring", scoring()}};
  if (!quota.is_null()) heat["quota"] = quota;
  events.push_back(event("rounds", "heat", heat));
  // Who went on, which tells who did well: one of the hidden is among them.
  Json second = {{"name", "Final"}, {"order", 2}, {"contestants", {shown[0], insider}}, {"outcome_of", "heat"}};
  second["compare_to"] = "heat";
  second["scoring"] = {{"round_to", {{"total", 6}}}};
  if (carried && method != "skating") second["scoring"]["carry"].push_back({{"round", "heat"}});
  events.push_back(event("rounds", "final", second));
  events.push_back(event("rounds", "next", {{"name", "Next"}, {"order", 3}, {"contestants", contestants}}));
  events.push_back(event("rounds", "secret", {{"name", "PLANNED"}, {"state", "planned"}, {"order", 4}}));
  for (std::size_t j = 0; j < static_cast<std::size_t>(judges); ++j) {
    const Json data = {{"round", "final"}, {"contestant", shown[0]}, {"judge", judge_id(j)}};
    Json of_shown = data, of_hidden = data;
    of_shown["marks"] = {{"total", fresh_[index(shown[0])][j]}};
    of_hidden["contestant"] = insider;
    of_hidden["marks"] = {{"total", fresh_[index(insider)][j]}};
    events.push_back(event("scores", "final-shown-" + judge_id(j), of_shown));
    events.push_back(event("scores", "final-hidden-" + judge_id(j), of_hidden));
  }
  if (method == "marks" && !final_ranks) {
    for (const std::string& contestant : contestants) {
      // Each version takes other points from who is hidden.
      const bool of_first = version == Version::first || std::count(shown.begin(), shown.end(), contestant) > 0;
      const std::string& mark = (of_first ? marks_ : fresh_)[index(contestant)].front();
      const std::string points = "-1." + mark.substr(mark.find('.') + 1);
      const Json penalty = {{"round", "heat"}, {"contestant", contestant}, {"points", points}, {"kind", "penalty"}};
      events.push_back(event("adjustments", contestant, penalty));
    }
  }
  events.push_back(event("awards", "prize", {{"round", "heat"}, {"citation", "PRIZE"}, {"contestants", {insider}}}));
  Json rows = Json::array();
  for (std::size_t c = 0; c < contestants.size(); ++c) {
    const std::string& mark = marks[c].front();
    rows.push_back({{"id", contestants[c]}, {"name", "ROW"}, {"cells", {{"sum", mark.empty() ? "0" : mark}}}});
  }
  const Json board = {
      {"outcome_of", "heat"}, {"columns", {{{"id", "sum"}, {"kind", "decimal"}}}}, {"sort", "sum"}, {"rows", rows}};
  events.push_back(event("boards", "table", board));
  for (Json& score : scores(marks, false)) events.push_back(std::move(score));
  return {{"POST", "/api/v1/events", events},
          {"POST", "/api/v1/rounds/next/order", {{"ranking", {{"round", "heat"}}}, {"force", true}}},
          {"POST", "/api/v1/stage", {{"round", "heat"}, {"contestant", shown[0]}}}};
}

std::vector<Act> SecretContest::reveal(Version version, const std::string& contestant) const {
  std::vector<Act> acts;
  if (version == Version::busy) {
    // Marked anew twice, so that others lead for a moment; at the end as in another version.
    const Act again = {"POST", "/api/v1/events", scores(marks_of(Version::first), method != "votes"), false};
    const Act swapped = {"POST", "/api/v1/events", scores(marks_of(version), method != "votes"), false};
    acts = {again, swapped};
    if (confirm) acts.push_back({"POST", "/api/v1/rounds/heat/confirm", {{"contestant", hidden[0]}}, false});
  }
  if (confirm) acts.push_back({"POST", "/api/v1/rounds/heat/confirm", {{"contestant", contestant}}});
  if (live) {
    const std::size_t last = static_cast<std::size_t>(judges) - 1;
    const Json data = {{"round", "heat"},
                       {"contestant", contestant},
                       {"judge", judge_id(last)},
                       {"marks", {{"total", marks_[index(contestant)][last]}}}};
    acts.push_back({"PUT", "/api/v1/scores/" + contestant + "-last", data});
  } else {
    acts.push_back(reveal_of("heat", {{"contestant", contestant}}));
  }
  return acts;
}

std::vector<std::vector<Act>> SecretContest::steps(Version version) const {
  std::vector<std::vector<Act>> steps = {opening(version)};
  std::vector<Act> takes = {take(1, "ranking", {{"round", "heat"}}),
                            take(2, "ranking", {{"round", "heat"}, {"group", "north"}}),
                            take(3, "ranking", {{"round", "final"}}),
                            take(4, "awards", {{"awards", "heat"}}),
                            take(5, "board", {{"board", "table"}}),
                            take(6, "running-order", {{"running_order", "heat"}}),
                            take(7, "running-order", {{"running_order", "final"}}),
                            take(8, "running-order", {{"running_order", "next"}}),
                            take(9, "running-order", {{"running_order", "secret"}}),
                            take(10, "vote", {{"round", "heat"}}),
                            take(11, "lower-third", {{"stage", true}}),
                            take(12, "versus", {{"versus", {{"round", "heat"}, {"a", shown[0]}, {"b", hidden[0]}}}}),
                            take(13, "versus", {{"versus", {{"round", "heat"}, {"a", hidden[1]}, {"b", hidden[0]}}}})};
  int layer = 20;
  for (const std::string& contestant : {shown[0], hidden[0], hidden[1]}) {
    takes.push_back(take(layer++, "score-card", {{"score", {{"round", "heat"}, {"contestant", contestant}}}}));
  }
  steps.push_back(std::move(takes));
  for (const std::string& contestant : shown) steps.push_back(reveal(version, contestant));
  steps.emplace_back(1, reveal_of("final", {{"contestant", shown[0]}}));
  if (!live) {
    steps.emplace_back(1, reveal_of("heat", {{"back", true}}));
    steps.push_back(reveal(version, shown.back()));
  }
  return steps;
}

std::vector<std::string> SecretContest::secrets(Version version) const {
  std::vector<std::string> secrets = {"PLANNED", "PRIZE", "ROW"};
  const Marks marks = marks_of(version);
  for (const std::string& contestant : hidden) {
    for (const Marks* dealt : {&marks, &fresh_}) {
      for (const std::string& mark : (*dealt)[index(contestant)]) {
        if (mark.find('.') != std::string::npos) secrets.push_back(mark);
      }
    }
  }
  return secrets;
}

}  // namespace leitai::http::test
