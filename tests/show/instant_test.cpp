// SPDX-License-Identifier: GPL-2.0-or-later
// What is bound follows all commands of a millisecond at once.
#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "tests/show/restless.h"

using namespace leitai::show;
using namespace leitai::show::test;

namespace {

/// Many hands at once: some of what they send shares a commit, some a millisecond, as it happens.
void crowd(Rig& rig, std::uint32_t seed) {
  constexpr int kHands = 6, kCommands = 40;
  std::latch together(kHands);
  std::vector<std::thread> hands;
  for (int hand = 0; hand < kHands; ++hand) {
    hands.emplace_back([&, hand] {
      Restless restless(seed * 100 + static_cast<std::uint32_t>(hand), {0, 0, 0, 0, 1, 40});
      together.arrive_and_wait();
      for (int i = 0; i < kCommands; ++i) restless.act(rig);
    });
  }
  for (std::thread& hand : hands) hand.join();
}

}  // namespace

TEST_CASE("marks of one millisecond make one version of a ranking, the same after a restart") {
  Rig rig;
  seed_contest(rig);
  rig.take(R"({"template": "ranking", "bind": {"round": "morning"}})");
  rig.advance(100);
  const std::size_t before = rig.shown(40)->current->versions.size();
  for (const char* mark : {"3", "4", "5"}) {
    rig.put("scores", "c1-j1", score("c1", "j1", mark, mark));
    rig.put("scores", "c1-j2", score("c1", "j2", mark, mark));
  }
  const auto item = *rig.shown(40)->current;
  CHECK(item.versions.size() == before + 1);
  CHECK(item.versions.back().at == rig.now());
  const Json live = everything(rig.show(), rig.now());
  rig.reopen();
  CHECK(everything(rig.show(), rig.now()) == live);

  // Back to what it was: as if nothing had been.
  rig.advance(100);
  rig.put("scores", "c1-j1", score("c1", "j1", "9", "9"));
  CHECK(rig.shown(40)->current->versions.size() == before + 2);
  rig.put("scores", "c1-j1", score("c1", "j1", "5", "5"));
  CHECK(rig.shown(40)->current->versions.size() == before + 1);
}

TEST_CASE("what is taken between two marks of one millisecond shows the second of them") {
  Rig rig;
  seed_contest(rig);
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "running"}}, {}});
  rig.advance(100);
  rig.put("scores", "c1-j1", score("c1", "j1", "3", "3"));
  rig.take(R"({"template": "ranking", "bind": {"round": "morning"}})");
  rig.put("scores", "c1-j1", score("c1", "j1", "7", "7"));
  const auto item = *rig.shown(40)->current;
  REQUIRE(item.versions.size() == 1);
  CHECK((*item.versions[0].data)["rows"][0]["total"] == "14.00");
  const Json live = everything(rig.show(), rig.now());
  rig.reopen();
  CHECK(everything(rig.show(), rig.now()) == live);
}

TEST_CASE("after a crowd has sent its commands a restart comes to the same") {
  const std::uint32_t seed = GENERATE(1u, 2u, 3u, 4u, 5u, 6u);
  CAPTURE(seed);
  Rig rig;
  seed_contest(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  crowd(rig, seed);
  const Json live = everything(rig.show(), rig.now());
  rig.reopen();
  REQUIRE(everything(rig.show(), rig.now()) == live);
  // From there, too, a state that was saved on the way leads to the same.
  rig.save_state_after(20);
  rig.reopen();
  crowd(rig, seed + 50);
  const Json later = everything(rig.show(), rig.now());
  rig.reopen();
  REQUIRE(everything(rig.show(), rig.now()) == later);
}
