// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tables/contest_fixture.h"
#include "tests/tables/try_events.h"

#include <catch2/catch.hpp>

namespace leitai::tables::test {

void put(Store& store, const std::string& type, const std::string& id, const std::string& data) {
  const auto value = json::parse(data);
  REQUIRE(value.has_value());
  auto normal = contest::normalise(type, id, *value, nullptr);
  REQUIRE(normal.has_value());
  store.put(type, id, std::move(*normal), 1);
}

Store seeded() {
  Store store;
  put(store, "groups", "heads", R"({"name": "部门负责人", "short_name": "部门组"})");
  put(store, "groups", "zones", R"({"name": "片区主任"})");
  put(store, "people", "j1", R"({"name": "1号评委", "role": "judge"})");
  put(store, "people", "j2", R"({"name": "2号评委", "role": "judge"})");
  put(store, "people", "j3", R"({"name": "3号评委", "role": "judge"})");
  put(store, "people", "p1", R"({"name": "助力人", "role": "supporter"})");
  put(store, "people", "g1", R"({"name": "同名", "role": "guest"})");
  put(store, "people", "g2", R"({"name": "同名", "role": "host"})");
  put(store, "contestants", "c1", R"({"name": "1号选手", "number": 1, "group": "heads"})");
  put(store, "contestants", "c2", R"({"name": "2号选手", "number": 2, "group": "heads"})");
  put(store, "rounds", "r", R"({"name": "上午", "contestants": ["c1", "c2"], "scoring": {
      "criteria": [{"id": "talk", "name": "演讲", "min": "0", "max": "10"},
                   {"id": "look", "min": "0", "max": "10", "step": "0.5"}],
      "panels": [{"id": "p", "judges": ["j1", "j2", "j3"]}]}})");
  put(store, "rounds", "votes", R"({"contestants": ["c1"], "scoring": {"method": "votes"}})");
  return store;
}

Import imported(const Store& store, const Wish& wish, const std::string& text) {
  const auto table = read_table(text);
  INFO((table ? std::string() : table.error().detail));
  REQUIRE(table.has_value());
  return import_table(*table, wish, store, [&](const auto& events) { return try_events(store, events); });
}

Store applied(Store store, const Import& import) {
  REQUIRE_FALSE(import.refused);
  REQUIRE(try_events(store, import.events).empty());
  for (const contest::Event& event : import.events) {
    const contest::Resource* before = store.find(event.type, event.id);
    store.put(event.type, event.id,
              *contest::normalise(event.type, event.id, event.data, before ? &before->data : nullptr), 2);
  }
  return store;
}

std::vector<std::string> places(const Import& import) {
  std::vector<std::string> list;
  for (const CellError& error : import.errors)
    list.push_back(std::to_string(error.cell.row) + ":" + std::to_string(error.cell.column) + " " + error.detail);
  return list;
}

Json data_of(const Store& store, const std::string& type, const std::string& id) {
  const contest::Resource* found = store.find(type, id);
  return found ? found->data : Json();
}

}  // namespace leitai::tables::test
