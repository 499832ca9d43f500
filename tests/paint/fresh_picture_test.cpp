// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "tests/paint/random_lists.h"

namespace leitai::overlays {
namespace {

using namespace testing;

constexpr AlphaMode kModes[] = {AlphaMode::straight, AlphaMode::premultiplied};

/// A list with boxes that hide what lies beneath, on whole pixels and between them.
DisplayList with_opaque_boxes(DisplayList list, std::mt19937& random) {
  const auto up_to = [&](float most) { return std::uniform_real_distribution<float>(0, most)(random); };
  for (std::size_t at = 2; at < list.quads.size(); at += 4) {
    Quad box = box_quad({up_to(40), up_to(30), 50 + up_to(40), 35 + up_to(25)}, kWhite);
    if (random() % 2 == 0) {
      box.rect = {std::round(box.rect.x0), std::round(box.rect.y0), std::round(box.rect.x1), std::round(box.rect.y1)};
    }
    if (random() % 2 == 0) {
      box.color2 = kRed;
      box.gradient_angle = static_cast<float>(M_PI / 2) * up_to(4);
    }
    if (random() % 3 == 0) {
      box.border = {0, 0, 0.3F, 0.5F};
      box.border_width = up_to(4);
    }
    std::fill(box.radius, box.radius + 4, random() % 2 == 0 ? up_to(12) : 0);
    list.quads.insert(list.quads.begin() + static_cast<std::ptrdiff_t>(at), box);
  }
  return list;
}

/// A picture that needs several bands, and whose rows are wider than a span.
DisplayList large(DisplayList list) {
  list.width = 700;
  list.height = 150;
  for (Quad& quad : list.quads) {
    Affine& t = quad.transform;
    t = {t.xx * 7, t.xy * 7, t.yx * 2.5F, t.yy * 2.5F, t.x0 * 7, t.y0 * 2.5F};
    quad.clip = {quad.clip.x0 * 7, quad.clip.y0 * 2.5F, quad.clip.x1 * 7, quad.clip.y1 * 2.5F};
  }
  return list;
}

std::vector<DisplayList> all_sorts(Lists& lists, int count) {
  std::mt19937 random(3);
  std::vector<DisplayList> all;
  for (int i = 0; i < count; ++i) {
    const DisplayList list = i % 2 == 0 ? lists.next() : with_opaque_boxes(lists.next(), random);
    all.push_back(i % 3 == 0 ? large(list) : list);
  }
  return all;
}

Canvas dusty(int width, int height) {
  Canvas canvas(width, height);
  canvas.clear({0.4F, 0.1F, 0.6F, 0.8F});
  return canvas;
}

}  // namespace

TEST_CASE("Bytes that are too few for the picture, damage that is empty and lists without a size change nothing") {
  const DisplayList list{4, 2, {box_quad({0, 0, 4, 2}, kWhite)}};
  std::vector<std::uint8_t> bytes(31, 7);
  paint_srgb(list, {}, AlphaMode::straight, bytes, {0, 0, 4, 2});
  CHECK(bytes == std::vector<std::uint8_t>(31, 7));
  bytes.resize(32, 7);
  for (const PixelRect damage : {PixelRect{2, 0, 2, 2}, PixelRect{3, 2, 1, 0}, PixelRect{4, 0, 9, 2}}) {
    paint_srgb(list, {}, AlphaMode::straight, bytes, damage);
    CHECK(bytes == std::vector<std::uint8_t>(32, 7));
    Canvas canvas = dusty(4, 2);
    repaint(list, {}, canvas, damage);
    CHECK(canvas.pixels() == dusty(4, 2).pixels());
  }
  CHECK(paint_srgb({-3, 5, {}}, {}, AlphaMode::straight).empty());
  CHECK(paint_srgb({3, 0, {}}, {}, AlphaMode::premultiplied).empty());
}

TEST_CASE("What opaque boxes hide leaves no trace: painted together or one by one, quads give the same bits") {
  Lists lists(5);
  for (const DisplayList& list : all_sorts(lists, 60)) {
    Canvas together = dusty(list.width, list.height);
    paint(list, lists.atlas(), together);
    Canvas one_by_one = dusty(list.width, list.height);
    for (const Quad& quad : list.quads) {
      paint({list.width, list.height, {quad}}, lists.atlas(), one_by_one);
    }
    REQUIRE(together.pixels() == one_by_one.pixels());
  }
}

TEST_CASE("Painted anew, a canvas holds the list and nothing of what it held") {
  Lists lists(6);
  for (const DisplayList& list : all_sorts(lists, 40)) {
    Canvas cleared(list.width, list.height);
    paint(list, lists.atlas(), cleared);
    Canvas anew = dusty(list.width, list.height);
    repaint(list, lists.atlas(), anew);
    REQUIRE(anew.pixels() == cleared.pixels());
    for (const AlphaMode mode : kModes) {
      REQUIRE(paint_srgb(list, lists.atlas(), mode) == encode_srgb(cleared, mode));
    }
  }
}

TEST_CASE("Painted anew by damaged pieces, canvas and bytes are those of the whole; nothing else is touched") {
  Lists lists(8);
  std::mt19937 random(9);
  for (const DisplayList& list : all_sorts(lists, 30)) {
    Canvas whole(list.width, list.height);
    repaint(list, lists.atlas(), whole);
    const auto bytes = encode_srgb(whole, AlphaMode::straight);
    Canvas pieces = dusty(list.width, list.height);
    std::vector<std::uint8_t> byte_pieces(bytes.size(), 3);
    for (int y0 = -3; y0 < list.height;) {
      const int y1 = y0 + 1 + static_cast<int>(random() % 40);
      for (int x0 = -3; x0 < list.width;) {
        const int x1 = x0 + 1 + static_cast<int>(random() % 90);
        repaint(list, lists.atlas(), pieces, {x0, y0, x1, y1});
        paint_srgb(list, lists.atlas(), AlphaMode::straight, byte_pieces, {x0, y0, x1, y1});
        x0 = x1;
      }
      y0 = y1;
    }
    REQUIRE(pieces.pixels() == whole.pixels());
    REQUIRE(byte_pieces == bytes);

    Canvas part = dusty(list.width, list.height);
    const Canvas before = part;
    const PixelRect damage{20, 10, 55, 41};
    repaint(list, lists.atlas(), part, damage);
    for (int y = 0; y < list.height; ++y) {
      for (int x = 0; x < list.width; ++x) {
        const bool inside = x >= damage.x0 && x < damage.x1 && y >= damage.y0 && y < damage.y1;
        REQUIRE(pixel(part, x, y) == pixel(inside ? whole : before, x, y));
      }
    }
  }
}

TEST_CASE("A box on whole pixels is even to its last row and column, whatever its border and its place") {
  Quad quad = box_quad({3, 2, 43, 32}, kRed);
  quad.border = {0, 0, 1, 1};
  quad.border_width = 2;
  for (const float x : {0.0F, 100.0F, 1500.0F}) {
    quad.transform.x0 = x;
    const Canvas canvas = painted({quad}, 1600, 40);
    const int left = static_cast<int>(x);
    for (int row = 0; row < 40; ++row) {
      for (int column = 0; column < 50; ++column) {
        const bool inside = column >= 3 && column < 43 && row >= 2 && row < 32;
        const bool filled = column >= 5 && column < 41 && row >= 4 && row < 30;
        const Color expected = filled ? kRed : inside ? quad.border : Color{};
        REQUIRE(is_near(pixel(canvas, left + column, row), expected));
      }
    }
  }
}

TEST_CASE("Runs of equal pixels, of any length, are encoded like single ones") {
  std::mt19937 random(4);
  Canvas canvas(3000, 1);
  Canvas single(1, 1);
  std::uint16_t* const pixels = canvas.write(canvas.area());
  std::vector<std::uint16_t> light(4);
  for (std::size_t at = 0; at < 3000;) {
    // Some differ from the ones before in one channel only.
    light[random() % 4] = random() % 3 == 0 ? 65535 : static_cast<std::uint16_t>(random());
    light[3] = random() % 2 == 0 ? 65535 : light[3];
    for (std::size_t end = std::min<std::size_t>(3000, at + 1 + random() % 40); at < end; ++at) {
      std::copy(light.begin(), light.end(), pixels + at * 4);
    }
  }
  for (const AlphaMode mode : kModes) {
    const auto bytes = encode_srgb(canvas, mode);
    for (std::size_t i = 0; i < bytes.size(); i += 4) {
      std::copy_n(&canvas.pixels()[i], 4, single.write(single.area()));
      REQUIRE(encode_srgb(single, mode) == std::vector<std::uint8_t>(&bytes[i], &bytes[i] + 4));
    }
  }
}

}  // namespace leitai::overlays
