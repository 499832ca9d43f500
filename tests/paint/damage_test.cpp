// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <random>

#include "overlays/paint/damage.h"
#include "tests/paint/small_pictures.h"

using namespace leitai::overlays;
using namespace leitai::overlays::testing;

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
    REQUIRE(canvas.pixels() == whole.pixels());
    list = std::move(next);
  }
}

TEST_CASE("A canvas knows where nothing is, however it came to hold what it holds") {
  std::mt19937 random(11);
  const auto some_rect = [&] {
    const int x = int(random() % kWidth), y = int(random() % kHeight);
    return PixelRect{x, y, x + 1 + int(random() % kWidth), y + 1 + int(random() % kHeight)};
  };
  Canvas canvas(kWidth, kHeight);
  CHECK(is_empty(canvas.held(canvas.area())));
  int partly = 0;
  for (int step = 0; step < 400; ++step) {
    const auto list = some_list(random, int(random() % 4));
    const PixelRect damage = some_rect();
    Canvas expected = canvas;
    expected.write(expected.area());  // It may hold anything, so that all is written.
    switch (random() % 8) {
      case 0:
        canvas.clear();
        expected.clear();
        break;
      case 1:
      case 2:
        paint(list, {}, canvas, damage);
        paint(list, {}, expected, damage);
        break;
      default:
        repaint(list, {}, canvas, damage);
        repaint(list, {}, expected, damage);
    }
    INFO("step " << step);
    REQUIRE(canvas.pixels() == expected.pixels());
    for (int y = 0; y < kHeight; ++y) {
      const PixelRect row{0, y, kWidth, y + 1};
      const PixelRect held = canvas.held(row);
      partly += !is_empty(held) && !(held == row) ? 1 : 0;
      for (int x = 0; x < kWidth; ++x) {
        const bool is_held = x >= held.x0 && x < held.x1;
        REQUIRE((is_held || pixel(canvas, x, y) == std::array<float, 4>{}));
      }
    }
  }
  CHECK(partly > 400);
}

TEST_CASE("What a canvas held and holds no more is forgotten") {
  Canvas canvas(100, 4);
  const DisplayList box{100, 4, {box_quad({10, 1, 90, 3}, kWhite)}};
  repaint(box, {}, canvas);
  CHECK(canvas.held(canvas.area()) == PixelRect{10, 1, 90, 3});
  CHECK(canvas.held({20, 0, 40, 2}) == PixelRect{20, 1, 40, 2});
  const DisplayList nothing{100, 4, {}};
  repaint(nothing, {}, canvas, {60, 0, 100, 4});
  CHECK(canvas.held(canvas.area()) == PixelRect{10, 1, 60, 3});
  repaint(nothing, {}, canvas, {0, 0, 100, 2});
  CHECK(canvas.held(canvas.area()) == PixelRect{10, 2, 60, 3});
  repaint(nothing, {}, canvas);
  CHECK(is_empty(canvas.held(canvas.area())));
  CHECK(canvas.pixels() == Canvas(100, 4).pixels());
}
