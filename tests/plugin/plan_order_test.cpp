// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "plugin/paint_plan.h"
#include "tests/plugin/harness/random_lists.h"

namespace {

using leitai::overlays::DisplayList;
using leitai::overlays::Quad;
using leitai::overlays::QuadKind;
using leitai::overlays::Rect;
using leitai::plugin::Batch;
using leitai::plugin::PaintPlan;
using leitai::plugin::VertexStore;

/// Each quad's place in the list as the red of its tint, which its pieces keep.
DisplayList numbered(DisplayList list) {
  for (std::size_t i = 0; i < list.quads.size(); ++i) {
    Quad& quad = list.quads[i];
    const float number = static_cast<float>(i + 1) / std::min(quad.opacity, 1.0F);
    quad.color.r = quad.color2.r = quad.border.r = number;
    if (quad.kind == QuadKind::emoji || quad.kind == QuadKind::moving) {
      quad.color.a = number;
    }
  }
  return list;
}

/// The pixels that an upright piece fills, of a rasteriser that knows 256 places within each.
Rect filled_by(const VertexStore& store, std::size_t piece) {
  const auto corners = store.positions().subspan(piece * 4, 4);
  Rect area{1e9F, 1e9F, -1e9F, -1e9F};
  for (const auto& at : corners) {
    area = {std::min(area.x0, at.x), std::min(area.y0, at.y), std::max(area.x1, at.x), std::max(area.y1, at.y)};
  }
  const auto pixel = [](float at) { return std::ceil(std::round(at * 256) / 256 - 0.5F); };
  return {pixel(area.x0), pixel(area.y0), pixel(area.x1), pixel(area.y1)};
}

/// Pixels at which something is drawn after what lies over it.
int out_of_order(const PaintPlan& plan, int width, int height) {
  std::vector<float> newest(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
  int count = 0;
  for (const Batch& batch : plan.batches()) {
    const bool of_edges = leitai::plugin::is_of_edges(batch.kind);
    const VertexStore& store = of_edges ? plan.edges() : plan.plain();
    const auto order = of_edges ? plan.edge_order() : plan.plain_order();
    for (const std::size_t piece : order.subspan(batch.first_piece, batch.piece_count)) {
      const float number = const_cast<VertexStore&>(store).stream(0, piece * 4).x;
      const Rect area = filled_by(store, piece);
      for (int y = static_cast<int>(area.y0); y < static_cast<int>(area.y1); ++y) {
        for (int x = static_cast<int>(area.x0); x < static_cast<int>(area.x1); ++x) {
          float& top =
              newest[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
          count += number < top - 0.25F ? 1 : 0;
          top = std::max(top, number);
        }
      }
    }
  }
  return count;
}

std::size_t batches_in_order(const DisplayList& list) {
  PaintPlan plan;
  plan.build(numbered(list), {});
  CHECK(out_of_order(plan, list.width, list.height) == 0);
  return plan.batches().size();
}

Quad box_at(float x, float y, float width, float height) {
  Quad quad;
  quad.rect = {0, 0, width, height};
  quad.transform.x0 = x;
  quad.transform.y0 = y;
  quad.color = quad.color2 = {0, 0, 0, 1};
  return quad;
}

/// A row as tables have it: an opaque rounded box, and on it a plain badge and a line of glyphs.
void add_row(DisplayList& list, float x, float y) {
  Quad row = box_at(x, y, 400, 40);
  std::fill(std::begin(row.radius), std::end(row.radius), 8.0F);
  list.quads.push_back(row);
  Quad badge = box_at(x, y, 40, 40);
  badge.color = badge.color2 = {0, 0, 0, 0.5F};
  badge.radius[0] = badge.radius[3] = 8;
  list.quads.push_back(badge);
  for (const int at : {10, 48, 74, 100, 126, 200, 226, 340}) {
    Quad glyph = box_at(x + static_cast<float>(at), y + 9, 24, 22);
    glyph.kind = QuadKind::glyph;
    glyph.texels = glyph.rect;
    list.quads.push_back(glyph);
  }
}

}  // namespace

TEST_CASE("whatever shares a draw call, no pixel is drawn in another order than the list's") {
  using leitai::test::Pose;
  for (const Pose pose : {Pose::at_rest, Pose::moved, Pose::scaled}) {
    for (std::uint32_t seed = 1; seed <= 30; ++seed) {
      INFO("seed " << seed);
      batches_in_order(leitai::test::random_list(pose, seed));
    }
  }
}

TEST_CASE("opaque rows that pass over one another take few draw calls, however many meet") {
  std::size_t most = 0;
  for (int step = 0; step <= 40; ++step) {
    const float share = static_cast<float>(step) / 40;
    DisplayList list{900, 700, {box_at(0, 0, 900, 700)}};
    for (int row = 0; row < 24; ++row) {
      const auto column = static_cast<float>(row % 2), line = static_cast<float>(row / 2);
      // Each row's place is taken by the one that mirrors it, and by the column beside.
      add_row(list, 20 + 440 * (column + (1 - 2 * column) * share), 20 + 50 * (line + (11 - 2 * line) * share));
    }
    most = std::max(most, batches_in_order(list));
  }
  CHECK(most <= 8);
}

TEST_CASE("thousands of quads of changing kinds in one place keep their order") {
  DisplayList list{64, 64, {}};
  for (int i = 0; i < 6000; ++i) {
    Quad quad = box_at(static_cast<float>(i % 7), static_cast<float>(i % 5), 40, 40);
    quad.color = quad.color2 = {0, 0, 0, 0.5F};
    quad.kind = i % 3 == 0 ? QuadKind::glyph : QuadKind::box;
    quad.texels = quad.rect;
    list.quads.push_back(quad);
  }
  CHECK(batches_in_order(list) > 1000);
}
