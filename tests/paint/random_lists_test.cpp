// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <cmath>
#include <random>

#include "tests/instruction_sets.h"
#include "tests/paint/random_lists.h"
#include "tests/paint/reference.h"

namespace leitai::overlays {

using namespace testing;

TEST_CASE("Any list is painted as its formulas say") {
  Lists lists(20220731);
  for (int i = 0; i < 150; ++i) {
    const DisplayList list = lists.next();
    Canvas canvas = ground();
    paint(list, lists.atlas(), canvas);
    const double difference = greatest_difference(canvas, reference_picture(list, lists.atlas(), ground()));
    INFO("list " << i);
    // Each quad's result is rounded to whole numbers of light.
    REQUIRE(difference < 1e-4 + 0.5 * kStep * static_cast<double>(list.quads.size()));
  }
}

TEST_CASE("Every instruction set paints the same, up to rounding, and encodes the same bytes") {
  const leitai::testing::InstructionSets sets;
  Lists lists(99);
  for (int i = 0; i < 30; ++i) {
    const DisplayList list = lists.next();
    const LightPicture reference = reference_picture(list, lists.atlas(), ground());
    for (const std::int64_t target : sets.here()) {
      sets.choose(target);
      Canvas canvas = ground();
      paint(list, lists.atlas(), canvas);
      INFO("list " << i << ", " << hwy::TargetName(target));
      REQUIRE(greatest_difference(canvas, reference) < 1e-4 + 0.5 * kStep * static_cast<double>(list.quads.size()));
      const auto bytes = encode_srgb(canvas, AlphaMode::straight);
      sets.choose(sets.kBest);
      REQUIRE(bytes == encode_srgb(canvas, AlphaMode::straight));
    }
  }
}

TEST_CASE("Painting by damaged pieces gives the whole picture, bit by bit, and touches nothing else") {
  Lists lists(7);
  std::mt19937 random(11);
  for (int i = 0; i < 40; ++i) {
    const DisplayList list = lists.next();
    Canvas whole = ground();
    paint(list, lists.atlas(), whole);

    Canvas pieces = ground();
    for (int y0 = -3; y0 < kHeight;) {
      const int y1 = y0 + 1 + static_cast<int>(random() % 20);
      for (int x0 = -3; x0 < kWidth;) {
        const int x1 = x0 + 1 + static_cast<int>(random() % 40);
        paint(list, lists.atlas(), pieces, {x0, y0, x1, y1});
        x0 = x1;
      }
      y0 = y1;
    }
    REQUIRE(pieces.pixels() == whole.pixels());

    Canvas part = ground();
    const Canvas before = part;
    const PixelRect damage{20, 10, 55, 41};
    paint(list, lists.atlas(), part, damage);
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        const bool inside = x >= damage.x0 && x < damage.x1 && y >= damage.y0 && y < damage.y1;
        REQUIRE(pixel(part, x, y) == pixel(inside ? whole : before, x, y));
      }
    }
  }
}

TEST_CASE("A gradient that runs straight down has the same bits wherever the damage begins") {
  Quad quad = box_quad({1, 1, 89, 59}, kWhite);
  quad.color2 = kRed;
  quad.gradient_angle = static_cast<float>(M_PI / 2);  // its cosine is not 0
  const DisplayList list{kWidth, kHeight, {quad}};
  Canvas whole = ground();
  paint(list, {}, whole);
  for (int x0 = 1; x0 < kWidth; ++x0) {
    Canvas pieces = ground();
    paint(list, {}, pieces, {0, 0, x0, kHeight});
    paint(list, {}, pieces, {x0, 0, kWidth, kHeight});
    REQUIRE(pieces.pixels() == whole.pixels());
  }
}

TEST_CASE("Damage that is empty, reversed or off the canvas changes nothing") {
  const DisplayList list{kWidth, kHeight, {box_quad({0, 0, kWidth, kHeight}, kWhite)}};
  for (const PixelRect damage : {PixelRect{5, 5, 5, 9}, PixelRect{9, 9, 5, 5}, PixelRect{-50, 0, 0, kHeight},
                                 PixelRect{kWidth, 0, kWidth + 50, kHeight}}) {
    Canvas canvas = ground();
    paint(list, {}, canvas, damage);
    CHECK(canvas.pixels() == ground().pixels());
  }
}

}  // namespace leitai::overlays
