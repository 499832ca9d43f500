// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/plugin/harness/painters.h"
#include "tests/plugin/harness/random_lists.h"

namespace {

using leitai::test::Difference;
using leitai::test::NoiseAtlas;
using leitai::test::ObsRuntime;
using leitai::test::Painters;
using leitai::test::Pose;
using leitai::test::random_list;

constexpr std::uint32_t kLists = 60;

Difference compare_many(Painters& painters, Pose pose) {
  const NoiseAtlas atlas;
  Difference sum;
  for (std::uint32_t seed = 1; seed <= kLists; ++seed) {
    const Difference one = painters.compare(random_list(pose, seed), atlas.pixels());
    INFO("seed " << seed << ", at " << one.x << ", " << one.y);
    CHECK(one.largest <= (pose == Pose::at_rest ? 2 : 8));
    sum.add(one);
  }
  return sum;
}

}  // namespace

TEST_CASE("two pictures that differ are told apart") {
  const ObsRuntime obs;
  Painters painters(obs);
  const NoiseAtlas atlas;
  const auto some = painters.cpu(random_list(Pose::at_rest, 1), atlas.pixels());
  const auto others = painters.gpu(random_list(Pose::at_rest, 2), atlas.pixels());
  CHECK(leitai::test::difference(some, others).share_within_3() < 0.9);
}

TEST_CASE("the painters agree on random lists, at rest and in every pose") {
  const ObsRuntime obs;
  Painters painters(obs);
  SECTION("at rest: every channel within 2") {
    compare_many(painters, Pose::at_rest);
  }
  SECTION("at rest, kept as a texture: every channel within 2") {
    const NoiseAtlas atlas;
    for (std::uint32_t seed = 1; seed <= kLists; ++seed) {
      const auto list = random_list(Pose::at_rest, seed);
      const Difference one =
          leitai::test::difference(painters.gpu_kept(list, atlas.pixels()), painters.cpu(list, atlas.pixels()));
      INFO("seed " << seed << ", at " << one.x << ", " << one.y);
      CHECK(one.largest <= 2);
    }
  }
  SECTION("moved by fractions of a pixel: 99.99 % within 3, none beyond 8") {
    CHECK(compare_many(painters, Pose::moved).share_within_3() >= 0.9999);
  }
  SECTION("scaled: 99.99 % within 3, none beyond 8") {
    CHECK(compare_many(painters, Pose::scaled).share_within_3() >= 0.9999);
  }
  SECTION("turned: 99.99 % within 3, none beyond 8") {
    CHECK(compare_many(painters, Pose::turned).share_within_3() >= 0.9999);
  }
}
