// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <thread>
#include <tuple>

#include "overlays/text/atlas.h"
#include "tests/text/engines.h"

namespace leitai::overlays {
namespace {

using namespace testing;

const AtlasPagePixels& page_of(const AtlasPixels& pixels, const AtlasSlot& slot) {
  return slot.color ? pixels.emoji_pages.at(slot.page) : pixels.glyph_pages.at(slot.page);
}

/// The sum of a slot's alpha or coverage, 0…1 a texel.
double ink_of(const AtlasPixels& pixels, const AtlasSlot& slot) {
  const AtlasPagePixels& page = page_of(pixels, slot);
  const int texel_bytes = slot.color ? 4 : 1;
  double ink = 0;
  for (int y = 0; y < slot.height; ++y) {
    for (int x = 0; x < slot.width; ++x) {
      const std::size_t texel = std::size_t(slot.y + y) * page.width + slot.x + x;
      ink += page.bytes[texel * texel_bytes + (slot.color ? 3 : 0)] / 255.0;
    }
  }
  return ink;
}

/// The mean x of a slot's ink, from the pen's whole pixel.
double middle_of(const AtlasPixels& pixels, const AtlasSlot& slot) {
  const AtlasPagePixels& page = page_of(pixels, slot);
  double sum = 0;
  double weighted = 0;
  for (int y = 0; y < slot.height; ++y) {
    for (int x = 0; x < slot.width; ++x) {
      const double ink = page.bytes[std::size_t(slot.y + y) * page.width + slot.x + x];
      sum += ink;
      weighted += ink * (x + 0.5 + slot.left);
    }
  }
  return weighted / sum;
}

/// Texels outside of all slots, anywhere on the pages, that are not zero.
std::size_t stray_texels(const AtlasPixels& pixels, const std::vector<AtlasSlot>& slots) {
  std::size_t stray = 0;
  for (std::size_t p = 0; p < pixels.glyph_pages.size(); ++p) {
    std::vector<std::uint8_t> left(pixels.glyph_pages[p].bytes.begin(), pixels.glyph_pages[p].bytes.end());
    for (const AtlasSlot& slot : slots) {
      for (int y = 0; !slot.color && slot.page == p && y < slot.height; ++y) {
        std::fill_n(left.begin() + (slot.y + y) * kAtlasPageSize + slot.x, slot.width, std::uint8_t{0});
      }
    }
    stray += static_cast<std::size_t>(std::count_if(left.begin(), left.end(), [](std::uint8_t b) { return b != 0; }));
  }
  return stray;
}

bool overlap_with_border(const AtlasSlot& a, const AtlasSlot& b) {
  return a.color == b.color && a.page == b.page && a.x < b.x + b.width + 1 && b.x < a.x + a.width + 1 &&
         a.y < b.y + b.height + 1 && b.y < a.y + a.height + 1;
}

}  // namespace

TEST_CASE("A slot of a face, glyph or size that is none is empty, and nothing breaks") {
  const auto engine = new_engine();
  CHECK(engine->slot(4'000'000'000U, 1, 32, 0).width == 0);
  const std::uint32_t face = engine->shape("A", style_of(32)).glyphs.at(0).face;
  CHECK(engine->slot(face, 4'000'000'000U, 32, 0).width == 0);
  for (const float size : {NAN, -1.0F, 0.0F}) {
    CHECK(engine->slot(face, 40, size, 0).width <= 4);
  }
  CHECK(engine->slot(face, 40, INFINITY, 0).width <= Atlas::kLargest);
  CHECK_FALSE(engine->atlas_full());
}

TEST_CASE("The pen's step is the nearest quarter of a pixel") {
  const auto step = [](float x) { return std::pair(pen_step(x).whole, pen_step(x).quarter); };
  CHECK(step(0) == std::pair(0.0F, 0));
  CHECK(step(3.26F) == std::pair(3.0F, 1));
  CHECK(step(3.9F) == std::pair(4.0F, 0));
  CHECK(step(-0.25F) == std::pair(-1.0F, 3));
  CHECK(step(-0.1F) == std::pair(0.0F, 0));
}

TEST_CASE("The same glyph is rasterised once; a space takes no room") {
  const auto engine = new_engine();
  const ShapedLine line = engine->shape("A A", style_of(32));
  const AtlasSlot& first = engine->slot(line.glyphs[0].face, line.glyphs[0].glyph, 32, 0);
  const AtlasSlot& space = engine->slot(line.glyphs[1].face, line.glyphs[1].glyph, 32, 0);
  const AtlasSlot& again = engine->slot(line.glyphs[2].face, line.glyphs[2].glyph, 32, 0);
  CHECK(&first == &again);
  CHECK(space.width == 0);
  CHECK(engine->take_uploads().size() == 1);
  CHECK(engine->take_uploads().empty());
}

TEST_CASE("Quarter-pixel phases move the ink by a quarter of a pixel and keep its amount") {
  const auto engine = new_engine();
  for (const char* text : {"A", "o", "街"}) {
    const ShapedGlyph glyph = engine->shape(text, style_of(30)).glyphs.at(0);
    const AtlasSlot zero = engine->slot(glyph.face, glyph.glyph, 30, 0);
    for (int quarter = 1; quarter < 4; ++quarter) {
      const AtlasSlot slot = engine->slot(glyph.face, glyph.glyph, 30, quarter);
      const AtlasPixels pixels = engine->atlas_pixels();
      CHECK(middle_of(pixels, slot) - middle_of(pixels, zero) == Approx(quarter / 4.0).margin(0.02));
      CHECK(ink_of(pixels, slot) == Approx(ink_of(pixels, zero)).epsilon(0.01));
      CHECK(slot.top == zero.top);
    }
  }
}

TEST_CASE("Ink grows with the square of the size, so that weight looks even") {
  const auto engine = new_engine();
  const ShapedGlyph glyph = engine->shape("街", style_of(40)).glyphs.at(0);
  const AtlasSlot small = engine->slot(glyph.face, glyph.glyph, 40, 0);
  const AtlasSlot large = engine->slot(glyph.face, glyph.glyph, 160, 0);
  const AtlasPixels pixels = engine->atlas_pixels();
  CHECK(ink_of(pixels, large) == Approx(16 * ink_of(pixels, small)).epsilon(0.06));
}

TEST_CASE("Emoji are scaled to whole texels of the wanted size, on a colour page") {
  const auto engine = new_engine();
  const ShapedGlyph cup = engine->shape("🏆", style_of(32)).glyphs.at(0);
  const AtlasSlot slot = engine->slot(cup.face, cup.glyph, 32, 0);
  CHECK(slot.color);
  // The font's pictures are 136 by 128 for an em of 109.
  CHECK(slot.width == 40);
  CHECK(slot.height == 38);
  CHECK(slot.draw_width == 40);
  CHECK(slot.draw_height == 38);
  CHECK(cup.advance == Approx(39.84).margin(0.1));

  const AtlasSlot next = engine->slot(cup.face, cup.glyph, 32, 3);
  CHECK(std::tuple(next.page, next.x, next.y) == std::tuple(slot.page, slot.x, slot.y));
  CHECK(next.left == slot.left + 1);

  const AtlasSlot large = engine->slot(cup.face, cup.glyph, 218, 0);
  CHECK(large.width == 136);
  CHECK(large.draw_width == 272);

  // Premultiplied: no channel's light beyond alpha's, as sRGB bytes of linear light.
  const AtlasPixels pixels = engine->atlas_pixels();
  const AtlasPagePixels& page = pixels.emoji_pages.at(slot.page);
  int gold = 0;
  for (int y = 0; y < slot.height; ++y) {
    for (int x = 0; x < slot.width; ++x) {
      const std::uint8_t* t = &page.bytes[(std::size_t(slot.y + y) * page.width + slot.x + x) * 4];
      const double alpha = (t[3] + 0.5) / 255.0;  // it may have been rounded down
      const double limit = 255 * (alpha <= 0.0031308 ? 12.92 * alpha : 1.055 * std::pow(alpha, 1 / 2.4) - 0.055);
      REQUIRE(std::max({t[0], t[1], t[2]}) <= limit + 1);
      gold += t[3] == 255 && t[0] > 200 && t[1] > 120 && t[2] < 120 ? 1 : 0;
    }
  }
  CHECK(gold > 200);  // a golden cup, red first, blue last
}

TEST_CASE("Glyphs never touch: one zero texel lies around each") {
  const auto engine = new_engine();
  std::vector<AtlasSlot> slots;
  for (const float size : {18.0F, 33.0F, 64.0F}) {
    for (const ShapedGlyph& g :
         engine->shape("张家楼街道党工委书记 The quick brown fox 0123456789 🏆🎉", style_of(size)).glyphs) {
      for (int quarter = 0; quarter < 4; ++quarter) {
        const AtlasSlot slot = engine->slot(g.face, g.glyph, size, quarter);
        const auto same = [&](const AtlasSlot& s) {
          return s.color == slot.color && s.page == slot.page && s.x == slot.x && s.y == slot.y;
        };
        if (slot.width > 0 && std::none_of(slots.begin(), slots.end(), same)) {
          slots.push_back(slot);
        }
      }
    }
  }
  REQUIRE(slots.size() > 200);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    REQUIRE(slots[i].x >= 1);
    REQUIRE(slots[i].y >= 1);
    REQUIRE(slots[i].x + slots[i].width < kAtlasPageSize);
    REQUIRE(slots[i].y + slots[i].height < kAtlasPageSize);
    for (std::size_t j = 0; j < i; ++j) {
      REQUIRE_FALSE(overlap_with_border(slots[i], slots[j]));
    }
  }
  CHECK(stray_texels(engine->atlas_pixels(), slots) == 0);
}

TEST_CASE("Uploads bring an empty copy to the pages' state") {
  const auto engine = new_engine();
  for (const ShapedGlyph& g : engine->shape("张家楼街道 Arena 🏆", style_of(48)).glyphs) {
    engine->slot(g.face, g.glyph, 48, 0);
  }
  std::map<std::pair<bool, int>, std::vector<std::uint8_t>> copy;
  for (const AtlasUpload& upload : engine->take_uploads()) {
    const std::size_t texel_bytes = upload.color ? 4 : 1;
    auto& page = copy[{upload.color, upload.page}];
    page.resize(std::size_t(kAtlasPageSize) * kAtlasPageSize * texel_bytes);
    REQUIRE(upload.bytes.size() == std::size_t(upload.width) * upload.height * texel_bytes);
    for (int y = 0; y < upload.height; ++y) {
      const std::size_t row = upload.width * texel_bytes;
      std::copy_n(upload.bytes.begin() + static_cast<std::ptrdiff_t>(y * row), row,
                  page.begin() + static_cast<std::ptrdiff_t>(((std::size_t(upload.y) + y) * kAtlasPageSize + upload.x) *
                                                             texel_bytes));
    }
  }
  const AtlasPixels pixels = engine->atlas_pixels();
  REQUIRE(copy.size() == pixels.glyph_pages.size() + pixels.emoji_pages.size());
  for (const auto& [key, bytes] : copy) {
    const auto& page = key.first ? pixels.emoji_pages.at(key.second) : pixels.glyph_pages.at(key.second);
    CHECK(std::equal(bytes.begin(), bytes.end(), page.bytes.begin(), page.bytes.end()));
  }
}

TEST_CASE("Two hundred new glyphs of one size come as a few dozen uploads") {
  const auto engine = new_engine();
  std::size_t glyphs = 0;
  for (int from = 0; from < 200; from += 40) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      const int code = 0x4E00 + from + i;
      text += {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
               static_cast<char>(0x80 | (code & 0x3F))};
    }
    for (const ShapedGlyph& g : engine->shape(text, style_of(28)).glyphs) {
      glyphs += engine->slot(g.face, g.glyph, 28, 0).width > 0 ? 1 : 0;
    }
  }
  CHECK(glyphs >= 190);
  CHECK(engine->take_uploads().size() <= glyphs / 4);
}

TEST_CASE("A glyph larger than a page is drawn smaller and enlarged") {
  const auto engine = new_engine();
  TextStyle style = style_of(1000, 900);
  const ShapedGlyph wide = engine->shape("W", style).glyphs.at(0);
  const AtlasSlot slot = engine->slot(wide.face, wide.glyph, 1000, 0);
  REQUIRE(slot.width > 0);
  CHECK(slot.width <= Atlas::kLargest);
  CHECK(slot.draw_width == Approx(wide.advance).epsilon(0.1));
}

TEST_CASE("A full atlas says so and gives empty slots; after a reset it fills anew") {
  const auto engine = new_engine();
  const ShapedGlyph glyph = engine->shape("街", style_of(32)).glyphs.at(0);
  const AtlasSlot kept = engine->slot(glyph.face, glyph.glyph, 32, 0);
  int filled = 0;
  for (float size = 300; size < 600 && !engine->atlas_full(); size += 1) {
    filled += engine->slot(glyph.face, glyph.glyph, size, 0).width > 0 ? 1 : 0;
  }
  REQUIRE(engine->atlas_full());
  CHECK(filled >= kMaxGlyphPages);
  CHECK(engine->atlas_pixels().glyph_pages.size() == kMaxGlyphPages);
  CHECK(engine->slot(glyph.face, glyph.glyph, 599, 1).width == 0);
  CHECK(engine->slot(glyph.face, glyph.glyph, 32, 0).width == kept.width);  // what is there stays

  const std::uint32_t generation = engine->atlas_generation();
  engine->reset_atlas();
  CHECK_FALSE(engine->atlas_full());
  CHECK(engine->atlas_generation() == generation + 1);
  CHECK(engine->take_uploads().empty());
  CHECK(engine->atlas_pixels().glyph_pages.empty());
  CHECK(engine->slot(glyph.face, glyph.glyph, 599, 1).width > 0);
  CHECK_FALSE(engine->take_uploads().empty());
}

TEST_CASE("Slots that draw nothing are bounded too") {
  const auto engine = new_engine();
  const ShapedGlyph space = engine->shape(" ", style_of(32)).glyphs.at(0);
  for (int size = 64; size < 64'000 && !engine->atlas_full(); ++size) {
    for (int quarter = 0; quarter < 4; ++quarter) {
      engine->slot(space.face, space.glyph, static_cast<float>(size) / 64, quarter);
    }
  }
  CHECK(engine->atlas_full());
}

TEST_CASE("Engines on several threads do not disturb each other") {
  const auto alone = new_engine();
  const std::string text = "张家楼街道 Arena 2022 🏆 98.50";
  const auto ink = [&text](TextEngine& engine) {
    double sum = 0;
    for (const float size : {20.0F, 33.0F, 47.5F}) {
      const ShapedLine line = engine.shape(text, style_of(size, 600));
      sum += line.width;
      for (const ShapedGlyph& g : line.glyphs) {
        const AtlasSlot slot = engine.slot(g.face, g.glyph, size, pen_step(g.x).quarter);
        sum += slot.width > 0 ? ink_of(engine.atlas_pixels(), slot) : 0;
      }
    }
    return sum;
  };
  const double expected = ink(*alone);
  std::vector<double> sums(4);
  std::vector<std::thread> threads;
  for (double& sum : sums) {
    threads.emplace_back([&] {
      auto engine = TextEngine::create({});
      for (int i = 0; engine && i < 5; ++i) {
        (*engine)->reset_atlas();
        sum = ink(**engine);
        (*engine)->wrap(text, style_of(24), 150, 5);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const double sum : sums) {
    CHECK(sum == expected);
  }
}

}  // namespace leitai::overlays
