// SPDX-License-Identifier: GPL-2.0-or-later
// Rules that wait for a clock: once a run, whatever happens meanwhile.
#include <catch2/catch.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

/// The timer "clock" runs 300 s; the rule waits for its last 30.
void seed_clock(Rig& rig, const char* when = R"({"on": "clock", "timer": "clock", "remaining_ms": 30000})") {
  seed_contest(rig);
  rig.put("rules", "last30",
          std::string("{\"when\": ") + when +
              R"(, "do": {"take": {"template": "timer", "bind": {"timer": "clock"}, "duration_ms": 5000}}})");
}

/// A command that changes nothing: once it is answered, what is due by the clock is done.
void settle(Rig& rig) {
  rig.ok(ApplyEvents{});
}

void wait(Rig& rig, std::int64_t ms) {
  rig.advance(ms);
  settle(rig);
}

void timer(Rig& rig, const char* verb, Json body = Json::object(), const char* id = "clock") {
  rig.ok(TimerCommand{id, verb, std::move(body)});
}

/// Commands of the automation that put something on air or took it out.
std::size_t fired(Rig& rig) {
  std::size_t count = 0;
  for (const auto& record : rig.records()) count += record.actor == "automation" && record.type == "air";
  return count;
}

Json firing(Rig& rig, const char* rule = "last30") {
  const auto* found = rig.show().snapshot()->store.find("firings", rule);
  return found == nullptr ? Json() : found->data.at("outcome");
}

}  // namespace

