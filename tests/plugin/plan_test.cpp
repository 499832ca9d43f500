// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "overlays/paint/cpu_painter.h"
#include "plugin/paint_plan.h"
#include "plugin/touched_cells.h"

namespace {

using leitai::overlays::Color;
using leitai::overlays::DisplayList;
using leitai::overlays::Quad;
using leitai::overlays::QuadKind;
using leitai::overlays::Rect;
using leitai::plugin::Batch;
using leitai::plugin::DrawKind;
using leitai::plugin::PaintPlan;

constexpr Color kWhite{1, 1, 1, 1};

Quad quad_of(QuadKind kind, const Rect& rect) {
  Quad quad;
  quad.kind = kind;
  quad.rect = rect;
  quad.color = quad.color2 = kWhite;
  quad.texels = {0, 0, rect.x1 - rect.x0, rect.y1 - rect.y0};
  return quad;
}

Quad ring_of(const Rect& rect, float sweep) {
  Quad quad = quad_of(QuadKind::ring, rect);
  quad.border_width = 12;
  quad.sweep = sweep;
  return quad;
}

/// How many pieces of a store hold a point that lies on no edge.
int pieces_at(const leitai::plugin::VertexStore& store, float x, float y) {
  const auto corners = store.positions();
  const auto side = [&](std::size_t a, std::size_t b) {
    return (corners[b].x - corners[a].x) * (y - corners[a].y) - (corners[b].y - corners[a].y) * (x - corners[a].x);
  };
  const auto holds = [&](std::size_t a, std::size_t b, std::size_t c) {
    const float ab = side(a, b), bc = side(b, c), ca = side(c, a);
    return (ab > 0 && bc > 0 && ca > 0) || (ab < 0 && bc < 0 && ca < 0);
  };
  int count = 0;
  for (std::size_t v = 0; v < store.piece_count() * 4; v += 4) {
    count += holds(v, v + 1, v + 2) ? 1 : 0;
    count += holds(v + 2, v + 1, v + 3) ? 1 : 0;
  }
  return count;
}

std::vector<DrawKind> kinds_of(const DisplayList& list, const leitai::plugin::CutOptions& options = {}) {
  PaintPlan plan;
  plan.build(list, options);
  std::vector<DrawKind> kinds;
  for (const Batch& batch : plan.batches()) {
    if (batch.piece_count > 0) {
      kinds.push_back(batch.kind);
    }
  }
  return kinds;
}

/// Canvas pixels that the pieces of plain colour fill.
double solid_area(const DisplayList& list) {
  PaintPlan plan;
  plan.build(list, {});
  double area = 0;
  for (const Batch& batch : plan.batches()) {
    if (batch.kind != DrawKind::solid) {
      continue;
    }
    for (const std::size_t p : plan.plain_order().subspan(batch.first_piece, batch.piece_count)) {
      const auto positions = plan.plain().positions();
      area += (positions[p * 4 + 3].x - positions[p * 4].x) * (positions[p * 4 + 3].y - positions[p * 4].y);
    }
  }
  return area;
}

using Kinds = std::vector<DrawKind>;

}  // namespace

TEST_CASE("what lies outside of its clip, the canvas or has no area is not drawn") {
  Quad clipped = quad_of(QuadKind::box, {10, 10, 50, 50});
  clipped.clip = {60, 0, 100, 100};
  Quad flat = quad_of(QuadKind::box, {10, 10, 10, 50});
  Quad singular = quad_of(QuadKind::box, {10, 10, 50, 50});
  singular.transform.xx = 0;
  Quad unseen = quad_of(QuadKind::box, {10, 10, 50, 50});
  unseen.opacity = 0;
  CHECK(kinds_of({100, 100, {clipped, flat, singular, unseen, quad_of(QuadKind::box, {120, 10, 150, 50})}}).empty());
}

TEST_CASE("a sharp box on whole pixels is plain colour only, and fills its area once") {
  const DisplayList list{100, 100, {quad_of(QuadKind::box, {10, 10, 50, 40})}};
  CHECK(kinds_of(list) == Kinds{DrawKind::solid});
  CHECK(solid_area(list) == Approx(40 * 30));
}

