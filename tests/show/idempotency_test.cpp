// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <thread>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

Caller with_key(const std::string& key, const std::string& hash) {
  return {"operator", Caller::Idempotency{key, hash}};
}

PutResource group(const std::string& name) {
  return {"groups", "g", Json{{"name", name}}, std::nullopt};
}

}  // namespace

TEST_CASE("a key used for another body is refused, and changes nothing") {
  Rig rig;
  REQUIRE(rig.show().submit(with_key("k", "h1"), group("a")).has_value());
  const std::uint64_t head = rig.head();
  const auto answer = rig.show().submit(with_key("k", "h2"), group("b"));
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().kind == RefusalKind::invalid);
  CHECK(answer.error().detail.find("Idempotency-Key") != std::string::npos);
  CHECK(rig.head() == head);
}

TEST_CASE("a repeated request gets its first answer, and is not done again") {
  Rig rig;
  const auto first = rig.show().submit(with_key("k", "h"), group("a"));
  rig.ok(group("b"));
  const std::uint64_t head = rig.head();
  const auto again = rig.show().submit(with_key("k", "h"), group("a"));
  REQUIRE(again.has_value());
  CHECK(again->token == first->token);
  CHECK(again->body == first->body);
  CHECK(rig.head() == head);
  CHECK(rig.show().snapshot()->store.find("groups", "g")->data.at("name") == "b");
}

TEST_CASE("an answer is kept across a restart, also of a command that changed nothing") {
  Rig rig;
  const auto written = rig.show().submit(with_key("k1", "h"), group("a"));
  const auto unchanged = rig.show().submit(with_key("k2", "h"), group("a"));
  REQUIRE(unchanged.has_value());
  CHECK(unchanged->token == written->token);
  rig.reopen();
  rig.ok(group("b"));
  CHECK(rig.show().submit(with_key("k1", "h"), group("a"))->token == written->token);
  CHECK(rig.show().submit(with_key("k2", "h"), group("a"))->token == written->token);
  CHECK(rig.show().submit(with_key("k2", "other"), group("a")).error().kind == RefusalKind::invalid);
}

TEST_CASE("an answer is kept for a day") {
  Rig rig;
  const auto first = rig.show().submit(with_key("k", "h"), group("a"));
  rig.ok(group("b"));
  rig.advance(24LL * 3'600'000 + 1);
  const auto late = rig.show().submit(with_key("k", "h"), group("a"));
  REQUIRE(late.has_value());
  CHECK(late->token > first->token);
}

TEST_CASE("a refused request may be sent again under its key") {
  Rig rig;
  const PutResource contestant{"contestants", "c", Json{{"name", "x"}, {"group", "g"}}, std::nullopt};
  CHECK_FALSE(rig.show().submit(with_key("k", "h"), contestant).has_value());
  rig.ok(group("a"));
  CHECK(rig.show().submit(with_key("k", "h"), contestant).has_value());
}

TEST_CASE("requests under one key at the same time are one request") {
  Rig rig;
  constexpr int kThreads = 8;
  std::vector<std::uint64_t> tokens(kThreads);
  const std::uint64_t head = rig.head();
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      const auto answer = rig.show().submit(with_key("k", "h"), AirCommand{AirVerb::take, Json{{"template", "title"}}});
      tokens[static_cast<std::size_t>(i)] = answer ? answer->token : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::uint64_t token : tokens) CHECK(token == head + 1);
  CHECK(rig.head() == head + 1);
}

TEST_CASE("a repeated panic does not cut what was taken after it") {
  Rig rig;
  const AirCommand panic{AirVerb::panic, Json::object()};
  rig.take(R"({"template": "title"})");
  REQUIRE(rig.show().submit(with_key("k", "h"), panic).has_value());
  rig.advance(1'000);
  rig.take(R"({"template": "title"})");
  bool ever_cut = false;
  const int subscription = rig.show().subscribe([&](const SnapshotPtr& snapshot) {
    ever_cut = ever_cut || snapshot->air->channels.at("program")->layers.empty();
  });
  REQUIRE(rig.show().submit(with_key("k", "h"), panic).has_value());
  rig.show().unsubscribe(subscription);
  CHECK_FALSE(ever_cut);
  CHECK(rig.shown(50).has_value());
}
