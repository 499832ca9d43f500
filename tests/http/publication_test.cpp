// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/publication.h"

#include <catch2/catch.hpp>
#include <thread>

using namespace leitai::http;
using namespace std::chrono_literals;

// Where nobody is woken, these do not come to their end.

TEST_CASE("who waits is woken by a change, at once") {
  Signal ball;
  Signal answer;
  constexpr std::uint64_t kRounds = 1'000;
  std::thread other([&] {
    for (std::uint64_t round = 1; round <= kRounds; ++round) {
      ball.wait(round - 1, 1h);
      answer.set(round);
    }
  });
  for (std::uint64_t round = 1; round <= kRounds; ++round) {
    ball.set(round);
    answer.wait(round - 1, 1h);
  }
  other.join();
  CHECK(answer.value() == kRounds);
}

TEST_CASE("who waits for what has happened already does not wait") {
  Signal signal;
  signal.set(5);
  signal.wait(4, 1h);
  CHECK(signal.value() == 5);
}

TEST_CASE("everybody who waits is woken by the end, and nobody waits after it") {
  Signal signal;
  std::thread first([&signal] { signal.wait(0, 1h); });
  std::thread second([&signal] { signal.wait(0, 1h); });
  signal.end();
  first.join();
  second.join();
  signal.wait(0, 1h);
  CHECK(signal.value() == 0);
}
