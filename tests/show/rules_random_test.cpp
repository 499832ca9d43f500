// SPDX-License-Identifier: GPL-2.0-or-later
// Random histories of a hall with a rundown and rules: a restart changes nothing, and the journal itself shows that no
// rule went against a hand or a panic.
#include <catch2/catch.hpp>
#include <random>

#include "tests/show/restless.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

/// People who work with the rundown, in the midst of a restless hall.
class Operators {
 public:
  explicit Operators(std::uint32_t seed) : random_(seed), hall_(seed) {}

  void act(Rig& rig) {
    if (below(3) == 0) return hall_.act(rig);
    rig.advance(pick({0, 100, 299, 700, 1'500, 2'500, 20'000}));
    (void)rig.show().submit({"op", std::nullopt}, command());
  }

 private:
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  template <typename T>
  T pick(std::initializer_list<T> values) {
    return *(values.begin() + below(static_cast<int>(values.size())));
  }
  std::string cue() { return pick({"a", "b", "strap", "clock", "turn"}); }

  Command command() {
    switch (below(10)) {
      case 0:
      case 1:
        return AirCommand{AirVerb::take, Json{{"next", true}}};
      case 2:
        return AirCommand{AirVerb::take, Json{{"cue", cue()}}};
      case 3:
        return AirCommand{AirVerb::ready, Json{{"cue", below(3) ? Json(cue()) : Json()}}};
      case 4:
        return TimerCommand{"stage", pick({"start", "start", "pause", "resume", "reset"}), Json::object()};
      case 5:
        return StageCommand{Json{{"next", true}}};
      case 6:
        if (below(2)) return AirCommand{AirVerb::release, Json{{"automation", "release"}}};
        return ObsCommand{"scene", Json{{"scene", pick({"Hall", "Wide"})}}};
      case 7:
        return change();
      case 8:
        return PatchResource{"rules", pick({"call", "clock", "marks", "scene"}), Json{{"held", below(3) == 0}}, {}};
      default:
        return AirCommand{AirVerb::take, Json{{"template", "lower-third"}, {"data", {{"title", "hand"}}}}};
    }
  }

  Command change() {
    switch (below(4)) {
      case 0:
        return PatchResource{"rundown", "rundown", Json{{"locked", below(2) == 0}}, {}};
      case 1:
        return PutResource{
            "rundown", "rundown", Json{{"items", pick({Json{"a", "b"}, Json{"turn", "a"}, Json()})}}, {}};
      case 2:
        return PatchResource{"cues", cue(), Json{{"skip", below(2) == 0}}, {}};
      default:
        return PatchResource{"rules", "clock", Json{{"when", {{"remaining_ms", pick({59'000, 40'000, 290'000})}}}}, {}};
    }
  }

  std::mt19937 random_;
  Restless hall_;
};

void seed_show(Rig& rig) {
  seed_contest(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  rig.put("cues", "a", R"({"template": "title", "data": {"title": "A"}})");
  rig.put("cues", "b", R"({"template": "title", "data": {"title": "B"}, "duration_ms": 3000})");
  rig.put("cues", "strap", R"({"template": "lower-third", "bind": {"person": "@stage"}})");
  rig.put("cues", "clock", R"({"template": "timer", "bind": {"timer": "clock"}})");
  rig.put("cues", "turn", R"({"cues": ["strap", "clock"]})");
  rig.put("rundown", "rundown", R"({"items": ["a", "turn", "b"]})");
  rig.put("rules", "call", R"({"when": {"on": "called"}, "do": {"cue": "strap"}})");
  rig.put("rules", "clock",
          R"({"when": {"on": "clock", "timer": "stage", "remaining_ms": 40000}, "do": {"cue": "turn"}})");
  rig.put("rules", "marks", R"({"when": {"on": "marks"}, "do": {"take": {"next": true}}})");
  rig.put("rules", "scene", R"({"when": {"on": "scene", "scene": "Wide"}, "do": {"out": {}}})");
}

bool is_on(const Json& item, std::int64_t now_ms) {
  return item.is_object() && (!item.contains("out_at") || item.at("out_at") > now_ms);
}

/// What the journal says of the rules: how often they did something; the test fails where they should not have.
int check_journal(Rig& rig) {
  int done = 0;
  bool held = false;
  for (const auto& record : rig.records()) {
    CAPTURE(record.token, record.data, record.before);
    if (record.type == "automation") held = parsed(record.data).at("state") == "held";
    if (record.actor != "automation" || record.type == "firings") continue;
    CHECK_FALSE(held);
    ++done;
    const Json before = parsed(record.before);
    if (record.type != "air" || !before.is_object()) continue;
    const Json& item = before.at("current");
    const bool by_hand = item.is_object() && !item.contains("by_rule");
    if (!by_hand || !is_on(item, record.time_ms)) continue;
    CHECK(record.time_ms - item.at("last_take_at").get<std::int64_t>() >= 2'000);
  }
  return done;
}

}  // namespace

TEST_CASE("with a rundown and rules too, a restart changes nothing, and no rule goes against a hand or a panic") {
  const std::uint32_t seed = GENERATE(1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u);
  CAPTURE(seed);
  Rig rig;
  seed_show(rig);
  Operators operators(seed);
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 80; ++i) operators.act(rig);
    // Nothing is due that the next start would have to do.
    rig.ok(ApplyEvents{});
    const Json before = everything(rig.show(), rig.now());
    rig.reopen();
    REQUIRE(everything(rig.show(), rig.now()) == before);
  }
  CHECK(check_journal(rig) > 0);  // else the journal would show nothing
}
