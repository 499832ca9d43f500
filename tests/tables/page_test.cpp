// SPDX-License-Identifier: GPL-2.0-or-later
// The examples of docs/import-export.md, read out of that page.
#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

#include "tests/tables/contest_fixture.h"

using namespace leitai::tables;
using namespace leitai::tables::test;

namespace {

struct Block {
  std::string info;  ///< what stands behind ```
  std::string text;
};

std::vector<Block> blocks() {
  std::ifstream file(LEITAI_SOURCE_DIR "/docs/import-export.md");
  std::vector<Block> found;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) found.push_back({line.substr(3), ""});
    } else if (inside) {
      found.back().text += line + "\n";
    }
  }
  return found;
}

/// "final" of "round=final"; empty where it is not there.
std::string word(const std::string& info, const std::string& name) {
  std::istringstream in(info);
  for (std::string part; in >> part;)
    if (part.starts_with(name + "=")) return part.substr(name.size() + 1);
  return {};
}

Store contest_of(const std::string& text) {
  Store store;
  const auto events = leitai::json::parse(text);
  REQUIRE(events.has_value());
  for (const Json& event : *events) put(store, event["type"], event["id"], event["data"].dump());
  return store;
}

Wish wish_of(const std::string& info) {
  const std::string kind = word(info, "import");
  return {kind == "people"   ? Kind::people
          : kind == "scores" ? Kind::scores
                             : Kind::contestants,
          word(info, "round"), false, false};
}

}  // namespace

TEST_CASE("the page's files are taken, or refused, as it says") {
  const std::vector<Block> page = blocks();
  REQUIRE(page.size() > 10);
  REQUIRE(page[0].info == "json");
  const Store store = contest_of(page[0].text);
  std::size_t files = 0;
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (!page[i].info.starts_with("csv ")) continue;
    ++files;
    INFO(page[i].info << "\n" << page[i].text);
    const Import import = imported(store, wish_of(page[i].info), page[i].text);
    if (page[i].info.ends_with(" refused")) {
      REQUIRE(i + 1 < page.size());
      REQUIRE(page[i + 1].info == "text");
      std::string told;
      for (const std::string& place : places(import)) told += place + "\n";
      CHECK(import.refused);
      CHECK(told == page[i + 1].text);
    } else {
      CHECK(places(import).empty());
      CHECK(std::to_string(import.taken) == word(page[i].info, "taken"));
      CHECK(std::to_string(import.unchanged) == word(page[i].info, "unchanged"));
    }
  }
  CHECK(files >= 8);
}
