// SPDX-License-Identifier: GPL-2.0-or-later
// Looking for records by what they are of.
#include <catch2/catch.hpp>

#include "tests/journal/journal_fixture.h"

using namespace leitai::journal;

namespace {

std::vector<Token> found(const Journal& journal, Token after, Token until, const Search& search) {
  std::vector<Token> tokens;
  const auto records = journal.scan(after, until, search);
  REQUIRE(records.has_value());
  for (const Record& each : *records) tokens.push_back(each.token);
  return tokens;
}

Record of(const std::string& type, const std::string& id, const std::string& data, const std::string& before = "null") {
  return {0, 1, 0, "operator", type, id, data, before};
}

using Tokens = std::vector<Token>;

}  // namespace

TEST_CASE("a scan finds records by type, id and text, in order and within its bounds") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  std::vector<Transaction> batch{
      transaction({of("scores", "a", R"({"round":"r"})"), of("score", "b", R"({"round":"r"})"), of("rounds", "r", "{}"),
                   of("scores", "a", "null", R"({"round":"r"})"), of("scores", "c", R"({"round":"rr"})"),
                   of("rounds", "r2", "{}")})};
  REQUIRE(journal->append(batch));
  CHECK(found(*journal, 0, 6, {{"scores"}, "", ""}) == Tokens{1, 4, 5});
  CHECK(found(*journal, 0, 6, {{"scores"}, "", R"("round":"r")"}) == Tokens{1, 4});
  CHECK(found(*journal, 0, 6, {{"scores", "rounds"}, "", ""}) == Tokens{1, 3, 4, 5, 6});
  CHECK(found(*journal, 0, 6, {{"rounds"}, "r", ""}) == Tokens{3});
  CHECK(found(*journal, 1, 4, {{"scores"}, "", ""}) == Tokens{4});
  CHECK(found(*journal, 4, 4, {{"scores"}, "", ""}) == Tokens{});
  CHECK(found(*journal, 0, UINT64_MAX, {{"scores"}, "c", ""}) == Tokens{5});
  CHECK(found(*journal, 0, 6, {{}, "", ""}) == Tokens{});
}

TEST_CASE("a file that is only read is scanned too") {
  TempFolder folder;
  const auto file = folder / "show.leitai";
  {
    auto journal = Journal::open(file).value();
    std::vector<Transaction> batch{transaction({of("scores", "a", "{}")})};
    REQUIRE(journal->append(batch));
  }
  CHECK(found(*Journal::open_for_reading(file).value(), 0, 9, {{"scores"}, "", ""}) == Tokens{1});
}
