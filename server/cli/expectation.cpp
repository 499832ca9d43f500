// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/expectation.h"

#include <algorithm>

namespace leitai::cli {

namespace {

using json::Json;

constexpr std::size_t kMostDifferences = 10;
constexpr std::size_t kLeastOfRow = 3;
constexpr std::size_t kMostOfRow = 4;

bool is_rank(const Json& value) {
  return value.is_null() || (value.is_number_unsigned() && value > 0);
}

bool is_total(const Json& value) {
  return value.is_null() || value.is_string();
}

bool is_row(const Json& row) {
  return row.is_array() && row.size() >= kLeastOfRow && row.size() <= kMostOfRow && row[0].is_string() &&
         is_rank(row[1]) && is_total(row[2]) && (row.size() == kLeastOfRow || row[3].is_object());
}

bool has_only(const Json& object, std::initializer_list<std::string_view> names) {
  return std::all_of(object.items().begin(), object.items().end(), [&](const auto& item) {
    return std::find(names.begin(), names.end(), item.key()) != names.end();
  });
}

void check_round(const Json& round, const std::string& pointer, std::vector<ExpectFault>& faults) {
  if (!round.is_object() || !has_only(round, {"complete", "rows"}) || !round.contains("rows") ||
      !round["rows"].is_array()) {
    faults.push_back({pointer, "a round's figures must be {complete, rows}"});
    return;
  }
  if (round.contains("complete") && !round["complete"].is_boolean()) {
    faults.push_back({pointer + "/complete", "complete must be true or false"});
  }
  for (std::size_t i = 0; i < round["rows"].size(); ++i) {
    if (is_row(round["rows"][i])) continue;
    faults.push_back({pointer + "/rows/" + std::to_string(i),
                      "a row must be [contestant, rank or null, total or null], and may have an object after that"});
  }
}

std::string placed(const Json& contestant, const Json& rank, const Json& total) {
  return json::dump(contestant) + " with rank " + json::dump(rank) + " and total " + json::dump(total);
}

Json member(const Json& object, const std::string& name) {
  return object.is_object() && object.contains(name) ? object[name] : Json();
}

void compare_row(std::size_t index, const Json& expected, const Json& row, std::vector<std::string>& found) {
  const Json contestant = member(row, "contestant"), rank = member(row, "rank"), total = member(row, "total");
  if (contestant != expected[0] || rank != expected[1] || total != expected[2]) {
    found.push_back("row " + std::to_string(index + 1) + " is " + placed(contestant, rank, total) + ", expected is " +
                    placed(expected[0], expected[1], expected[2]));
    return;
  }
  if (expected.size() == kLeastOfRow) return;
  for (const auto& [name, value] : expected[3].items()) {
    if (member(row, name) == value) continue;
    found.push_back(json::dump(contestant) + " has " + name + " " + json::dump(member(row, name)) + ", expected is " +
                    json::dump(value));
  }
}

}  // namespace

std::vector<ExpectFault> expect_faults(const Json& expect) {
  if (!expect.is_object() || !has_only(expect, {"rounds"}) || !expect.contains("rounds") ||
      !expect["rounds"].is_object()) {
    return {{"/expect", "expect must be {rounds: {ID: {complete, rows}}}"}};
  }
  std::vector<ExpectFault> faults;
  for (const auto& [id, round] : expect["rounds"].items()) {
    check_round(round, "/expect/rounds/" + json::escape_token(id), faults);
  }
  return faults;
}

std::vector<std::string> differences(const Json& expected, const Json& standings) {
  std::vector<std::string> found;
  const Json complete = member(standings, "complete"), rows = member(standings, "rows");
  if (expected.contains("complete") && complete != expected["complete"]) {
    found.push_back("complete is " + json::dump(complete) + ", expected is " + json::dump(expected["complete"]));
  }
  const auto count = rows.is_array() ? rows.size() : 0;
  if (count != expected["rows"].size()) {
    found.push_back(std::to_string(count) + " rows, expected are " + std::to_string(expected["rows"].size()));
  }
  for (std::size_t i = 0; i < std::min(count, expected["rows"].size()) && found.size() < kMostDifferences; ++i) {
    compare_row(i, expected["rows"][i], rows[i], found);
  }
  return found;
}

}  // namespace leitai::cli
