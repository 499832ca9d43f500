// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/schedule.h"

#include <catch2/catch.hpp>
#include <random>

using namespace leitai::overlays;

namespace {

MovingTimes evenly(std::uint32_t pictures, std::int64_t each_ns) {
  MovingTimes times;
  for (std::uint32_t i = 0; i < pictures; ++i) times.begins_ns.push_back(i * each_ns);
  times.end_ns = pictures * each_ns;
  return times;
}

/// With every picture standing for another time.
MovingTimes unevenly(std::mt19937& random) {
  MovingTimes times;
  const auto pictures = std::uniform_int_distribution<int>(1, 9)(random);
  for (int i = 0; i < pictures; ++i) {
    times.begins_ns.push_back(times.end_ns);
    times.end_ns += std::uniform_int_distribution<int>(1, 50)(random);
  }
  return times;
}

}  // namespace

TEST_CASE("times that no file should have are played all the same") {
  const MovingSchedule no_end({{0, 5}, 0}, 0, true);
  CHECK(no_end.number_at(5) == 1);
  CHECK(no_end.number_at(6) == 2);
  const MovingSchedule beyond(evenly(3, 10), 1'000, true);
  CHECK(beyond.number_at(1'000'000) == 0);
  CHECK(beyond.file_picture(0) == 2);
  CHECK(beyond.next_change_ns(0) == INT64_MAX);
  const MovingSchedule before(evenly(3, 10), -1'000, false);
  CHECK(before.file_picture(before.number_at(10)) == 1);
  const MovingSchedule for_ever(evenly(2, 1), 0, true);
  CHECK(for_ever.number_at(INT64_MAX) == UINT32_MAX);
  CHECK(for_ever.next_change_ns(INT64_MAX - 1) == INT64_MAX);
  CHECK(for_ever.number_at(INT64_MIN) == 0);
}

TEST_CASE("a film that plays once stays on its last picture") {
  const MovingSchedule film(evenly(4, 10), 0, false);
  for (const auto& [ns, number] : {std::pair{-5, 0U}, {0, 0U}, {9, 0U}, {10, 1U}, {39, 3U}, {40, 3U}, {9'999, 3U}})
    CHECK(film.number_at(ns) == number);
  CHECK(film.next_change_ns(-5) == 10);
  CHECK(film.next_change_ns(29) == 30);
  CHECK(film.next_change_ns(30) == INT64_MAX);
  CHECK(film.number_at(INT64_MAX) == 3);
}

TEST_CASE("a loop begins again with the in-point, and its numbers go on") {
  const MovingSchedule film(evenly(4, 10), 15, true);
  CHECK(film.file_picture(film.number_at(0)) == 1);
  CHECK(film.file_picture(film.number_at(5)) == 2);
  CHECK(film.file_picture(film.number_at(24)) == 3);
  CHECK(film.file_picture(film.number_at(25)) == 1);
  CHECK(film.number_at(25) == 3);
  CHECK(film.next_change_ns(15) == 25);
  CHECK(film.next_change_ns(25) == 30);
}

TEST_CASE("numbers never fall, and change when it is said that they do") {
  std::mt19937 random(20'260'101);
  for (int film = 0; film < 300; ++film) {
    const MovingTimes times = unevenly(random);
    const auto in_ns = std::uniform_int_distribution<std::int64_t>(0, times.end_ns)(random);
    const bool loop = film % 2 == 0;
    const MovingSchedule schedule(times, in_ns, loop);
    INFO("film " << film);
    std::uint32_t before = schedule.number_at(0);
    REQUIRE(before == 0);
    std::int64_t change = schedule.next_change_ns(0);
    for (std::int64_t ns = 1; ns < 4 * times.end_ns; ++ns) {
      const std::uint32_t number = schedule.number_at(ns);
      REQUIRE((ns == change ? number == before + 1 : number == before));
      REQUIRE(schedule.file_picture(number) < times.begins_ns.size());
      if (ns == change) change = schedule.next_change_ns(ns);
      REQUIRE(change > ns);
      before = number;
    }
  }
}
