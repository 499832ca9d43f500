// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/show/restless.h"

using namespace leitai::show;
using namespace leitai::show::test;

TEST_CASE("after a restart everything is as it was: resources, air, picture, public document") {
  const std::uint32_t seed = GENERATE(1u, 2u, 3u, 4u, 5u, 6u);
  CAPTURE(seed);
  Rig rig;
  seed_contest(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  Restless restless(seed);
  for (int round = 0; round < 4; ++round) {
    const std::uint64_t head = rig.head();
    for (int i = 0; i < 60; ++i) restless.act(rig);
    CHECK(rig.head() > head);
    const Json before = everything(rig.show(), rig.now());
    rig.reopen();
    REQUIRE(everything(rig.show(), rig.now()) == before);
  }
}

TEST_CASE("a restart goes on with the same show, and tokens go on from its head") {
  Rig rig;
  const std::string id = rig.show().show_id();
  const std::uint64_t token = rig.put("groups", "g", "{}");
  rig.reopen();
  CHECK(rig.show().show_id() == id);
  CHECK(rig.show().snapshot()->token == token + 1);
  CHECK(rig.put("groups", "h", "{}") == token + 2);
}
