// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <random>

#include "overlays/paint/damage.h"

using namespace leitai::overlays;

namespace {

constexpr int kWidth = 200, kHeight = 120;

Quad some_quad(std::mt19937& random) {
  const auto number = [&](float low, float high) { return std::uniform_real_distribution<float>(low, high)(random); };
  Quad quad;
  const QuadKind kinds[] = {QuadKind::box, QuadKind::shadow, QuadKind::ring};
  quad.kind = kinds[random() % 3];
  const float x = number(-20, 180), y = number(-20, 100);
  quad.rect = {x, y, x + number(5, 60), y + number(5, 40)};
  quad.transform.x0 = number(-3, 3);
  quad.transform.xx = number(0.5F, 1.5F);
  quad.color = quad.color2 = {0.4F, 0.2F, 0.1F, 0.5F};
  quad.blur = quad.kind == QuadKind::shadow ? number(1, 12) : 0;
  quad.border_width = quad.kind == QuadKind::ring ? number(1, 5) : 0;
  quad.sweep = 4;
  return quad;
}

DisplayList some_list(std::mt19937& random, int count) {
  DisplayList list{kWidth, kHeight, {}};
  for (int i = 0; i < count; ++i) list.quads.push_back(some_quad(random));
  return list;
}

}  // namespace

TEST_CASE("equal lists have no damage, and empty ones neither") {
  std::mt19937 random(1);
  const auto list = some_list(random, 5);
  CHECK(damage_between(list, list).empty());
  CHECK(damage_between({kWidth, kHeight, {}}, {kWidth, kHeight, {}}).empty());
}

TEST_CASE("repainting the damage alone gives the whole picture, whatever was changed") {
  std::mt19937 random(7);
  auto list = some_list(random, 8);
  Canvas canvas(kWidth, kHeight);
  repaint(list, {}, canvas);
  for (int step = 0; step < 200; ++step) {
    auto next = list;
    const auto at = std::ptrdiff_t(random() % next.quads.size());
    switch (random() % 4) {
      case 0:
        next.quads[std::size_t(at)].opacity *= 0.5F;
        break;
      case 1:
        next.quads[std::size_t(at)].transform.x0 += 7.25F;
        break;
      case 2:
        next.quads.insert(next.quads.begin() + at, some_quad(random));
        break;
      default:
        if (next.quads.size() > 1) next.quads.erase(next.quads.begin() + at);
    }
    const auto damage = damage_between(list, next);
    int below = 0;
    for (const auto& rect : damage) {
      CHECK(rect.y0 >= below);
      below = rect.y1;
      repaint(next, {}, canvas, rect);
    }
    Canvas whole(kWidth, kHeight);
    repaint(next, {}, whole);
    INFO("step " << step);
    REQUIRE(canvas.pixels == whole.pixels);
    list = std::move(next);
  }
}
