// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/list_rows.h"

#include "tests/scene/fixture.h"

using namespace scene_test;

namespace {

using Indices = std::vector<std::size_t>;

ListSpec list_by(const char* field, bool descending) {
  ListSpec list;
  list.max_rows = 64;
  list.sort = ListOrder{{field}, descending};
  return list;
}

ListRows rows_of(const ListSpec& list, const std::string& items, std::int64_t page = 0,
                 const std::string& outer = "{}") {
  const auto values = data(items), around = data(outer);
  return list_rows(list, *values, Scope(*around), page);
}

}  // namespace

TEST_CASE("what is no array has no rows") {
  for (const char* items : {"7", "null", "{}", "\"x\"", "[]"}) {
    const ListRows rows = rows_of(ListSpec{}, items);
    CHECK(rows.indices.empty());
    CHECK(rows.pages == 1);
  }
}

TEST_CASE("rows are ordered by value, what has none last, and equal ones as they came") {
  const char* const items =
      R"([{"v": "9.5"}, {"v": "10"}, {}, {"v": 2}, {"v": "10.0"}, {"v": null}, {"v": "b"}, {"v": "a"}])";
  CHECK(rows_of(list_by("v", false), items).indices == Indices{3, 0, 1, 4, 7, 6, 2, 5});
  CHECK(rows_of(list_by("v", true), items).indices == Indices{6, 7, 1, 4, 0, 3, 2, 5});
}

TEST_CASE("a condition leaves rows out, and a limit the rest") {
  ListSpec list;
  list.max_rows = 3;
  list.where = *Condition::parse("v > 2");
  list.limit = Path{"limit"};
  const char* const items = R"([{"v": 1}, {"v": 3}, {"v": 4}, {"v": 2}, {"v": 5}, {"v": 6}])";
  CHECK(rows_of(list, items).indices == Indices{1, 2, 4});
  CHECK(rows_of(list, items, 0, R"({"limit": 2})").indices == Indices{1, 2});
  CHECK(rows_of(list, items, 0, R"({"limit": -1})").indices == Indices{1, 2, 4});
  CHECK(rows_of(list, items, 0, R"({"limit": 0})").indices.empty());
}

TEST_CASE("pages follow each other, and after the last comes the first") {
  ListSpec list;
  list.max_rows = 20;
  list.page_ms = 8000;
  json::Json items = json::Json::array();
  for (int i = 0; i < 206; ++i) items.push_back({{"id", i}});
  const std::string text = json::dump(items);
  std::vector<std::size_t> seen;
  for (int page = 0; page < 11; ++page) {
    const ListRows rows = rows_of(list, text, page);
    CHECK(rows.pages == 11);
    CHECK(rows.page == page);
    CHECK(rows.total == 206);
    CHECK(rows.first == static_cast<std::size_t>(page) * 20);
    seen.insert(seen.end(), rows.indices.begin(), rows.indices.end());
  }
  REQUIRE(seen.size() == 206);
  for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == i);
  CHECK(rows_of(list, text, 11).indices.front() == 0);
  CHECK(rows_of(list, text, 10).indices.size() == 6);
}
