// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

std::string title(const std::string& text, const std::string& more = "") {
  return R"({"template": "title", "data": {"title": ")" + text + R"("})" + more + "}";
}

}  // namespace

TEST_CASE("the same data taken again is the same item: its in is not replayed") {
  Rig rig;
  const std::uint64_t token = rig.take(title("一"));
  rig.advance(5'000);
  CHECK(rig.take(title("一")) == rig.head());
  CHECK(rig.head() == token);
  CHECK(rig.shown(50)->current->id == std::to_string(token));
  CHECK_FALSE(rig.shown(50)->leaving.has_value());
}

TEST_CASE("other data replaces: the old one plays its out while the new one plays its in") {
  Rig rig;
  const std::uint64_t first = rig.take(title("一"));
  rig.advance(5'000);
  const std::uint64_t second = rig.take(title("二"));
  const auto layer = *rig.shown(50);
  CHECK(layer.current->id == std::to_string(second));
  CHECK(layer.current->taken_at == rig.now());
  REQUIRE(layer.leaving.has_value());
  CHECK(layer.leaving->id == std::to_string(first));
  CHECK(layer.leaving->out_at == rig.now());
  const Json document = rig.layer(50);
  CHECK(document.at("state") == "in");
  CHECK(document.at("leaving").at("state") == "out");
  CHECK(document.at("leaving").at("data").at("title") == "一");
  rig.advance(400);
  CHECK(rig.layer(50).at("leaving").is_null());
}

TEST_CASE("an older leaving item is cut") {
  Rig rig;
  rig.take(title("一"));
  rig.advance(1'000);
  const std::uint64_t second = rig.take(title("二"));
  rig.advance(100);
  rig.take(title("三"));
  CHECK(rig.shown(50)->leaving->id == std::to_string(second));
}

TEST_CASE("an equal bind is the same item, and data given with it is merged until out") {
  Rig rig;
  seed_contest(rig);
  const char* bind = R"({"template": "lower-third", "bind": {"contestant": "c1"}})";
  const std::uint64_t token = rig.take(bind);
  rig.advance(1'000);
  rig.take(R"({"template": "lower-third", "bind": {"contestant": "c1"}, "data": {"tag": "冠军"}})");
  CHECK(rig.shown(20)->current->id == std::to_string(token));
  CHECK(rig.layer(20).at("data").at("tag") == "冠军");
  CHECK(rig.layer(20).at("data").at("title") == "1号选手");
  rig.advance(1'000);
  rig.take(bind);
  CHECK(rig.layer(20).at("data").at("tag") == "冠军");
  rig.ok(PatchResource{"contestants", "c1", Json{{"name", "改名"}}, std::nullopt});
  CHECK(rig.layer(20).at("data").at("title") == "改名");
  CHECK(rig.layer(20).at("data").at("tag") == "冠军");
  rig.air(AirVerb::out, R"({"layer": 20})");
  rig.advance(1'000);
  rig.take(bind);
  CHECK(rig.layer(20).at("data").at("tag") == "部门");
}

TEST_CASE("the same cue is the same item, whatever its data; another cue is another item") {
  Rig rig;
  const std::uint64_t token = rig.take(title("一", R"(, "cue": "opening")"));
  rig.advance(1'000);
  rig.take(title("二", R"(, "cue": "opening")"));
  CHECK(rig.shown(50)->current->id == std::to_string(token));
  CHECK(rig.layer(50).at("cue") == "opening");
  CHECK(rig.layer(50).at("data").at("title") == "二");
  rig.advance(1'000);
  rig.take(title("二", R"(, "cue": "closing")"));
  CHECK(rig.shown(50)->current->id != std::to_string(token));
  rig.advance(1'000);
  rig.take(title("二"));
  CHECK(rig.layer(50).at("cue").is_null());
}

TEST_CASE("a cue alone brings its template, layer, data and duration") {
  Rig rig;
  seed_contest(rig);
  rig.put(
      "cues", "call-c2",
      R"({"name": "2号", "template": "lower-third", "layer": 21, "bind": {"contestant": "c2"}, "duration_ms": 8000})");
  rig.take(R"({"cue": "call-c2"})");
  const Json layer = rig.layer(21);
  CHECK(layer.at("cue") == "call-c2");
  CHECK(layer.at("data").at("title") == "2号选手");
  CHECK(rig.shown(21)->current->out_at == rig.now() + 8'000);
}

TEST_CASE("a duration takes the item out by itself, and writes no record for it") {
  Rig rig;
  const std::uint64_t token = rig.take(title("一", R"(, "duration_ms": 3000)"));
  CHECK(rig.layer(50).at("out_at") == "2022-07-31T01:00:03.000Z");
  rig.advance(2'999);
  CHECK(rig.layer(50).at("state") == "on");
  rig.advance(1);
  CHECK(rig.layer(50).at("state") == "out");
  CHECK(rig.air_refused(AirVerb::update, R"({"layer": 50, "data": {}})").kind == RefusalKind::conflict);
  CHECK(rig.air(AirVerb::out, R"({"layer": 50})") == token);
  rig.advance(400);
  CHECK(rig.layer(50).is_null());
  CHECK(rig.head() == token);
}

TEST_CASE("a duration runs out while the server is down") {
  Rig rig;
  rig.take(title("一", R"(, "duration_ms": 3000)"));
  rig.close();
  rig.advance(10'000);
  rig.reopen();
  CHECK(rig.layer(50).is_null());
  const std::uint64_t token = rig.take(title("一"));
  CHECK(rig.shown(50)->current->id == std::to_string(token));
  CHECK(rig.shown(50)->current->resumed_from == nullptr);
}

TEST_CASE("taken again, a duration counts from now; not given, it is unchanged") {
  Rig rig;
  const std::uint64_t token = rig.take(title("一", R"(, "duration_ms": 3000)"));
  const std::int64_t taken = rig.now();
  rig.advance(1'000);
  rig.take(title("一"));
  CHECK(rig.shown(50)->current->out_at == taken + 3'000);
  rig.take(title("一", R"(, "duration_ms": 5000)"));
  CHECK(rig.shown(50)->current->out_at == taken + 6'000);
  CHECK(rig.shown(50)->current->taken_at == taken);
  CHECK(rig.shown(50)->current->id == std::to_string(token));
  rig.advance(1'000);
  rig.air(AirVerb::update, R"({"layer": 50, "data": {"title": "二"}})");
  CHECK(rig.shown(50)->current->out_at == taken + 6'000);
}

TEST_CASE("a second identical take within 300 ms is one take, with the same answer") {
  Rig rig;
  const std::string body = title("一", R"(, "duration_ms": 3000)");
  const std::uint64_t token = rig.take(body);
  rig.put("contest", "contest", R"({"name": "something else in between"})");
  const std::uint64_t head = rig.head();
  rig.advance(300);
  CHECK(rig.take(body) == token);
  CHECK(rig.head() == head);
  rig.advance(1);
  CHECK(rig.take(body) == head + 1);
}

TEST_CASE("an identical take within 300 ms is one take even where its expected token is stale by it") {
  Rig rig;
  const std::string body = title("一", R"(, "expected_token": )" + std::to_string(rig.head()));
  const std::uint64_t token = rig.take(body);
  rig.advance(100);
  CHECK(rig.take(body) == token);
}

TEST_CASE("take, out, take within 300 ms is not one take") {
  Rig rig;
  const std::uint64_t token = rig.take(title("一"));
  rig.advance(100);
  rig.air(AirVerb::out, R"({"layer": 50})");
  rig.advance(100);
  const std::uint64_t again = rig.take(title("一"));
  CHECK(again > token);
  CHECK(rig.shown(50)->current->id == std::to_string(again));
}

TEST_CASE("taken while it is leaving, it is a new item that starts from the present pose") {
  Rig rig;
  const std::uint64_t first = rig.take(title("一"));
  rig.advance(2'000);
  rig.air(AirVerb::out, R"({"layer": 50})");
  rig.advance(200);
  const std::uint64_t second = rig.take(title("一"));
  const auto item = *rig.shown(50)->current;
  CHECK(item.id == std::to_string(second));
  CHECK(item.taken_at == rig.now());
  CHECK_FALSE(item.out_at.has_value());
  REQUIRE(item.resumed_from);
  CHECK(item.resumed_from->id == std::to_string(first));
  CHECK(item.resumed_from->out_at == rig.now() - 200);
  CHECK_FALSE(rig.shown(50)->leaving.has_value());
}

TEST_CASE("a replaced item that is taken again while leaving starts from its pose, and its successor leaves") {
  Rig rig;
  const std::uint64_t first = rig.take(title("一"));
  rig.advance(2'000);
  const std::uint64_t second = rig.take(title("二"));
  rig.advance(100);
  rig.take(title("一"));
  CHECK(rig.shown(50)->current->resumed_from->id == std::to_string(first));
  CHECK(rig.shown(50)->leaving->id == std::to_string(second));
}

TEST_CASE("once gone, the same item is simply new") {
  Rig rig;
  rig.take(title("一"));
  rig.advance(2'000);
  rig.air(AirVerb::out, R"({"layer": 50})");
  rig.advance(400);
  rig.take(title("一"));
  CHECK(rig.shown(50)->current->resumed_from == nullptr);
}

TEST_CASE("a chain of interrupted animations is bounded") {
  Rig rig;
  rig.take(title("一"));
  for (int i = 0; i < 20; ++i) {
    rig.advance(150);
    rig.air(AirVerb::out, R"({"layer": 50})");
    rig.advance(50);
    rig.take(title("一"));
  }
  int depth = 0;
  for (auto item = rig.shown(50)->current->resumed_from; item; item = item->resumed_from) ++depth;
  CHECK(depth == 4);
}

TEST_CASE("an item's versions are bounded; the newest remain") {
  constexpr int kMost = leitai::overlays::kMaxVersions;
  Rig rig;
  rig.take(title("1"));
  const auto update = [&](int i) {
    rig.advance(10);
    rig.air(AirVerb::update, R"({"layer": 50, "data": {"title": ")" + std::to_string(i) + R"("}})");
  };
  for (int i = 2; i <= kMost; ++i) update(i);
  CHECK(rig.shown(50)->current->versions.size() == kMost);
  update(kMost + 1);
  const auto versions = rig.shown(50)->current->versions;
  REQUIRE(versions.size() == kMost / 2);
  CHECK(versions.front().data->at("title") == std::to_string(kMost / 2 + 2));
  CHECK(versions.back().data->at("title") == std::to_string(kMost + 1));
}
