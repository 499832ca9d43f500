// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "server/show/bind.h"
#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

const char* kTake = R"({"template": "ticker", "bind": {"messages": true}})";

/// "b, a": the messages in their order.
std::string ids(const Json& data) {
  std::string text;
  for (const Json& message : data.at("messages")) {
    text += (text.empty() ? "" : ", ") + message.at("id").get<std::string>();
  }
  return text;
}

void put(Rig& rig, const std::string& id, int priority, std::optional<std::int64_t> ends_in_ms = std::nullopt) {
  Json message = {{"text", "通知" + id}, {"priority", priority}};
  if (ends_in_ms) message["until"] = leitai::contest::format_time(rig.now() + *ends_in_ms);
  rig.ok(PutResource{"messages", id, message, std::nullopt});
}

}  // namespace

TEST_CASE("messages come by priority, those that have ended not at all") {
  Rig rig;
  put(rig, "a", 1);
  put(rig, "b", 5);
  put(rig, "c", 1);
  put(rig, "gone", 9, 0);
  rig.put("messages", "empty", R"({"priority": 7})");
  rig.take(kTake);
  CHECK(ids(data_of(rig, 60)) == "b, a, c");
  CHECK(data_of(rig, 60).at("messages").at(0).at("text") == "通知b");
  rig.ok(DeleteResource{"messages", "b", std::nullopt});
  CHECK(ids(data_of(rig, 60)) == "a, c");
  put(rig, "c", 2);
  CHECK(ids(data_of(rig, 60)) == "c, a");
}

TEST_CASE("a message leaves at its time by itself, and no record is written for it") {
  Rig rig;
  put(rig, "a", 3, 5'000);
  put(rig, "b", 2, 9'000);
  put(rig, "c", 1);
  rig.take(kTake);
  const std::uint64_t head = rig.head();
  const std::int64_t taken = rig.now();
  const auto item = *rig.shown(60)->current;
  REQUIRE(item.versions.size() == 3);
  CHECK(item.versions[1].at == taken + 5'000);
  CHECK(ids(*item.versions[1].data) == "b, c");
  CHECK(item.versions[2].at == taken + 9'000);
  CHECK(ids(data_of(rig, 60)) == "a, b, c");
  rig.advance(4'999);
  CHECK(ids(data_of(rig, 60)) == "a, b, c");
  rig.advance(1);
  CHECK(ids(data_of(rig, 60)) == "b, c");
  rig.advance(4'000);
  CHECK(ids(data_of(rig, 60)) == "c");
  CHECK(rig.head() == head);
}

TEST_CASE("what was ahead and has begun is history; the rest is looked ahead to anew") {
  Rig rig;
  put(rig, "a", 3, 5'000);
  put(rig, "b", 2, 9'000);
  rig.take(kTake);
  const std::int64_t taken = rig.now();
  rig.advance(6'000);
  put(rig, "b", 2, 1'000);
  const auto versions = rig.shown(60)->current->versions;
  REQUIRE(versions.size() == 3);
  CHECK(versions[1].at == taken + 5'000);
  CHECK(ids(*versions[1].data) == "b");
  CHECK(versions[2].at == taken + 7'000);
  CHECK(ids(*versions[2].data) == "");
  rig.advance(500);
  rig.air(AirVerb::update, R"({"layer": 60, "data": {"label": "急"}})");
  CHECK(data_of(rig, 60).at("label") == "急");
  rig.advance(1'000);
  CHECK(ids(data_of(rig, 60)) == "");
  CHECK(data_of(rig, 60).at("label") == "急");
}

TEST_CASE("times that pass leave the same after a restart, live or while the server was down") {
  Rig rig;
  put(rig, "a", 3, 5'000);
  put(rig, "b", 2, 9'000);
  put(rig, "c", 1);
  rig.take(kTake);
  rig.advance(6'000);
  const Json before = everything(rig.show(), rig.now());
  rig.reopen();
  CHECK(everything(rig.show(), rig.now()).at("air") == before.at("air"));
  CHECK(ids(data_of(rig, 60)) == "b, c");
  rig.close();
  rig.advance(60'000);
  rig.reopen();
  CHECK(ids(data_of(rig, 60)) == "c");
}

TEST_CASE("for what is held time stands still; a release shows what is true then") {
  Rig rig;
  put(rig, "a", 3, 5'000);
  put(rig, "b", 2, 9'000);
  put(rig, "c", 1);
  rig.take(kTake);
  rig.advance(6'000);
  rig.air(AirVerb::hold, R"({"channel": "program"})");
  CHECK(ids(data_of(rig, 60)) == "b, c");
  rig.advance(60'000);
  CHECK(ids(data_of(rig, 60)) == "b, c");
  CHECK(rig.shown(60)->current->versions.back().at <= rig.now() - 60'000);
  rig.air(AirVerb::release, R"({"channel": "program"})");
  CHECK(ids(data_of(rig, 60)) == "c");
}

TEST_CASE("what is leaving keeps the messages it had") {
  Rig rig;
  put(rig, "a", 3, 5'000);
  put(rig, "b", 2);
  rig.take(kTake);
  rig.advance(4'900);
  rig.air(AirVerb::out, R"({"layer": 60})");
  rig.advance(200);
  CHECK(rig.layer(60).at("state") == "out");
  CHECK(ids(data_of(rig, 60)) == "a, b");
}

TEST_CASE("a ticker runs at most 64 messages, and looks so far ahead that an item stays bounded") {
  Rig rig;
  std::vector<leitai::contest::Event> events;
  for (int i = 0; i < 200; ++i) {
    Json message = {{"text", "通知"}, {"until", leitai::contest::format_time(rig.now() + 1'000 + i)}};
    events.push_back({"messages", "m" + std::to_string(1000 + i), message});
  }
  rig.ok(ApplyEvents{events});
  rig.take(kTake);
  CHECK(data_of(rig, 60).at("messages").size() == 64);
  CHECK(rig.shown(60)->current->versions.size() == 1 + kMostAhead);
  // Each that leaves makes room for one that waited.
  rig.advance(1'010);
  CHECK(data_of(rig, 60).at("messages").size() == 64);
  CHECK(data_of(rig, 60).at("messages").at(0).at("id") == "m1011");
  for (int i = 0; i < 200; ++i) {
    rig.air(AirVerb::update, R"({"layer": 60, "data": {"label": ")" + std::to_string(i) + R"("}})");
    rig.advance(1);
    REQUIRE(rig.shown(60)->current->versions.size() <= leitai::overlays::kMaxVersions);
  }
  rig.advance(1'000);
  CHECK(ids(data_of(rig, 60)) == "");
}
