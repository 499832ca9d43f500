// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <vector>

#include "plugin/paint_plan.h"

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
    for (std::size_t p = batch.first_piece; batch.kind == DrawKind::solid && p < batch.first_piece + batch.piece_count;
         ++p) {
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
  const Quad above = quad_of(QuadKind::box, {30, 30, 60, 60});
  CHECK(kinds_of({100, 100, {below, glyph, above}}) == Kinds{DrawKind::solid, DrawKind::glyph, DrawKind::solid});
}

TEST_CASE("glyphs of different pages, and glyphs in motion, are drawn apart") {
  Quad other_page = quad_of(QuadKind::glyph, {20, 20, 40, 40});
  other_page.page = 1;
  Quad moved = quad_of(QuadKind::glyph, {20, 20, 40, 40});
  moved.transform.x0 = 0.5F;
  CHECK(kinds_of({100, 100, {quad_of(QuadKind::glyph, {20, 20, 40, 40}), other_page, moved}}) ==
        Kinds{DrawKind::glyph, DrawKind::glyph, DrawKind::moved_glyph});
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
  std::vector<leitai::plugin::PixelBox> boxes;
  const auto touched_area = [&] {
    plan.touched(boxes);
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