TEST_CASE("kinds that do not overlap share their draw calls, whatever their order") {
  DisplayList list{640, 360, {}};
  for (int row = 0; row < 6; ++row) {
    const float y = static_cast<float>(row) * 40;
    list.quads.push_back(quad_of(QuadKind::box, {0, y, 600, y + 30}));
    list.quads.push_back(quad_of(QuadKind::glyph, {20, y + 4, 40, y + 28}));
  }
  CHECK(kinds_of(list) == Kinds{DrawKind::solid, DrawKind::glyph});
}

TEST_CASE("what is over something is drawn after it") {
  const Quad below = quad_of(QuadKind::box, {0, 0, 100, 100});
  const Quad glyph = quad_of(QuadKind::glyph, {20, 20, 40, 40});
  Quad above = quad_of(QuadKind::box, {30, 30, 60, 60});
  above.color.a = above.color2.a = 0.5F;
  CHECK(kinds_of({100, 100, {below, glyph, above}}) == Kinds{DrawKind::solid, DrawKind::glyph, DrawKind::solid});
}

TEST_CASE("what an opaque box hides of a thing need not be drawn before it") {
  const Quad below = quad_of(QuadKind::box, {0, 0, 100, 100});
  const Quad above = quad_of(QuadKind::box, {30, 30, 60, 60});
  for (const Rect& beneath : {Rect{20, 20, 40, 40}, Rect{50, 35, 70, 45}, Rect{35, 5, 50, 95}}) {
    const Quad glyph = quad_of(QuadKind::glyph, beneath);
    CHECK(kinds_of({100, 100, {below, glyph, above}}) == Kinds{DrawKind::solid, DrawKind::glyph});
  }
}

TEST_CASE("glyphs of different pages, and glyphs in motion, are drawn apart") {
  Quad other_page = quad_of(QuadKind::glyph, {20, 20, 40, 40});
  other_page.page = 1;
  Quad moved = quad_of(QuadKind::glyph, {20, 20, 40, 40});
  moved.transform.x0 = 0.5F;
  CHECK(kinds_of({100, 100, {quad_of(QuadKind::glyph, {20, 20, 40, 40}), other_page, moved}}) ==
        Kinds{DrawKind::glyph, DrawKind::glyph, DrawKind::moved_glyph});
}

TEST_CASE("rings that do not overlap share a draw call; one above a ring is drawn after it, and none covers a thing") {
  DisplayList list{640, 360, {}};
  for (int i = 0; i < 4; ++i) {
    const float x = static_cast<float>(i) * 160;
    list.quads.push_back(ring_of({x, 0, x + 120, 120}, 2));
    list.quads.push_back(quad_of(QuadKind::glyph, {x + 40, 40, x + 60, 60}));
  }
  CHECK(kinds_of(list) == Kinds{DrawKind::ring, DrawKind::glyph});
  const Quad box = quad_of(QuadKind::box, {20, 20, 80, 80});
  const Quad disc = [] {
    Quad quad = ring_of({0, 0, 100, 100}, 7);
    quad.border_width = 50;
    return quad;
  }();
  CHECK(kinds_of({100, 100, {box, disc, box}}) == Kinds{DrawKind::ring, DrawKind::solid});  // the boxes hide the same
  CHECK(kinds_of({100, 100, {box, disc}}) == Kinds{DrawKind::solid, DrawKind::ring});
  CHECK(kinds_of({100, 100, {ring_of({30, 30, 70, 70}, 2), box}}) == Kinds{DrawKind::solid});
}

