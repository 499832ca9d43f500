// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

#include "plugin/frame_clock.h"
#include "plugin/handover.h"
#include "plugin/task_thread.h"

namespace {

using leitai::plugin::FrameClock;
using leitai::plugin::Handover;
using leitai::plugin::Line;
using leitai::plugin::TaskThread;

std::atomic<int> g_alive{0};

struct Thing {
  int number = 0;
  Thing* next = nullptr;
  std::atomic<Thing*> after{nullptr};
  Thing() { ++g_alive; }
  explicit Thing(int n) : number(n) { ++g_alive; }
  ~Thing() { --g_alive; }
};

constexpr int kThings = 20'000;

}  // namespace

TEST_CASE("a handover gives the newest once, and its giver frees what comes back") {
  {
    Handover<Thing> hand;
    CHECK(hand.take() == nullptr);
    CHECK(hand.put(std::make_unique<Thing>(1)) == nullptr);
    const auto overtaken = hand.put(std::make_unique<Thing>(2));
    REQUIRE(overtaken != nullptr);
    CHECK(overtaken->number == 1);
    Thing* taken = hand.take();
    REQUIRE(taken != nullptr);
    CHECK(taken->number == 2);
    CHECK(hand.take() == nullptr);
    hand.give_back(taken);
    int returned = 0;
    hand.take_returned([&](const std::unique_ptr<Thing>& thing) { returned = thing->number; });
    CHECK(returned == 2);
    hand.put(std::make_unique<Thing>(3));
  }
  CHECK(g_alive == 0);
}

TEST_CASE("a handover between two threads loses nothing and goes forward only") {
  {
    Handover<Thing> hand;
    std::atomic<bool> done{false};
    int last = 0;
    std::thread taker([&] {
      Thing* held = nullptr;
      while (!done.load() || last < kThings) {
        if (Thing* fresh = hand.take()) {
          if (fresh->number <= last) {
            last = -1;
            return;
          }
          last = fresh->number;
          if (held != nullptr) {
            hand.give_back(held);
          }
          held = fresh;
        }
      }
      hand.give_back(held);
    });
    for (int i = 1; i <= kThings; ++i) {
      hand.put(std::make_unique<Thing>(i));
      hand.take_returned([](std::unique_ptr<Thing>) {});
    }
    done = true;
    taker.join();
    CHECK(last == kThings);
  }
  CHECK(g_alive == 0);
}

TEST_CASE("a line between two threads gives everything, in order") {
  {
    Line<Thing> line;
    std::vector<int> seen;
    std::thread taker([&] {
      while (seen.size() < kThings) {
        if (const Thing* thing = line.next()) {
          seen.push_back(thing->number);
          line.done();
        }
      }
    });
    for (int i = 0; i < kThings; ++i) {
      line.put(std::make_unique<Thing>(i));
      line.drop_taken();
    }
    taker.join();
    REQUIRE(seen.size() == kThings);
    for (int i = 0; i < kThings; ++i) {
      REQUIRE(seen[static_cast<std::size_t>(i)] == i);
    }
    line.drop_taken();
    CHECK(g_alive == 1);  // the last one taken stays the line's
  }
  CHECK(g_alive == 0);
}

TEST_CASE("tasks run in the order in which they were posted, and all before the end") {
  std::vector<int> ran;
  {
    TaskThread tasks;
    for (int i = 0; i < 100; ++i) {
      tasks.post([&ran, i] { ran.push_back(i); });
    }
    tasks.post([] { throw std::runtime_error("a task that fails"); });
    tasks.post([&ran] { ran.push_back(100); });
  }
  REQUIRE(ran.size() == 101);
  for (int i = 0; i <= 100; ++i) {
    CHECK(ran[static_cast<std::size_t>(i)] == i);
  }
}

TEST_CASE("frames are as evenly spaced in show time as OBS meant them") {
  constexpr std::int64_t kFrame = 16'666'667;
  constexpr std::int64_t kShow = 1'700'000'000'000'000'000;
  FrameClock clock;
  std::int64_t last = clock.show_time(1000, 1000, kShow);
  CHECK(last == kShow);
  for (int i = 1; i < 100; ++i) {
    const std::int64_t late = (i * 7919) % 5'000'000;  // woken late
    const std::int64_t torn = (i % 10) * 100'000;      // interrupted between the two readings
    const std::int64_t frame = 1000 + i * kFrame;
    const std::int64_t now = clock.show_time(frame, frame + late, kShow + i * kFrame + late + torn);
    REQUIRE(now - last == kFrame);
    last = now;
  }
}

TEST_CASE("show time of frames jumps with the clock when the machine slept, and never goes back") {
  FrameClock clock;
  clock.show_time(0, 0, 1'000'000'000);
  const std::int64_t awake = clock.show_time(16'000'000, 16'000'000, 61'000'000'000);
  CHECK(awake == 61'000'000'000);
  CHECK(clock.show_time(32'000'000, 32'000'000, 1'032'000'000) == awake);
}
