// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/paint/small_pictures.h"

namespace leitai::overlays {
namespace {

using namespace testing;
using Rows = std::vector<std::string>;

/// A page of 8 × 4 with a glyph of 3 × 2 at (2, 1), zero around it, and a neighbour beyond.
const Page& glyph_page() {
  static const Page page{8, 4, {0, 0, 0,   0,   0,   0, 0,   0,    //
                                0, 0, 255, 51,  102, 0, 255, 255,  //
                                0, 0, 0,   204, 153, 0, 255, 255,  //
                                0, 0, 0,   0,   0,   0, 0,   0}};
  return page;
}

Quad glyph_quad(float x, float y) {
  Quad quad;
  quad.kind = QuadKind::glyph;
  quad.rect = {x, y, x + 3, y + 2};
  quad.texels = {2, 1, 5, 3};
  quad.color = kWhite;
  return quad;
}

AtlasPixels glyph_atlas() {
  return {{glyph_page().pixels()}, {}};
}

}  // namespace

TEST_CASE("A glyph or emoji on a page that is not there draws nothing") {
  for (const QuadKind kind : {QuadKind::glyph, QuadKind::emoji}) {
    Quad quad = glyph_quad(0, 0);
    quad.kind = kind;
    CHECK(alpha_rows(painted({quad}, 3, 1)) == Rows{"..."});
    quad.page = 9;
    CHECK(alpha_rows(painted({quad}, 3, 1, {}, glyph_atlas())) == Rows{"..."});
  }
  const Page shorter{100, 100, std::vector<std::uint8_t>(5, 255)};
  CHECK(alpha_rows(painted({glyph_quad(0, 0)}, 3, 1, {}, {{shorter.pixels()}, {}})) == Rows{"..."});
}

TEST_CASE("Texels that are not on the page are not read") {
  Quad quad = glyph_quad(0, 0);
  quad.texels = {-100, -100, 900, 900};
  quad.rect = {0, 0, 1000, 1000};
  CHECK(painted({quad}, 20, 20, {}, glyph_atlas()).pixels().size() == 1600);  // the sanitizers watch
  quad.texels = {5, 3, 2, 1};
  CHECK(alpha_rows(painted({quad}, 3, 1, {}, glyph_atlas())) == Rows{"..."});
}

TEST_CASE("At rest on whole pixels a glyph is drawn texel by texel") {
  const Rows expected{".....", ".#24.", "..86.", "....."};
  CHECK(alpha_rows(painted({glyph_quad(1, 1)}, 5, 4, {}, glyph_atlas())) == expected);
  Quad moved = glyph_quad(-7, 3);
  moved.transform.x0 = 8;
  moved.transform.y0 = -2;
  const Canvas canvas = painted({moved}, 5, 4, {}, glyph_atlas());
  CHECK(alpha_rows(canvas) == expected);
  CHECK(pixel(canvas, 2, 1)[3] == Approx(51 / 255.0).margin(kStep));
}

TEST_CASE("A glyph partly outside of the canvas is cut there") {
  CHECK(alpha_rows(painted({glyph_quad(-1, -1)}, 3, 2, {}, glyph_atlas())) == Rows{"86.", "..."});
  CHECK(alpha_rows(painted({glyph_quad(2, 1)}, 3, 2, {}, glyph_atlas())) == Rows{"...", "..#"});
}

TEST_CASE("In motion a glyph's light is shared by the pixels that it lies between, and none is lost") {
  const Canvas canvas = painted({glyph_quad(1.5F, 1)}, 6, 4, {}, glyph_atlas());
  // Row 1 holds 1, .2, .4: halves of neighbours, the neighbour glyph of the page not among them.
  CHECK(pixel(canvas, 0, 1)[3] == 0);
  CHECK(pixel(canvas, 1, 1)[3] == Approx(0.5).margin(kStep));
  CHECK(pixel(canvas, 2, 1)[3] == Approx(0.6).margin(kStep));
  CHECK(pixel(canvas, 3, 1)[3] == Approx(0.3).margin(kStep));
  CHECK(pixel(canvas, 4, 1)[3] == Approx(0.2).margin(kStep));
  CHECK(pixel(canvas, 5, 1)[3] == 0);
  for (const auto& [dx, dy] : {std::pair{0.25F, 0.75F}, std::pair{0.9F, 0.1F}}) {
    const Canvas moved = painted({glyph_quad(1 + dx, 1 + dy)}, 8, 6, {}, glyph_atlas());
    CHECK(lit_area(moved) == Approx(1 + 0.2 + 0.4 + 0.8 + 0.6).epsilon(1e-4));
  }
}

TEST_CASE("A glyph takes its colour, opacity and clip") {
  Quad quad = glyph_quad(0, 0);
  quad.color = {0.5F, 0.25F, 0, 0.5F};
  quad.opacity = 0.5F;
  quad.clip = {0, 0, 1, 2};
  const Canvas canvas = painted({quad}, 3, 2, {}, glyph_atlas());
  CHECK(is_near(pixel(canvas, 0, 0), {0.25F, 0.125F, 0, 0.25F}));
  CHECK(pixel(canvas, 1, 0)[3] == 0);
}

TEST_CASE("Emoji texels are decoded before they are filtered, alpha is linear") {
  // White at half alpha, premultiplied in linear light: 0.5 is 188 encoded.
  const Page page{2, 1, {188, 188, 188, 128, 0, 0, 0, 0}};
  const AtlasPixels atlas{{}, {page.pixels()}};
  Quad quad;
  quad.kind = QuadKind::emoji;
  quad.rect = {0, 0, 2, 1};
  quad.texels = {0, 0, 2, 1};
  quad.color = kWhite;
  const auto rest = pixel(painted({quad}, 3, 1, {}, atlas), 0, 0);
  CHECK(rest[0] == Approx(0.5028).margin(1e-3));
  CHECK(rest[3] == Approx(128 / 255.0).margin(kStep));
  quad.transform.x0 = 0.5F;
  const auto motion = pixel(painted({quad}, 3, 1, {}, atlas), 1, 0);
  CHECK(motion[0] == Approx(0.5028 / 2).margin(1e-3));
  CHECK(motion[3] == Approx(64 / 255.0).margin(kStep));
  quad.transform.x0 = 0;
  quad.color.a = 0.5F;
  CHECK(pixel(painted({quad}, 3, 1, {}, atlas), 0, 0)[3] == Approx(64 / 255.0).margin(kStep));
  // Over white, half-transparent white stays white.
  quad.color.a = 1;
  const Canvas over = painted({quad}, 2, 1, kWhite, atlas);
  CHECK(encode_srgb(over, AlphaMode::premultiplied) == std::vector<std::uint8_t>(8, 255));
}

}  // namespace leitai::overlays