TEST_CASE("a ring without an area, a width, a sweep or a number is not drawn") {
  constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const Quad good = ring_of({10, 10, 60, 60}, 2);
  REQUIRE(kinds_of({100, 100, {good}}) == Kinds{DrawKind::ring});
  std::vector<Quad> quads(10, good);
  quads[0].rect.x1 = 10;
  quads[1].rect.x1 = kInfinity;
  quads[2].border_width = 0;
  quads[3].border_width = kNaN;
  quads[4].sweep = 0;
  quads[5].sweep = kNaN;
  quads[6].gradient_angle = kInfinity;
  quads[7].transform.x0 = kNaN;
  quads[8].rect = {-3e38F, -3e38F, 3e38F, 3e38F};
  quads[8].transform = {1e30F, 0, 0, 1e30F, 0, 0};
  quads[9].opacity = kNaN;
  for (std::size_t i = 0; i < quads.size(); ++i) {
    INFO("ring " << i);
    CHECK(kinds_of({100, 100, {quads[i]}}).empty());
  }
}

TEST_CASE("a ring of any size is cut into a bounded number of pieces, none of them off the canvas") {
  for (const float size : {1e-3F, 1.0F, 30.0F, 500.0F, 1e5F, 1e9F, 1e30F}) {
    INFO("size " << size);
    PaintPlan plan;
    plan.build({100, 100, {ring_of({50, 50 - size, 50 + 2 * size, 50 + size}, 7)}}, {});
    CHECK(plan.edges().piece_count() <= 64 * 3);
    CHECK((size > 1e5F || plan.edges().piece_count() > 0));
    for (std::size_t vertex = 0; vertex < plan.edges().piece_count() * 4; ++vertex) {
      const auto& at = plan.edges().positions()[vertex];
      REQUIRE((at.x >= -0.01F && at.x <= 100.01F && at.y >= -0.01F && at.y <= 100.01F));
    }
  }
}

TEST_CASE("the pieces of a ring hold all that it lights, once, and leave its hole out") {
  for (const float sweep : {0.1F, 1.5F, 4.5F, 6.1F, 7.0F}) {
    for (const float turn : {0.0F, 0.5F}) {
      INFO("sweep " << sweep << ", turned by " << turn);
      Quad quad = ring_of({10, 10, 190, 190}, sweep);
      quad.transform = {std::cos(turn), -std::sin(turn), std::sin(turn), std::cos(turn), 40 * turn, -80 * turn};
      const DisplayList list{200, 200, {quad}};
      PaintPlan plan;
      plan.build(list, {});
      leitai::overlays::Canvas canvas(200, 200);
      leitai::overlays::paint(list, {}, canvas);
      int unlit = 0;
      for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 200; ++x) {
          const bool lit = canvas.at(x, y)[3] > 131;  // 0.002
          const int times = pieces_at(plan.edges(), static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
          REQUIRE(times <= 1);
          REQUIRE((!lit || times == 1));
          unlit += times == 1 && !lit ? 1 : 0;
        }
      }
      CHECK(unlit < 2000);  // of a square of 32400
    }
  }
}

TEST_CASE("a ring that closes asks for no more memory on its way") {
  PaintPlan plan;
  std::size_t pieces = 0;
  for (float sweep = 0.01F; sweep < 7; sweep += 0.05F) {
    plan.build({300, 300, {ring_of({10, 10, 290, 290}, sweep)}}, {});
    pieces = pieces == 0 ? plan.edges().piece_count() : pieces;
    CHECK(plan.edges().piece_count() == pieces);
    CHECK(plan.batches().size() == 1);
  }
}

TEST_CASE("what an opaque box hides is not drawn") {
  const Quad panel = quad_of(QuadKind::box, {0, 0, 100, 100});
  Quad row = quad_of(QuadKind::box, {10, 20, 90, 40});
  Quad other_row = quad_of(QuadKind::box, {10, 60, 90, 80});
  const auto area = [&] { return solid_area({100, 100, {panel, row, other_row}}); };
  CHECK(area() == Approx(100 * 100));
  row.opacity = 0.5F;
  CHECK(area() == Approx(100 * 100 + 80 * 20));
  row.opacity = 1;
  row.color2.a = 0.9F;
  CHECK(area() == Approx(100 * 100 + 80 * 20));
  row.color2.a = 1;
  row.radius[2] = 8;  // the sides that have the corner let the panel through
  CHECK(area() == Approx(100 * 100 + 8 * 20 - 8 * 8 + 8 * 20).margin(0.5));
  row.radius[2] = 0;
  row.clip.y1 = 30;
  CHECK(area() == Approx(100 * 100));
  row.border_width = 2;
  row.border = kWhite;
  const double behind_a_border = area();
  row.border.a = 0.9F;
  CHECK(area() == Approx(behind_a_border + 80 * 10 - 76 * 8));  // it ends at the clip, which no border follows
}

