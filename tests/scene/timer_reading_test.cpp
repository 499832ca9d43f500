// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/timer_reading.h"

#include <catch2/catch.hpp>
#include <string>

using namespace leitai::overlays;
namespace json = leitai::json;

namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kForever = INT64_MAX;

Timer running(Timer::Mode mode, std::int64_t duration_ms, Timer::Overtime overtime = Timer::Overtime::count) {
  Timer timer;
  timer.mode = mode;
  timer.state = Timer::State::running;
  timer.duration_ms = duration_ms;
  timer.overtime = overtime;
  timer.anchor_ns = 1'000'000 * kMs;
  return timer;
}

std::string read(const Timer& timer, std::int64_t after_ms, std::int64_t after_ns = 0) {
  return std::string(reading(timer, timer.anchor_ns + after_ms * kMs + after_ns).view());
}

}  // namespace

TEST_CASE("a time that is not RFC 3339 is no anchor") {
  for (const char* text : {"", "2022-07-31", "2022-07-31T08:00:00", "2022-13-31T08:00:00Z", "2022-07-31T25:00:00Z",
                           "2022-07-31T08:00:00.Z", "2022-07-31T08:00:00Zx", "1234567890", "2022-07-31T08:00:00+8"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339_ns(text).has_value());
  }
  const Timer timer = Timer::from_data(*json::parse(R"({"state": "running", "duration_ms": 5000})"));
  CHECK(timer.state == Timer::State::paused);
}

TEST_CASE("RFC 3339 times are nanoseconds since the epoch") {
  // date -u -d … +%s
  CHECK(parse_rfc3339_ns("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_rfc3339_ns("2022-07-31T00:30:00.250Z") == 1'659'227'400'250 * kMs);
  CHECK(parse_rfc3339_ns("2022-07-31T08:30:00+08:00") == 1'659'227'400'000 * kMs);
  CHECK(parse_rfc3339_ns("2024-02-29T23:59:59.999999999Z") == 1'709'251'199'999'999'999);
  CHECK(parse_rfc3339_ns("2000-03-01t00:00:00z") == 951'868'800'000 * kMs);
}

TEST_CASE("a down clock shows the ceiling of its seconds") {
  const Timer timer = running(Timer::Mode::down, 65'000);
  CHECK(read(timer, -500) == "1:05");
  CHECK(read(timer, 0) == "1:05");
  CHECK(read(timer, 0, 1) == "1:05");
  CHECK(read(timer, 999, 999'999) == "1:05");
  CHECK(read(timer, 1000) == "1:04");
  CHECK(read(timer, 5000) == "1:00");
  CHECK(read(timer, 5001) == "1:00");
  CHECK(read(timer, 6000) == "0:59");
  CHECK(read(timer, 64'999) == "0:01");
}

TEST_CASE("overtime shows the floor, with a plus") {
  const Timer timer = running(Timer::Mode::down, 10'000);
  CHECK(read(timer, 10'000) == "+0:00");
  CHECK(read(timer, 10'999) == "+0:00");
  CHECK(read(timer, 11'000) == "+0:01");
  CHECK(read(timer, 17'500) == "+0:07");
  CHECK(read(timer, 10'000 + 3'661'000) == "+1:01:01");
}

TEST_CASE("a clock that stops at its end stays at zero") {
  const Timer timer = running(Timer::Mode::down, 10'000, Timer::Overtime::stop);
  CHECK(read(timer, 9'999) == "0:01");
  CHECK(read(timer, 10'000) == "0:00");
  CHECK(read(timer, 99'000) == "0:00");
  CHECK(timer.phase(timer.anchor_ns + 10'000 * kMs) == Timer::Phase::done);
  CHECK(timer.next_change_ns(timer.anchor_ns + 10'000 * kMs) == kForever);
}

TEST_CASE("an up clock shows the floor of its seconds") {
  const Timer timer = running(Timer::Mode::up, 0);
  CHECK(read(timer, 0) == "0:00");
  CHECK(read(timer, 999) == "0:00");
  CHECK(read(timer, 1000) == "0:01");
  CHECK(read(timer, 3'600'000) == "1:00:00");
  CHECK(read(running(Timer::Mode::up, 5000), 7000) == "0:07");
  CHECK(read(running(Timer::Mode::up, 5000, Timer::Overtime::stop), 7000) == "0:05");
}

TEST_CASE("what passed before the anchor counts, and more than the duration can remain") {
  Timer timer = running(Timer::Mode::down, 60'000);
  timer.elapsed_ms = 20'000;
  CHECK(read(timer, 1000) == "0:39");
  timer.elapsed_ms = -30'000;
  CHECK(read(timer, 0) == "1:30");
  timer.state = Timer::State::paused;
  CHECK(read(timer, 50'000) == "1:30");
}

TEST_CASE("a timer's phases follow what remains") {
  Timer timer = running(Timer::Mode::down, 60'000);
  timer.warn_ms = 30'000;
  timer.danger_ms = 10'000;
  const std::int64_t start = timer.anchor_ns;
  CHECK(timer.phase(start) == Timer::Phase::normal);
  CHECK(timer.phase(start + 30'000 * kMs - 1) == Timer::Phase::normal);
  CHECK(timer.phase(start + 30'000 * kMs) == Timer::Phase::warning);
  CHECK(timer.phase(start + 50'000 * kMs) == Timer::Phase::danger);
  CHECK(timer.phase(start + 60'000 * kMs - 1) == Timer::Phase::danger);
  CHECK(timer.phase(start + 60'000 * kMs) == Timer::Phase::overtime);
  CHECK(timer.phase_changes(start) ==
        std::vector<std::int64_t>{start + 30'000 * kMs, start + 50'000 * kMs, start + 60'000 * kMs});
  CHECK(timer.phase_changes(start + 50'000 * kMs) == std::vector<std::int64_t>{start + 60'000 * kMs});
  timer.state = Timer::State::idle;
  CHECK(timer.phase(start) == Timer::Phase::idle);
  CHECK(timer.phase_changes(start).empty());
}

TEST_CASE("the next change is the first moment with another reading") {
  for (const Timer::Mode mode : {Timer::Mode::down, Timer::Mode::up}) {
    for (const std::int64_t elapsed_ms : {0, 1, 999, 1000, 4321, -2500}) {
      Timer timer = running(mode, 7'000);
      timer.elapsed_ms = elapsed_ms;
      std::int64_t now = timer.anchor_ns - 10;
      for (int i = 0; i < 20; ++i) {
        const std::int64_t next = timer.next_change_ns(now);
        CAPTURE(static_cast<int>(mode), elapsed_ms, now, next);
        REQUIRE(next > now);
        CHECK(reading(timer, now).view() == reading(timer, next - 1).view());
        // From the anchor on each announced change is one.
        if (now > timer.anchor_ns && elapsed_ms >= 0) CHECK(reading(timer, now).view() != reading(timer, next).view());
        now = next;
      }
    }
  }
}

TEST_CASE("hostile figures neither overflow nor run away") {
  const Timer timer = Timer::from_data(*json::parse(
      R"({"state": "running", "anchor": "2022-07-31T00:00:00Z", "duration_ms": 18446744073709551615, "elapsed_ms": -9223372036854775808, "warn_ms": "x", "danger_ms": null})"));
  const std::int64_t now = *parse_rfc3339_ns("2022-07-31T00:00:01Z");
  CHECK(reading(timer, now).view() == "17567:59:59");
  CHECK(timer.next_change_ns(now) > now);
  CHECK(Timer::from_data(json::Json(7)).duration_ms == 0);
}