TEST_CASE("a clock that does not run, or has no end, sets nothing off") {
  Rig rig;
  seed_clock(rig);
  wait(rig, 400'000);
  timer(rig, "start");
  wait(rig, 100'000);
  timer(rig, "pause");
  wait(rig, 400'000);
  CHECK(fired(rig) == 0);
  rig.put("timers", "clock", R"({"mode": "up"})");
  timer(rig, "resume");
  wait(rig, 400'000);
  CHECK(fired(rig) == 0);
}

TEST_CASE("a running clock sets its rule off when it is there, once a run") {
  Rig rig;
  seed_clock(rig);
  timer(rig, "start");
  wait(rig, 269'999);
  CHECK(fired(rig) == 0);
  wait(rig, 1);
  CHECK(fired(rig) == 1);
  CHECK(firing(rig) == "done");
  wait(rig, 1'000);
  timer(rig, "pause");
  timer(rig, "add", Json{{"ms", 60'000}});
  timer(rig, "resume");
  wait(rig, 200'000);
  CHECK(fired(rig) == 1);
  timer(rig, "reset");
  CHECK(firing(rig).is_null());
  CHECK(fired(rig) == 1);
  timer(rig, "start");
  wait(rig, 270'000);
  CHECK(fired(rig) == 2);
}

TEST_CASE("a pause moves the time, and a clock that was pushed past it sets the rule off as it runs on") {
  Rig rig;
  seed_clock(rig);
  timer(rig, "start");
  wait(rig, 200'000);
  timer(rig, "pause");
  wait(rig, 200'000);
  timer(rig, "add", Json{{"ms", -80'000}});
  wait(rig, 1'000);
  CHECK(fired(rig) == 0);
  timer(rig, "resume");
  CHECK(fired(rig) == 1);
  timer(rig, "reset");
  wait(rig, 10'000);
  timer(rig, "start");
  timer(rig, "add", Json{{"ms", -280'000}});
  CHECK(fired(rig) == 2);
}

TEST_CASE("a clock is there before what comes after it: a pause a moment later is too late") {
  Rig rig;
  seed_clock(rig);
  timer(rig, "start");
  rig.advance(270'001);
  timer(rig, "pause");
  CHECK(fired(rig) == 1);
  const auto records = rig.records();
  CHECK(records.back().actor == "operator");
}

TEST_CASE("a start at the very time sets off; a time beyond the whole is never come to") {
  Rig rig;
  seed_clock(rig, R"({"on": "clock", "timer": "clock", "remaining_ms": 300000})");
  rig.put("rules", "beyond",
          R"({"when": {"on": "clock", "timer": "clock", "remaining_ms": 300001}, "do": {"out": {"layer": 60}}})");
  timer(rig, "start");
  CHECK(fired(rig) == 1);
  wait(rig, 400'000);
  CHECK(firing(rig, "beyond").is_null());
}

TEST_CASE("a time after the end is come to in overtime, and not where the clock stops") {
  const bool stops = GENERATE(false, true);
  Rig rig;
  seed_clock(rig, R"({"on": "clock", "timer": "clock", "remaining_ms": -10000})");
  rig.ok(PatchResource{"timers", "clock", Json{{"overtime", stops ? "stop" : "count"}}, std::nullopt});
  timer(rig, "start");
  wait(rig, 309'999);
  CHECK(fired(rig) == 0);
  wait(rig, 1);
  CHECK(fired(rig) == (stops ? 0 : 1));
}

TEST_CASE("the next turn's clock is another run") {
  Rig rig;
  seed_clock(rig, R"({"on": "clock", "timer": "stage", "remaining_ms": 30000})");
  for (int turn = 0; turn < 3; ++turn) {
    rig.ok(StageCommand{Json{{"round", "morning"}, {"next", true}}});
    timer(rig, "start", Json::object(), "stage");
    wait(rig, 300'000);
    CHECK(firing(rig) == "done");
  }
  // The same item is taken again in place: the outcomes tell the runs.
  CHECK(rig.show().automation_document().at("last").size() == 3);
}

TEST_CASE("a restart between a rule's time and its firing loses none and repeats none") {
  Rig rig;
  seed_clock(rig);
  timer(rig, "start");
  settle(rig);
  rig.close();
  rig.advance(275'000);
  rig.reopen();
  settle(rig);
  CHECK(fired(rig) == 1);
  CHECK(firing(rig) == "done");
  rig.reopen();
  wait(rig, 1'000);
  CHECK(fired(rig) == 1);
  timer(rig, "reset");
  rig.reopen();
  timer(rig, "start");
  wait(rig, 270'000);
  CHECK(fired(rig) == 2);
}

TEST_CASE("a rule whose time comes while it or the automation is held is not made up for in that run") {
  const bool panic = GENERATE(false, true);
  Rig rig;
  seed_clock(rig);
  if (panic) {
    rig.air(AirVerb::panic, "{}");
  } else {
    rig.ok(PatchResource{"rules", "last30", Json{{"held", true}}, std::nullopt});
  }
  timer(rig, "start");
  wait(rig, 271'000);
  CHECK(firing(rig) == "held");
  if (panic) {
    rig.air(AirVerb::release, R"({"automation": "release"})");
  } else {
    rig.ok(PatchResource{"rules", "last30", Json{{"held", false}}, std::nullopt});
  }
  wait(rig, 1'000);
  CHECK(fired(rig) == 0);
  timer(rig, "reset");
  timer(rig, "start");
  wait(rig, 271'000);
  CHECK(fired(rig) == 1);
}

TEST_CASE("a rule that is written after its time waits for the next run; one that now waits for later fires") {
  Rig rig;
  seed_contest(rig);
  timer(rig, "start");
  wait(rig, 280'000);
  const std::string what = R"(, "do": {"take": {"template": "timer", "bind": {"timer": "clock"}}}})";
  rig.put("rules", "last30", R"({"when": {"on": "clock", "timer": "clock", "remaining_ms": 30000})" + what);
  CHECK(firing(rig) == "passed");
  wait(rig, 1'000);
  CHECK(fired(rig) == 0);
  rig.put("rules", "last30", R"({"when": {"on": "clock", "timer": "clock", "remaining_ms": 10000})" + what);
  CHECK(firing(rig).is_null());
  wait(rig, 9'000);
  CHECK(fired(rig) == 1);
  rig.ok(DeleteResource{"rules", "last30", std::nullopt, false});
  CHECK(firing(rig).is_null());
}

TEST_CASE("a clock's rule that is refused is done with for that run") {
  Rig rig;
  seed_clock(rig);
  timer(rig, "start");
  rig.advance(269'500);
  rig.take(R"({"template": "timer", "data": {"title": "by hand"}})");
  wait(rig, 500);
  CHECK(firing(rig) == "refused");
  wait(rig, 10'000);
  CHECK(fired(rig) == 0);
}

TEST_CASE("while the disk refuses, a clock's rule has not fired; once it answers, it fires once") {
  Rig rig;
  seed_clock(rig);
  timer(rig, "start");
  rig.advance(270'000);
  {
    const DiskFailure failure;
    CHECK_FALSE(rig.show().submit({}, PutResource{"groups", "g", Json::object(), std::nullopt}).has_value());
    CHECK(rig.layer(30).is_null());
  }
  settle(rig);
  CHECK(fired(rig) == 1);
}

TEST_CASE("the writer wakes up for a clock by itself") {
  Rig rig;
  seed_clock(rig, R"({"on": "clock", "timer": "clock", "remaining_ms": 299900})");
  rig.close();
  Options options = rig.options();
  options.clock_ms = nullptr;
  const auto show = Show::open(options);
  REQUIRE(show.has_value());
  std::mutex mutex;
  std::condition_variable changed;
  bool on_air = false;
  const int subscription = (*show)->subscribe([&](const SnapshotPtr& snapshot) {
    const std::lock_guard lock(mutex);
    on_air = !snapshot->air->channels.at("program")->layers.empty();
    changed.notify_all();
  });
  REQUIRE((*show)->submit({}, TimerCommand{"clock", "start", Json::object()}).has_value());
  {
    std::unique_lock lock(mutex);
    CHECK(changed.wait_for(lock, std::chrono::seconds(30), [&] { return on_air; }));
  }
  (*show)->unsubscribe(subscription);
}