TEST_CASE("what is painted over a box is not hidden by it; what lies beneath it is not drawn at all") {
  const Quad glyph = quad_of(QuadKind::glyph, {20, 20, 40, 40});
  const Quad box = quad_of(QuadKind::box, {10, 10, 60, 60});
  CHECK(kinds_of({100, 100, {box, glyph}}) == Kinds{DrawKind::solid, DrawKind::glyph});
  CHECK(kinds_of({100, 100, {glyph, box}}) == Kinds{DrawKind::solid});
  CHECK(kinds_of({100, 100, {glyph, box}}, {.upright = false}) == Kinds{DrawKind::glyph, DrawKind::solid});
}

TEST_CASE("boxes over boxes over boxes are cut into a bounded number of pieces") {
  DisplayList list{1000, 1000, {quad_of(QuadKind::box, {0, 0, 1000, 1000})}};
  for (int i = 0; i < 400; ++i) {
    const auto x = static_cast<float>(i * 37 % 900), y = static_cast<float>(i * 53 % 900);
    list.quads.push_back(quad_of(QuadKind::box, {x, y, x + 90, y + 90}));
  }
  PaintPlan plan;
  plan.build(list, {});
  CHECK(plan.plain().piece_count() < 401 * 130);
  CHECK(solid_area(list) < 1000 * 1000 + 400 * 90 * 90);
}

TEST_CASE("the boxes that are touched hold all that is drawn, and little else") {
  PaintPlan plan;
  leitai::plugin::TouchedCells cells;
  std::vector<leitai::plugin::PixelBox> boxes;
  const auto touched_area = [&] {
    cells.find(plan, 1000, 500, boxes);
    int area = 0;
    for (const auto& box : boxes) area += (box.x1 - box.x0) * (box.y1 - box.y0);
    return area;
  };
  plan.build({1000, 500, {}}, {});
  CHECK(touched_area() == 0);
  plan.build({1000, 500, {quad_of(QuadKind::box, {0, 0, 1000, 500})}}, {});
  CHECK(touched_area() == 1000 * 500);
  CHECK(boxes.size() == 1);
  // Two rows apart, and a third below that spans both: three shapes of cells.
  plan.build({1000,
              500,
              {quad_of(QuadKind::box, {64, 40, 128, 80}), quad_of(QuadKind::box, {320, 40, 480, 80}),
               quad_of(QuadKind::box, {64, 80, 480, 120})}},
             {});
  CHECK(touched_area() == 64 * 40 + 160 * 40 + 416 * 40);
  CHECK(boxes.size() == 3);
}

TEST_CASE("a shadow's inside is drawn, but where an opaque box is painted right over it") {
  Quad shadow = quad_of(QuadKind::shadow, {10, 10, 90, 90});
  shadow.blur = 10;
  const double inside = solid_area({100, 100, {shadow}});
  CHECK(inside > 0);
  Quad box = quad_of(QuadKind::box, {10, 10, 90, 90});
  CHECK(solid_area({100, 100, {shadow, box}}) == Approx(80 * 80));
  box.color.a = box.color2.a = 0.5F;
  CHECK(solid_area({100, 100, {shadow, box}}) == Approx(80 * 80 + inside));
  box.color = box.color2 = kWhite;
  box.clip = {0, 0, 50, 100};
  CHECK(solid_area({100, 100, {shadow, box}}) == Approx(40 * 80 + inside / 2));
}
