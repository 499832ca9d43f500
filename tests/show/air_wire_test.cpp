// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "server/show/air_wire.h"
#include "tests/show/rig.h"

using namespace leitai;
using namespace leitai::show;
using namespace leitai::show::test;

TEST_CASE("a channel that nobody could draw is not taken from the wire") {
  Rig rig;
  rig.take(R"({"template": "lower-third", "data": {"title": "A"}})");
  const Json good = air_channel_json(*rig.show().snapshot()->air->channels.at("program"));
  REQUIRE(air_channel_from("program", good).has_value());
  const std::pair<const char*, Json> changes[] = {
      {"/width", 0},
      {"/height", 1'000'000},
      {"/width", "wide"},
      {"/motion", nullptr},
      {"/theme", 1},
      {"/layers", "none"},
      {"/layers/0/number", "20"},
      {"/layers/0/current/id", 1},
      {"/layers/0/current/versions", Json::array()},
      {"/layers/0/current/versions", {{2, 0, Json::object()}, {1, 0, Json::object()}}},
      {"/layers/0/current/versions", {{1, 0, "text"}}},
      {"/layers/0/current/versions", {{1, 0}}},
      {"/layers/0/current/versions", Json(1'000, Json::array({1, 0, Json::object()}))},
      {"/layers/0/current/resumed_from", Json::object()},
      {"/layers/1", {{"number", 10}}},
  };
  for (const auto& [pointer, value] : changes) {
    INFO(pointer << ' ' << value);
    Json bad = good;
    bad[Json::json_pointer(pointer)] = value;
    if (std::string_view(pointer) == "/motion") bad.erase("motion");
    CHECK_FALSE(air_channel_from("program", bad).has_value());
  }
  CHECK_FALSE(air_channel_from("program", nullptr).has_value());
}

TEST_CASE(
    "a channel comes off the wire as it was put there, with what leaves, what is ahead and what was interrupted") {
  Rig rig;
  rig.put("channels", "hall", R"({"width": 1080, "height": 1920, "theme": "paper", "motion": "reduced"})");
  rig.take(R"({"template": "lower-third", "channel": "hall", "data": {"title": "A"}, "duration_ms": 5000})");
  rig.advance(1000);
  rig.air(AirVerb::update, R"({"channel": "hall", "layer": 20, "data": {"title": "B"}})");
  rig.air(AirVerb::out, R"({"channel": "hall", "layer": 20})");
  rig.advance(50);
  rig.take(R"({"template": "lower-third", "channel": "hall", "data": {"title": "B"}})");
  rig.advance(50);
  rig.take(R"({"template": "lower-third", "channel": "hall", "data": {"title": "C"}})");
  const auto air = rig.show().snapshot()->air;
  const auto back = air_channel_from("hall", air_channel_json(*air->channels.at("hall")));
  REQUIRE(back.has_value());
  CHECK(back->theme == "paper");
  CHECK(back->motion == overlays::MotionLevel::reduced);
  overlays::Air copy = *air;
  copy.channels["hall"] = std::make_shared<const overlays::AirChannel>(*back);
  CHECK(as_json(copy) == as_json(*air));
  REQUIRE(back->layers.size() == 1);
  CHECK(back->layers[0].leaving.has_value());
}
