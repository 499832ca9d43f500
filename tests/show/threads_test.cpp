// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <set>
#include <thread>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

TEST_CASE("each of many writers is answered with a token of its own, durable and visible") {
  Rig rig;
  constexpr int kThreads = 8, kWrites = 40;
  std::mutex mutex;
  std::set<std::uint64_t> tokens;
  std::atomic<int> refused{0}, invisible{0};
  std::atomic<bool> stop{false};
  std::thread reader([&] {
    std::uint64_t last = 0;
    while (!stop) {
      const SnapshotPtr snapshot = rig.show().snapshot();
      if (snapshot->token < last || snapshot->air->token != snapshot->token) ++invisible;
      last = snapshot->token;
      (void)rig.show().air_document(rig.now());
    }
  });
  std::vector<std::thread> writers;
  for (int t = 0; t < kThreads; ++t) {
    writers.emplace_back([&, t] {
      const std::string actor = "w" + std::to_string(t);
      for (int i = 0; i < kWrites; ++i) {
        Command command = PutResource{"groups", actor, Json{{"order", i}}, {}};
        if (i % 4 == 1)
          command = AirCommand{AirVerb::take, Json{{"template", "title"}, {"layer", 50 + t}, {"data", {{"n", i}}}}};
        if (i % 10 == 9) command = PutResource{"groups", actor, Json{{"order", "wrong"}}, {}};
        const auto answer = rig.show().submit({actor, {}}, command);
        if (!answer) {
          ++refused;
          continue;
        }
        if (rig.show().snapshot()->token < answer->token) ++invisible;
        const std::lock_guard lock(mutex);
        tokens.insert(answer->token);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  stop = true;
  reader.join();
  CHECK(refused == kThreads * kWrites / 10);
  CHECK(invisible == 0);
  CHECK(tokens.size() == kThreads * kWrites * 9 / 10);
  CHECK(*tokens.rbegin() == rig.head());
}

TEST_CASE("panics among takes leave what was taken after the last of them") {
  Rig rig;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        (void)rig.show().submit(
            {}, AirCommand{AirVerb::take, Json{{"template", "title"}, {"layer", t}, {"data", {{"n", i}}}}});
        if (i % 5 == 4) (void)rig.show().submit({}, AirCommand{AirVerb::panic, Json::object()});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  rig.take(R"({"template": "title", "data": {"title": "last"}})");
  const Json before = everything(rig.show(), rig.now());
  CHECK(rig.shown(50)->current->versions.back().data->at("title") == "last");
  rig.reopen();
  CHECK(everything(rig.show(), rig.now()) == before);
}

TEST_CASE("listeners hear of each publication, and of none once they have unsubscribed") {
  Rig rig;
  std::vector<std::uint64_t> heard;
  const int subscription = rig.show().subscribe([&](const SnapshotPtr& snapshot) { heard.push_back(snapshot->token); });
  const std::uint64_t first = rig.put("groups", "g", R"({"name": "a"})");
  (void)rig.put("groups", "g", R"({"name": "a"})");
  const std::uint64_t second = rig.put("groups", "g", R"({"name": "b"})");
  rig.show().unsubscribe(subscription);
  rig.put("groups", "g", R"({"name": "c"})");
  CHECK(heard == std::vector<std::uint64_t>{first, second});
}

TEST_CASE("a full queue refuses at once, and what it holds is still done") {
  Rig rig;
  std::mutex mutex;
  std::condition_variable changed;
  bool released = false;
  int refused = 0, done = 0;
  // The writer stands still in its listener, as if the disk did.
  const int subscription = rig.show().subscribe([&](const SnapshotPtr&) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return released; });
  });
  constexpr int kWaiting = 1'024, kMore = 8;
  std::vector<std::thread> threads;
  std::latch start(kWaiting + kMore + 1);  // the queue's own clock must not run while threads are made
  const auto submit = [&](int i) {
    if (i > 0) start.arrive_and_wait();
    const auto answer = rig.show().submit({}, PutResource{"groups", "g" + std::to_string(i), Json::object(), {}});
    const std::lock_guard lock(mutex);
    const bool full = !answer && answer.error().kind == RefusalKind::unavailable;
    full ? ++refused : ++done;
    changed.notify_all();
  };
  for (int i = 1; i <= kWaiting + kMore; ++i) threads.emplace_back(submit, i);
  const std::uint64_t head = rig.head();
  threads.emplace_back(submit, 0);
  while (rig.head() == head) (void)rig.show().journal().wait_for_more(head, 1'000);
  start.arrive_and_wait();
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return refused >= kMore; });
    released = true;
    changed.notify_all();
  }
  for (std::thread& thread : threads) thread.join();
  rig.show().unsubscribe(subscription);
  CHECK(refused == kMore);
  CHECK(done == kWaiting + 1);
  CHECK(rig.show().snapshot()->store.all("groups").size() == kWaiting + 1);
}
