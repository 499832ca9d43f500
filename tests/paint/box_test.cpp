// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "tests/paint/small_pictures.h"

namespace leitai::overlays {
namespace {

using namespace testing;
using Rows = std::vector<std::string>;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST_CASE("What has no area, no inverse, no opacity or no number draws nothing") {
  const Quad whole = box_quad({0, 0, 4, 4}, kWhite);
  std::vector<Quad> quads(9, whole);
  quads[0].rect = {2, 0, 2, 4};
  quads[1].rect = {3, 0, 1, 4};
  quads[2].transform = {0, 0, 0, 0, 0, 0};
  quads[3].transform = {1, 1, 1, 1, 0, 0};
  quads[4].opacity = 0;
  quads[5].opacity = -1;
  quads[6].transform.x0 = kNaN;
  quads[7].rect.x1 = std::numeric_limits<float>::infinity();
  quads[8].opacity = kNaN;
  for (const Quad& quad : quads) {
    CHECK(alpha_rows(painted({quad}, 4, 2)) == Rows{"....", "...."});
  }
}

TEST_CASE("Coordinates far outside of the canvas cost nothing and harm nothing") {
  Quad quad = box_quad({-1e9F, -1e9F, 1e9F, 1e9F}, kWhite);
  CHECK(alpha_rows(painted({quad}, 2, 1)) == Rows{"##"});
  quad.rect = {1e9F, 1e9F, 2e9F, 2e9F};
  CHECK(alpha_rows(painted({quad}, 2, 1)) == Rows{".."});
  quad.rect = {0, 0, 2, 1};
  quad.transform.x0 = 3e9F;
  CHECK(alpha_rows(painted({quad}, 2, 1)) == Rows{".."});
}

TEST_CASE("Whole-pixel boxes are filled to their edges and not beyond; neighbours do not overlap") {
  const Canvas canvas =
      painted({box_quad({1, 1, 3, 3}, {0.5F, 0, 0, 0.5F}), box_quad({3, 1, 5, 3}, {0, 0.5F, 0, 0.5F})}, 6, 4);
  CHECK(alpha_rows(canvas) == Rows{"......", ".5555.", ".5555.", "......"});
  CHECK(is_near(pixel(canvas, 2, 1), {0.5F, 0, 0, 0.5F}));
  CHECK(is_near(pixel(canvas, 3, 1), {0, 0.5F, 0, 0.5F}));
}

TEST_CASE("An edge within a pixel covers it by as much as lies inside") {
  const Canvas canvas = painted({box_quad({0.75F, 0, 3.25F, 1}, kWhite)}, 5, 1);
  CHECK(pixel(canvas, 0, 0)[3] == Approx(0.25).margin(kStep));
  CHECK(pixel(canvas, 1, 0)[3] == Approx(1).margin(kStep));
  CHECK(pixel(canvas, 3, 0)[3] == Approx(0.25).margin(kStep));
  CHECK(pixel(canvas, 4, 0)[3] == 0);
}

TEST_CASE("A transform keeps edges one canvas pixel soft, whatever its scale") {
  Quad quad = box_quad({0, 0, 1, 1}, kWhite);
  quad.transform = {4, 0, 0, 4, 1, 0};
  CHECK(alpha_rows(painted({quad}, 6, 1)) == Rows{".####."});
  quad.transform.x0 = 1.5F;
  CHECK(alpha_rows(painted({quad}, 7, 1)) == Rows{".5###5."});
  quad.transform = {-4, 0, 0, 4, 5, 0};  // mirrored
  CHECK(alpha_rows(painted({quad}, 6, 1)) == Rows{".####."});
  quad.transform = {0, -4, 4, 0, 5, 0};  // a quarter turn
  CHECK(alpha_rows(painted({quad}, 6, 1)) == Rows{".####."});
}

TEST_CASE("Round corners are symmetrical, and each has its own radius") {
  Quad quad = box_quad({0, 0, 9, 9}, kWhite);
  for (float& radius : quad.radius) radius = 4;
  const Canvas all = painted({quad}, 9, 9);
  for (int y = 0; y < 9; ++y) {
    for (int x = 0; x < 9; ++x) {
      const float alpha = pixel(all, x, y)[3];
      CHECK(alpha == Approx(pixel(all, 8 - x, y)[3]).margin(kStep));
      CHECK(alpha == Approx(pixel(all, x, 8 - y)[3]).margin(kStep));
      CHECK(alpha == Approx(pixel(all, y, x)[3]).margin(kStep));
    }
  }
  // The centre of the corner pixel is √(3.5² + 3.5²) from the corner's centre, 0.95 beyond the radius.
  CHECK(pixel(all, 0, 0)[3] == 0);
  // Pixel (1, 1): √(2.5² + 2.5²) − 4 = −0.464 → 0.964.
  CHECK(pixel(all, 1, 1)[3] == Approx(0.5 + 4 - std::sqrt(12.5)).margin(kStep));

  for (int corner = 0; corner < 4; ++corner) {
    Quad one = box_quad({0, 0, 9, 9}, kWhite);
    one.radius[corner] = 4;
    const Canvas canvas = painted({one}, 9, 9);
    CHECK(pixel(canvas, 0, 0)[3] == Approx(corner == 0 ? 0 : 1).margin(kStep));
    CHECK(pixel(canvas, 8, 0)[3] == Approx(corner == 1 ? 0 : 1).margin(kStep));
    CHECK(pixel(canvas, 8, 8)[3] == Approx(corner == 2 ? 0 : 1).margin(kStep));
    CHECK(pixel(canvas, 0, 8)[3] == Approx(corner == 3 ? 0 : 1).margin(kStep));
  }
}

TEST_CASE("A radius beyond half the box makes a pill, a negative one a sharp corner") {
  Quad pill = box_quad({0, 0, 8, 4}, kWhite);
  Quad bounded = pill;
  for (float& radius : pill.radius) radius = 100;
  for (float& radius : bounded.radius) radius = 2;
  CHECK(painted({pill}, 8, 4).pixels() == painted({bounded}, 8, 4).pixels());
  for (float& radius : pill.radius) radius = -3;
  CHECK(alpha_rows(painted({pill}, 8, 4)) == Rows(4, "########"));
}

TEST_CASE("A box that is scaled to less than a float can tell the inverse of is nothing") {
  Quad quad = box_quad({0, 0, 100, 20}, kWhite);
  quad.transform = {1e-39F, 0, 0, 1e-39F, 100.4F, 4.4F};  // the sanitizers watch
  CHECK(lit_area(painted({quad}, 120, 10)) == 0);
  quad.rect = {-3e38F, 0, 3e38F, 8};
  quad.transform = {1e-39F, 0, 0, 1, 100.5F, 0};
  CHECK(lit_area(painted({quad}, 120, 10)) < 120);
}

TEST_CASE("A border lies inside the edge and joins the fill without a seam") {
  Quad quad = box_quad({1, 1, 7, 7}, kWhite);
  quad.border = kRed;
  quad.border_width = 2;
  const Canvas canvas = painted({quad}, 8, 8);
  CHECK(alpha_rows(canvas) ==
        Rows{"........", ".######.", ".######.", ".######.", ".######.", ".######.", ".######.", "........"});
  for (int i = 1; i < 7; ++i) {
    for (int j = 1; j < 7; ++j) {
      const bool inside = i >= 3 && i < 5 && j >= 3 && j < 5;
      CHECK(pixel(canvas, i, j)[1] == Approx(inside ? 1 : 0).margin(kStep));
      CHECK(pixel(canvas, i, j)[0] == Approx(1).margin(kStep));
    }
  }
}

TEST_CASE("Where border and fill have one colour the border cannot be seen, at any place") {
  Quad plain = box_quad({1.3F, 1.6F, 12.7F, 9.2F}, kRed);
  for (float& radius : plain.radius) radius = 3;
  Quad bordered = plain;
  bordered.border = kRed;
  bordered.border_width = 1.7F;
  const Canvas a = painted({plain}, 14, 11);
  const Canvas b = painted({bordered}, 14, 11);
  for (std::size_t i = 0; i < a.pixels().size(); ++i) {
    REQUIRE(std::abs(a.pixels()[i] - b.pixels()[i]) <= 1);
  }
}

TEST_CASE("A box whose rows are shifted against each other leans, in its middle too") {
  Quad quad = box_quad({0, 0, 20, 24}, kWhite);
  quad.transform = {1, 1, 0, 1, 2, 0};
  const Canvas canvas = painted({quad}, 48, 24);
  for (int y = 0; y < 24; ++y) {
    // The left edge runs through the middle of a pixel.
    CHECK(pixel(canvas, y + 1, y)[3] == Approx(0).margin(kStep));
    CHECK(pixel(canvas, y + 2, y)[3] == Approx(0.5).margin(kStep));
    CHECK(pixel(canvas, y + 12, y)[3] == 1);
    CHECK(pixel(canvas, y + 22, y)[3] == Approx(0.5).margin(kStep));
    CHECK(pixel(canvas, y + 23, y)[3] == Approx(0).margin(kStep));
  }
}

TEST_CASE("A gradient runs from one colour at one edge to the other at the opposite edge") {
  Quad quad = box_quad({0, 0, 10, 2}, {0, 0, 0, 1});
  quad.color2 = kWhite;
  const Canvas across = painted({quad}, 10, 2);
  for (int x = 0; x < 10; ++x) {
    CHECK(pixel(across, x, 0)[0] == Approx((x + 0.5) / 10).margin(kStep));
    CHECK(pixel(across, x, 1) == pixel(across, x, 0));
  }
  quad.rect = {0, 0, 2, 10};
  quad.gradient_angle = static_cast<float>(M_PI / 2);
  const Canvas down = painted({quad}, 2, 10);
  for (int y = 0; y < 10; ++y) {
    CHECK(pixel(down, 0, y)[0] == Approx((y + 0.5) / 10).margin(kStep));
  }
  quad.gradient_angle = static_cast<float>(M_PI);
  quad.rect = {0, 0, 10, 1};
  CHECK(pixel(painted({quad}, 10, 1), 0, 0)[0] == Approx(0.95).margin(kStep));
  // Aslant, the ends are in the corners: the corner pixels of a square are half a diagonal pixel off.
  quad.gradient_angle = static_cast<float>(M_PI / 4);
  quad.rect = {0, 0, 10, 10};
  const Canvas aslant = painted({quad}, 10, 10);
  CHECK(pixel(aslant, 0, 0)[0] == Approx(0.05).margin(kStep));
  CHECK(pixel(aslant, 9, 9)[0] == Approx(0.95).margin(kStep));
  CHECK(pixel(aslant, 9, 0)[0] == Approx(0.5).margin(kStep));
}

TEST_CASE("A shadow is half as dark at the edge, gone at its blur, full as far inside") {
  Quad quad = box_quad({8, 8, 40, 40}, {0, 0, 0, 1});
  quad.kind = QuadKind::shadow;
  quad.blur = 4;
  const Canvas canvas = painted({quad}, 48, 48);
  const auto alpha = [&](int x) { return pixel(canvas, x, 24)[3]; };
  CHECK(alpha(3) == 0);
  CHECK((alpha(7) + alpha(8)) / 2 == Approx(0.5).margin(kStep));
  CHECK(alpha(12) == Approx(1).margin(kStep));
  CHECK(alpha(24) == Approx(1).margin(kStep));
  for (int x = 4; x < 12; ++x) {
    CHECK(alpha(x) > alpha(x - 1));
    CHECK(alpha(x) == Approx(alpha(47 - x)).margin(kStep));
    // 1 − smoothstep, by hand: t = (d + 4)/8 with d = 7.5 − x to the edge.
    const double t = (7.5 - x + 4) / 8;
    CHECK(alpha(x) == Approx(1 - t * t * (3 - 2 * t)).margin(kStep));
  }
}

TEST_CASE("Clip is half-open on pixel centres") {
  Quad quad = box_quad({0, 0, 6, 1}, kWhite);
  quad.clip = {1.5F, 0, 3.5F, 1};  // takes the centre at 1.5, leaves the one at 3.5
  CHECK(alpha_rows(painted({quad}, 6, 1)) == Rows{".##..."});
  quad.clip = {1.51F, 0, 3.51F, 1};
  CHECK(alpha_rows(painted({quad}, 6, 1)) == Rows{"..##.."});
  quad.clip = {4, 0, 2, 1};
  CHECK(alpha_rows(painted({quad}, 6, 1)) == Rows{"......"});
  quad.clip = {-5, -5, 99, 99};
  CHECK(alpha_rows(painted({quad}, 6, 1)) == Rows{"######"});
}

TEST_CASE("Opacity multiplies all that a quad gives, and is 1 at most") {
  Quad quad = box_quad({0, 0, 3, 3}, {0.4F, 0, 0, 0.8F});
  quad.border = {0, 0, 1, 1};
  quad.border_width = 1;
  quad.opacity = 0.5F;
  const Canvas canvas = painted({quad}, 3, 3);
  CHECK(pixel(canvas, 1, 1)[0] == Approx(0.2).margin(kStep));
  CHECK(pixel(canvas, 1, 1)[3] == Approx(0.4).margin(kStep));
  CHECK(pixel(canvas, 0, 0)[2] == Approx(0.5).margin(kStep));
  quad.opacity = 7;
  CHECK(pixel(painted({quad}, 3, 3), 1, 1)[3] == Approx(0.8).margin(kStep));
}

}  // namespace leitai::overlays
