// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/public_change.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/dice.h"

using leitai::json::Json;
using leitai::show::Edition;
using leitai::show::public_change;
using leitai::show::public_heartbeat;
using leitai::show::public_news;

namespace {

Json list_of(std::initializer_list<const char*> names) {
  Json list = Json::array();
  for (const char* name : names) list.push_back({{"contestant", name}, {"total", std::string("9.") + name}});
  return list;
}

/// An independent reading of RFC 6902: the library's.
void check_patch(const Json& before, const Json& after) {
  const Json patch = public_change(before, after);
  INFO(before << "\n" << after << "\n" << patch);
  REQUIRE(before.patch(patch) == after);
}

Edition edition(std::uint64_t revision, Json document) {
  document["revision"] = revision;
  return {revision, std::make_shared<const std::string>(leitai::json::dump(document)), document};
}

}  // namespace

TEST_CASE("what is equal needs no change") {
  CHECK(public_change({{"rows", list_of({"a", "b"})}}, {{"rows", list_of({"a", "b"})}}).empty());
}

TEST_CASE("a row that rises is moved, and only its new rank is told") {
  Json before = {{"rows", Json::array({{{"contestant", "a"}, {"rank", 1}, {"name", "A"}},
                                       {{"contestant", "b"}, {"rank", 2}, {"name", "B"}}})}};
  Json after = {{"rows", Json::array({{{"contestant", "b"}, {"rank", 1}, {"name", "B"}},
                                      {{"contestant", "a"}, {"rank", 2}, {"name", "A"}}})}};
  const Json patch = public_change(before, after);
  CHECK(patch == Json::parse(R"([{"op": "move", "from": "/rows/1", "path": "/rows/0"},
                                 {"op": "replace", "path": "/rows/0/rank", "value": 1},
                                 {"op": "replace", "path": "/rows/1/rank", "value": 2}])"));
  check_patch(before, after);
}

TEST_CASE("null, a missing member and a name with a slash are kept apart") {
  check_patch({{"stage", nullptr}, {"a/b", 1}}, {{"a/b", nullptr}, {"a~c", 2}});
  check_patch({{"stage", {{"round", "r"}}}}, {{"stage", nullptr}});
  check_patch(Json::object(), {{"stage", nullptr}});
  check_patch({{"order", {"a", "b"}}}, {{"order", {"b", "a", "c"}}});
}

TEST_CASE("entries without a name, or with the same, are replaced whole") {
  check_patch({{"rows", {{{"id", "a"}}, {{"id", "a"}, {"x", 1}}}}}, {{"rows", {{{"id", "a"}}}}});
  check_patch({{"rows", {1, 2}}}, {{"rows", {{{"id", "a"}}}}});
}

TEST_CASE("random lists come out as they are wanted") {
  leitai::test::Dice dice(3);
  const auto list = [&dice] {
    std::vector<Json> entries;
    for (char name = 'a'; name < 'k'; ++name) {
      if (dice.one_in(3)) continue;
      entries.push_back({{"id", std::string(1, name)}, {"rank", dice.below(4)}});
      if (dice.one_in(2)) entries.back()["stars"] = nullptr;
    }
    dice.shuffle(entries);
    return Json(entries);
  };
  for (int round = 0; round < 500; ++round) check_patch({{"rows", list()}}, {{"rows", list()}});
}

TEST_CASE("a change names what it follows, and is the whole document where that is shorter") {
  const Json filler(std::string(2'000, 'x'));
  const Edition before = edition(3, {{"show", "s"}, {"filler", filler}, {"awards", Json::array()}});
  const Edition after = edition(7, {{"show", "s"}, {"filler", filler}, {"awards", Json::array({{{"id", "first"}}})}});
  const Json told = Json::parse(public_news(before, after));
  CHECK(told["show"] == "s");
  CHECK(told["revision"] == 7);
  CHECK(told["previous"] == 3);
  CHECK(before.document.patch(told["patch"]) == after.document);
  const Edition short_one = edition(8, {{"show", "s"}});
  CHECK(public_news(edition(7, {{"show", "s"}, {"name", "a"}}), short_one) == *short_one.text);
}

TEST_CASE("a heartbeat says which document is the newest") {
  const Json told = Json::parse(public_heartbeat(edition(9, {{"show", "s"}}), 0));
  CHECK(told == Json{{"now", "1970-01-01T00:00:00.000Z"}, {"show", "s"}, {"revision", 9}});
}
