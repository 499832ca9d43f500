// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "tests/paint/reference.h"
#include "tests/paint/small_pictures.h"

namespace leitai::overlays {
namespace {

using namespace testing;
using Rows = std::vector<std::string>;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kPi = static_cast<float>(M_PI);

Quad ring_quad(Rect rect, float width, float start, float sweep) {
  Quad quad = box_quad(rect, kWhite);
  quad.kind = QuadKind::ring;
  quad.border_width = width;
  quad.gradient_angle = start;
  quad.sweep = sweep;
  return quad;
}

double off_reference(const Quad& quad, int width, int height) {
  const Canvas canvas = painted({quad}, width, height);
  return greatest_difference(canvas, reference_picture({width, height, {quad}}, {}, Canvas(width, height)));
}

}  // namespace

TEST_CASE("A ring without an area, a width, a sweep, an inverse or a number draws nothing") {
  const Quad good = ring_quad({0, 0, 6, 6}, 2, 0, 4);
  REQUIRE(lit_area(painted({good}, 6, 6)) > 5);
  std::vector<Quad> quads(19, good);
  quads[0].rect = {3, 0, 3, 6};
  quads[1].rect = {6, 0, 0, 6};
  quads[2].rect.x0 = kNaN;
  quads[3].rect.y1 = kInfinity;
  quads[4].rect = {-kInfinity, -kInfinity, kInfinity, kInfinity};
  quads[5].border_width = 0;
  quads[6].border_width = -3;
  quads[7].border_width = kNaN;
  quads[8].sweep = 0;
  quads[9].sweep = -1;
  quads[10].sweep = -kInfinity;
  quads[11].sweep = kNaN;
  quads[12].gradient_angle = kNaN;
  quads[13].gradient_angle = kInfinity;
  quads[14].transform = {0, 0, 0, 0, 0, 0};
  quads[15].transform = {1, 1, 1, 1, 0, 0};
  quads[16].transform.x0 = kNaN;
  quads[17].opacity = kNaN;
  quads[18].opacity = -1;
  for (std::size_t i = 0; i < quads.size(); ++i) {
    INFO("ring " << i);
    CHECK(painted({quads[i]}, 6, 6).pixels() == Canvas(6, 6).pixels());
  }
}

TEST_CASE("Rings of huge or tiny numbers cost nothing and harm nothing") {
  // The canvas lies in the hole, or outside, or, where the ring is as wide as that, within it.
  CHECK(lit_area(painted({ring_quad({-1e9F, -1e9F, 1e9F, 1e9F}, 5, 0, 9)}, 4, 4)) == 0);
  CHECK(lit_area(painted({ring_quad({1e9F, 1e9F, 2e9F, 2e9F}, 5, 0, 9)}, 4, 4)) == 0);
  CHECK(lit_area(painted({ring_quad({-1e9F, -1e9F, 1e9F, 1e9F}, 2e9F, 0, 9)}, 4, 4)) == 16);
  CHECK(lit_area(painted({ring_quad({-3e38F, -3e38F, 3e38F, 3e38F}, 3e38F, 0, 2)}, 4, 4)) <= 16);
  const Quad whole = ring_quad({0, 0, 8, 8}, 2, 0, 7);
  for (const float sweep : {1e9F, 3e38F, kInfinity}) {
    CHECK(painted({ring_quad({0, 0, 8, 8}, 2, 0, sweep)}, 8, 8).pixels() == painted({whole}, 8, 8).pixels());
  }
  for (const float width : {1e9F, 3e38F, kInfinity}) {
    CHECK(painted({ring_quad({0, 0, 8, 8}, width, 1, 2)}, 8, 8).pixels() ==
          painted({ring_quad({0, 0, 8, 8}, 4, 1, 2)}, 8, 8).pixels());
  }
  for (const float start : {1e9F, -3e38F}) {
    CHECK(lit_area(painted({ring_quad({0, 0, 8, 8}, 2, start, 2)}, 8, 8)) > 5);
  }
  Quad far_scaled = whole;
  far_scaled.transform = {1e30F, 0, 0, 1e30F, 0, 0};
  CHECK(lit_area(painted({far_scaled}, 4, 4)) <= 16);
  Quad dust = whole;
  dust.transform = {1e-20F, 0, 0, 1e-20F, 2, 2};
  CHECK(lit_area(painted({dust}, 4, 4)) <= 1);
}

TEST_CASE("A whole ring has the area that geometry says, and is symmetrical") {
  const Canvas canvas = painted({ring_quad({2, 2, 43, 43}, 5, 1, 2 * kPi)}, 45, 45);
  CHECK(lit_area(canvas) == Approx(M_PI * (20.5 * 20.5 - 15.5 * 15.5)).epsilon(0.002));
  for (int y = 0; y < 45; ++y) {
    for (int x = 0; x < 45; ++x) {
      const float alpha = pixel(canvas, x, y)[3];
      REQUIRE(alpha == Approx(pixel(canvas, 44 - x, y)[3]).margin(kStep));
      REQUIRE(alpha == Approx(pixel(canvas, x, 44 - y)[3]).margin(kStep));
      REQUIRE(alpha == Approx(pixel(canvas, y, x)[3]).margin(kStep));
    }
  }
  CHECK(pixel(canvas, 22, 22)[3] == 0);
  CHECK(pixel(canvas, 22, 4)[3] == 1);
  CHECK(pixel(canvas, 22, 1)[3] == 0);
}

TEST_CASE("An arc has the area of its sweep and of its two round ends") {
  for (const float sweep : {0.2F, 1.5F, 3.0F, 5.0F}) {
    const Canvas canvas = painted({ring_quad({2, 2, 102, 102}, 12, 0.7F, sweep)}, 104, 104);
    const double expected = sweep / 2 * (50 * 50 - 38 * 38) + M_PI * 6 * 6;
    INFO("sweep " << sweep);
    CHECK(lit_area(canvas) == Approx(expected).epsilon(0.005));
  }
}

TEST_CASE("Angles run clockwise from the top") {
  const auto arc = [](float start) { return painted({ring_quad({0, 0, 41, 41}, 5, start, kPi / 2)}, 41, 41); };
  const auto at = [](const Canvas& canvas, double turns) {
    const double angle = 2 * M_PI * turns;
    return pixel(canvas, static_cast<int>(20.5 + 18 * std::sin(angle)),
                 static_cast<int>(20.5 - 18 * std::cos(angle)))[3];
  };
  for (int quarter = 0; quarter < 4; ++quarter) {
    const Canvas canvas = arc(kPi / 2 * static_cast<float>(quarter));
    for (int other = 0; other < 4; ++other) {
      INFO("drawn " << quarter << ", looked at " << other);
      CHECK(at(canvas, 0.25 * other + 0.125) == (other == quarter ? 1 : 0));
    }
  }
}

TEST_CASE("An end is a half circle around the end of the sweep") {
  // To the right, from the top: it begins at (50, 5), and its end there is round to the left.
  const Canvas canvas = painted({ring_quad({0, 0, 100, 100}, 10, 0, 2)}, 100, 100);
  for (int y = 0; y < 10; ++y) {
    for (int x = 42; x < 50; ++x) {
      const double d = std::hypot(x + 0.5 - 50, y + 0.5 - 5) - 5;
      REQUIRE(pixel(canvas, x, y)[3] == Approx(std::clamp(0.5 - d, 0.0, 1.0)).margin(1e-4));
    }
  }
  CHECK(pixel(canvas, 50, 5)[3] == 1);
}

TEST_CASE("A ring is as large as the smaller side of its rectangle, in the middle of it") {
  const Canvas square = painted({ring_quad({20, 0, 40, 20}, 3, 1, 4)}, 60, 60);
  CHECK(painted({ring_quad({0, 0, 60, 20}, 3, 1, 4)}, 60, 60).pixels() == square.pixels());
  CHECK(painted({ring_quad({20, -20, 40, 40}, 3, 1, 4)}, 60, 60).pixels() == square.pixels());
}

TEST_CASE("A whole ring as wide as its radius is a disc without a pinhole") {
  const double disc = M_PI * 10 * 10;
  for (const float width : {10.0F, 10.3F, 400.0F}) {
    const Canvas canvas = painted({ring_quad({0.5F, 0.5F, 20.5F, 20.5F}, width, 0, 7)}, 21, 21);
    CHECK(lit_area(canvas) == Approx(disc).epsilon(0.005));
    CHECK(pixel(canvas, 10, 10)[3] == 1);
  }
}

TEST_CASE("A ring that all but closes looks like the closed one") {
  const Canvas closed = painted({ring_quad({0, 0, 60, 60}, 8, 0, 7)}, 60, 60);
  CHECK(greatest_difference(painted({ring_quad({0, 0, 60, 60}, 8, 0, 6.28F)}, 60, 60), light_of(closed)) < 0.01);
}

TEST_CASE("Rings of every size and sweep are painted as their formulas say") {
  for (const float size : {3.0F, 32.0F, 96.5F, 300.0F}) {
    for (const float sweep : {0.0873F, 1.5708F, 4.7124F, 6.2832F}) {
      for (const float share : {0.02F, 0.2F, 0.9F, 1.0F, 3.0F}) {
        const int side = static_cast<int>(size) + 4;
        INFO("size " << size << ", sweep " << sweep << ", width " << share << " of the radius");
        Quad quad = ring_quad({1.3F, 1.6F, 1.3F + size, 1.6F + size}, share * size / 2, 0.4F, sweep);
        REQUIRE(off_reference(quad, side, side) < 1e-4);
        quad.transform = {-0.7F, 0.3F, 0.4F, 0.8F, size / 2, 0};
        REQUIRE(off_reference(quad, side, side) < 1e-4);
      }
    }
  }
}

TEST_CASE("A ring is tinted by its colour and its opacity only") {
  Quad quad = ring_quad({0, 0, 20, 20}, 6, 0, 7);
  quad.color = {0.4F, 0, 0, 0.8F};
  quad.color2 = quad.border = kWhite;
  quad.opacity = 0.5F;
  const auto light = pixel(painted({quad}, 20, 20), 10, 3);
  CHECK(light[0] == Approx(0.2).margin(kStep));
  CHECK(light[1] == 0);
  CHECK(light[3] == Approx(0.4).margin(kStep));
  quad.opacity = 7;
  CHECK(pixel(painted({quad}, 20, 20), 10, 3)[3] == Approx(0.8).margin(kStep));
}

}  // namespace leitai::overlays
