// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

bool empty(const Snapshot& snapshot) {
  for (const auto& [id, channel] : snapshot.air->channels) {
    if (!channel->layers.empty()) return false;
  }
  return true;
}

/// The writer offers a refused cut to the disk again until it is taken.
void wait_for_record(Rig& rig, std::uint64_t after) {
  for (int i = 0; i < 100 && rig.head() <= after; ++i) (void)rig.show().journal().wait_for_more(after, 100);
  REQUIRE(rig.head() > after);
}

}  // namespace

TEST_CASE("what the disk refuses is answered unavailable, and has not happened") {
  Rig rig;
  rig.take(R"({"template": "title", "data": {"title": "一"}})");
  const Json before = everything(rig.show(), rig.now());
  const std::uint64_t head = rig.head();
  {
    const DiskFailure failure;
    const auto answer = rig.show().submit({}, AirCommand{AirVerb::take, Json{{"template", "timer"}}});
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == RefusalKind::unavailable);
    CHECK(rig.show().submit({}, PutResource{"groups", "g", Json::object(), std::nullopt}).error().kind ==
          RefusalKind::unavailable);
  }
  CHECK(rig.head() == head);
  CHECK(everything(rig.show(), rig.now()) == before);
  CHECK(rig.put("groups", "g", "{}") == head + 1);
}

TEST_CASE("a panic that the disk refuses has cut all the same, and is written as soon as it can be") {
  Rig rig;
  rig.take(R"({"template": "title", "data": {"title": "一"}})");
  rig.take(R"({"template": "lower-third", "data": {"title": "二"}})");
  const std::uint64_t head = rig.head();
  {
    const DiskFailure failure;
    const auto answer = rig.show().submit({}, AirCommand{AirVerb::panic, Json::object()});
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == RefusalKind::unavailable);
    CHECK(rig.head() == head);
    CHECK(empty(*rig.show().snapshot()));
    CHECK(rig.show().air_document(rig.now()).at("automation") == "held");
  }
  wait_for_record(rig, head);
  CHECK(empty(*rig.show().snapshot()));
  rig.reopen();
  CHECK(empty(*rig.show().snapshot()));
  CHECK(rig.show().air_document(rig.now()).at("automation") == "held");
}

TEST_CASE("a clear that the disk refuses has cut its layer only, and what is taken next is on") {
  Rig rig;
  rig.take(R"({"template": "title", "data": {"title": "一"}})");
  rig.take(R"({"template": "lower-third", "data": {"title": "二"}})");
  {
    const DiskFailure failure;
    const auto answer = rig.show().submit({}, AirCommand{AirVerb::clear, Json{{"layer", 50}}});
    REQUIRE_FALSE(answer.has_value());
    CHECK_FALSE(rig.shown(50).has_value());
    CHECK(rig.shown(20).has_value());
  }
  const std::uint64_t token = rig.take(R"({"template": "title", "data": {"title": "一"}})");
  REQUIRE(rig.shown(50).has_value());
  CHECK(rig.shown(50)->current->id == std::to_string(token));
  CHECK(rig.shown(50)->current->resumed_from == nullptr);
  rig.reopen();
  CHECK(rig.shown(50)->current->id == std::to_string(token));
}

TEST_CASE("the picture is cut before the disk is asked") {
  Rig rig;
  rig.take(R"({"template": "title", "data": {"title": "一"}})");
  const std::uint64_t head = rig.head();
  std::vector<SnapshotPtr> seen;
  const int subscription = rig.show().subscribe([&](const SnapshotPtr& snapshot) { seen.push_back(snapshot); });
  {
    const DiskFailure failure;
    CHECK_FALSE(rig.show().submit({}, AirCommand{AirVerb::panic, Json::object()}).has_value());
  }
  rig.show().unsubscribe(subscription);
  REQUIRE_FALSE(seen.empty());
  CHECK(seen[0]->token == head);
  CHECK(empty(*seen[0]));
}

TEST_CASE("a refused clear or panic cuts nothing") {
  Rig rig;
  rig.take(R"({"template": "title", "data": {"title": "一"}})");
  CHECK(rig.air_refused(AirVerb::clear, R"({"channel": "nope"})").kind == RefusalKind::invalid);
  CHECK(rig.air_refused(AirVerb::clear, R"({"layer": "50"})").kind == RefusalKind::invalid);
  CHECK(rig.air_refused(AirVerb::panic, R"([])").kind == RefusalKind::invalid);
  CHECK(rig.shown(50).has_value());
}

TEST_CASE("after a close every command is unavailable, and what was answered is there") {
  Rig rig;
  const std::uint64_t token = rig.put("groups", "g", "{}");
  rig.show().close();
  rig.show().close();
  const auto answer = rig.show().submit({}, ApplyEvents{});
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().kind == RefusalKind::unavailable);
  CHECK(rig.show().snapshot()->token == token);
}

TEST_CASE("a listener that throws disturbs nobody") {
  Rig rig;
  const int subscription = rig.show().subscribe([](const SnapshotPtr&) { throw std::runtime_error("no"); });
  const std::uint64_t token = rig.put("groups", "g", "{}");
  CHECK(rig.show().snapshot()->token == token);
  rig.show().unsubscribe(subscription);
}

TEST_CASE("a second writer is told, and a file that is no show is refused") {
  Rig rig;
  const auto second = Show::open(rig.options());
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().fault == leitai::journal::Fault::locked);
  rig.close();
  Options options = rig.options();
  options.file = rig.file().parent_path() / "junk.leitai";
  std::ofstream(options.file) << std::string(8'192, 'x');
  const auto junk = Show::open(options);
  REQUIRE_FALSE(junk.has_value());
  CHECK(junk.error().fault == leitai::journal::Fault::unreadable);
  CHECK_FALSE(junk.error().message.empty());
}
