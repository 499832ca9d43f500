// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/search/search.h"

#include <catch2/catch.hpp>
#include <thread>

using namespace leitai;

namespace {

contest::Store roster() {
  contest::Store store;
  const auto add = [&](const char* type, const char* id, contest::Json data) {
    store.put(type, id, std::move(data), 1);
  };
  add("contestants", "c3", {{"name", "张三"}, {"number", "3"}, {"organization", "党政办公室"}});
  add("contestants", "c13", {{"name", "单雄"}, {"number", "13"}, {"organization", "中心片区"}});
  add("contestants", "c30", {{"name", "30号选手"}, {"number", 30}});
  add("contestants", "c4", {{"name", "Zoë Smith"}, {"number", "4"}});
  add("people", "p1", {{"name", "张四"}, {"role", "judge"}});
  add("people", "p2", {{"number", "3"}});
  return store;
}

std::string ids(search::Search& search, const char* query, std::size_t limit = 20) {
  std::string text;
  for (const search::Found& found : search.find(roster(), query, limit)) {
    text += (text.empty() ? "" : " ") + found.id;
  }
  return text;
}

}  // namespace

TEST_CASE("a query that says nothing finds nobody") {
  search::Search search;
  for (const char* query : {"", " ", "·", "%", "不存在", "\xFF\xFE", "zzz"}) {
    INFO(query);
    CHECK(ids(search, query).empty());
  }
  CHECK(ids(search, "z", 0).empty());
}

TEST_CASE("the exact number comes first, then numbers that begin so") {
  search::Search search;
  CHECK(ids(search, "3") == "c3 p2 c30");
  CHECK(ids(search, "３") == "c3 p2 c30");
  CHECK(ids(search, "30") == "c30");
}

TEST_CASE("people are found by pinyin initials and pinyin, a surname read as one") {
  search::Search search;
  CHECK(ids(search, "zs") == "c3 c4 p1");
  CHECK(ids(search, "ZS") == "c3 c4 p1");
  CHECK(ids(search, "zhangs") == "c3 p1");
  CHECK(ids(search, "zhang san") == "c3");
  CHECK(ids(search, "sx") == "c13");
  CHECK(ids(search, "shanx") == "c13");
}

TEST_CASE("a name and an organization are found as they are written, names first") {
  search::Search search;
  CHECK(ids(search, "张") == "c3 p1");
  CHECK(ids(search, "四") == "p1");
  CHECK(ids(search, "zoe") == "c4");
  CHECK(ids(search, "smith") == "c4");
  CHECK(ids(search, "党政") == "c3");
  CHECK(ids(search, "dzb") == "c3");
  CHECK(ids(search, "中心") == "c13");
}

TEST_CASE("no more than asked for, and the best of them") {
  search::Search search;
  CHECK(ids(search, "3", 1) == "c3");
}

TEST_CASE("a number is kept whole among initials") {
  search::Search search;
  const search::Keys keys = search.keys_of("１2号选手");
  CHECK(keys.plain == "12号选手");
  CHECK(keys.initials == "12hxs");
}

TEST_CASE("many may ask at once") {
  search::Search search;
  std::vector<std::thread> threads;
  std::vector<std::string> answers(8);
  for (std::string& answer : answers) {
    threads.emplace_back([&] { answer = ids(search, "zs"); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) CHECK(answer == "c3 c4 p1");
}
