// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "server/contest/contest.h"

using namespace leitai::contest;

namespace {

constexpr std::int64_t kNoon = 1'659'268'800'000;  // 2022-07-31T12:00:00Z

/// The contract's formula.
std::int64_t elapsed(const Json& timer, std::int64_t now_ms) {
  std::int64_t value = timer.at("elapsed_ms").get<std::int64_t>();
  if (timer.at("state") == "running") value += now_ms - *parse_time(timer.at("anchor").get<std::string>());
  return value;
}

Json timer(const char* extra = "{}") {
  Json data = {{"label", "Talk"}, {"mode", "down"}, {"duration_ms", 60'000}};
  data.merge_patch(Json::parse(extra));
  return *normalise("timers", "t", data, nullptr);
}

Json told(const Json& before, const char* verb, std::int64_t now_ms, const Json& body = Json::object()) {
  const auto after = timer_command(before, verb, body, now_ms);
  REQUIRE(after.has_value());
  return *after;
}

}  // namespace

TEST_CASE("a timer refuses what is no command, and an add without whole milliseconds") {
  CHECK(timer_command(timer(), "explode", {}, kNoon).error().kind == RefusalKind::not_found);
  for (const char* body : {"{}", R"({"ms":"5"})", R"({"ms":1.5})", R"({"ms":null})", "[]", "null",
                           R"({"ms":18446744073709551615})", R"({"ms":-9223372036854775808})"}) {
    CAPTURE(body);
    const auto answer = timer_command(timer(), "add", Json::parse(body), kNoon);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == RefusalKind::invalid);
    CHECK(answer.error().errors.at(0).pointer == "/ms");
  }
}

TEST_CASE("a timer's state is written by commands, not by clients") {
  const Json fresh = timer(R"({"state":"running","anchor":"2022-07-31T12:00:00.000Z","elapsed_ms":5})");
  CHECK(fresh.at("state") == "idle");
  CHECK(fresh.at("elapsed_ms") == 0);
  CHECK(fresh.at("anchor").is_null());
  const Json running = told(fresh, "start", kNoon);
  const auto renamed = normalise("timers", "t", Json{{"label", "Support"}, {"state", "idle"}}, &running);
  REQUIRE(renamed.has_value());
  CHECK(renamed->at("label") == "Support");
  CHECK(renamed->at("state") == "running");
  CHECK(renamed->at("anchor") == "2022-07-31T12:00:00.000Z");
}

TEST_CASE("what has passed counts from anchors, over pauses") {
  Json t = told(timer(), "start", kNoon);
  CHECK(t.at("anchor") == "2022-07-31T12:00:00.000Z");
  CHECK(elapsed(t, kNoon + 7'000) == 7'000);
  t = told(t, "pause", kNoon + 7'000);
  CHECK(t.at("state") == "paused");
  CHECK(elapsed(t, kNoon + 90'000) == 7'000);
  t = told(t, "resume", kNoon + 100'000);
  CHECK(elapsed(t, kNoon + 103'500) == 10'500);
  t = told(t, "reset", kNoon + 104'000);
  CHECK(t.at("state") == "idle");
  CHECK(elapsed(t, kNoon + 200'000) == 0);
}

TEST_CASE("start, pause, resume and reset repeated change nothing") {
  const Json idle = timer();
  CHECK(told(idle, "reset", kNoon) == idle);
  CHECK(told(idle, "pause", kNoon) == idle);
  const Json running = told(idle, "start", kNoon);
  CHECK(told(running, "start", kNoon + 5'000) == running);
  CHECK(told(running, "resume", kNoon + 5'000) == running);
  const Json paused = told(running, "pause", kNoon + 5'000);
  CHECK(told(paused, "pause", kNoon + 9'000) == paused);
}

TEST_CASE("add changes what remains of a down clock, and what has passed on an up clock") {
  for (const char* verb : {"", "start"}) {
    Json down = timer();
    Json up = timer(R"({"mode":"up"})");
    if (*verb) {
      down = told(down, verb, kNoon);
      up = told(up, verb, kNoon);
    }
    const std::int64_t now = kNoon + 20'000;
    const std::int64_t before = elapsed(down, now);
    CHECK(elapsed(told(down, "add", now, {{"ms", 10'000}}), now) == before - 10'000);
    CHECK(elapsed(told(down, "add", now, {{"ms", -10'000}}), now) == before + 10'000);
    CHECK(elapsed(told(up, "add", now, {{"ms", 10'000}}), now) == before + 10'000);
    CHECK(elapsed(told(up, "add", now, {{"ms", -999'000}}), now) == 0);
    CHECK(told(down, "add", now, {{"ms", 0}}) == down);
  }
}

TEST_CASE("time added to a clock that has stopped at its end is time to speak") {
  const Json stopped = told(timer(R"({"overtime":"stop"})"), "start", kNoon);
  const std::int64_t late = kNoon + 600'000;
  const Json extended = told(stopped, "add", late, {{"ms", 10'000}});
  CHECK(60'000 - elapsed(extended, late) == 10'000);
  CHECK(elapsed(told(stopped, "pause", late), late) == 60'000);
  const Json counting = told(timer(R"({"overtime":"count"})"), "start", kNoon);
  CHECK(elapsed(told(counting, "pause", late), late) == 600'000);
}

TEST_CASE("times are RFC 3339") {
  CHECK(format_time(1'659'229'323'004) == "2022-07-31T01:02:03.004Z");
  CHECK(format_time(0) == "1970-01-01T00:00:00.000Z");
  CHECK(parse_time("2022-07-31T01:02:03.004Z") == 1'659'229'323'004);
  CHECK(parse_time("2022-07-31T09:02:03.0045+08:00") == 1'659'229'323'004);
  CHECK(parse_time("2022-07-31T01:02:03Z") == 1'659'229'323'000);
  for (const char* text :
       {"", "2022-07-31", "2022-07-31T01:02:03", "2022-02-30T01:02:03Z", "2022-07-31T24:00:00Z",
        "2022-07-31T01:02:03.Z", "2022-07-31 01:02:03Z", "2022-07-31T01:02:03Zx", "2022-07-31T01:02:03+8:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time(text).has_value());
  }
}
