// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <cmath>
#include <set>
#include <string>

#include "tests/text/engines.h"

namespace leitai::overlays {
namespace {

using namespace testing;

float sum_of_advances(const ShapedLine& line) {
  float sum = 0;
  for (const ShapedGlyph& glyph : line.glyphs) {
    sum += glyph.advance;
  }
  return sum;
}

}  // namespace

TEST_CASE("Bad UTF-8 is drawn as the replacement character, one for each wrong part") {
  const auto engine = new_engine();
  const TextStyle style = style_of(32);
  const std::uint32_t replacement = engine->shape("\xEF\xBF\xBD", style).glyphs.at(0).glyph;
  // A stray continuation, an overlong slash, a surrogate, a cut-off character, and a byte never used.
  const std::string wrong[] = {"\x80", "\xC0\xAF", "\xED\xA0\x80", "\xE4\xBD", "\xFF"};
  const std::size_t parts[] = {1, 2, 3, 1, 1};
  for (std::size_t i = 0; i < std::size(wrong); ++i) {
    const ShapedLine line = engine->shape("A" + wrong[i] + "B", style);
    CHECK(line.glyphs.size() == 2 + parts[i]);
    CHECK(line.glyphs.at(1).glyph == replacement);
  }
}

TEST_CASE("Control characters and line breaks are drawn as spaces") {
  const auto engine = new_engine();
  const TextStyle style = style_of(32);
  const float expected = engine->shape("A B", style).width;
  using namespace std::string_view_literals;
  for (const std::string_view text : {"A\nB"sv, "A\r\nB"sv, "A\tB"sv, "A\0B"sv,
                                      "A\x7F"
                                      "B"sv,
                                      "A\xC2\x85"
                                      "B"sv,
                                      "A\xE2\x80\xA8"
                                      "B"sv,
                                      "A\x1B"
                                      "B"sv}) {
    const ShapedLine line = engine->shape(text, style);
    CHECK(line.width == Approx(expected));
    CHECK(line.glyphs.size() == 3);
    CHECK_FALSE(line.missing_glyphs);
  }
}

TEST_CASE("A text beyond 4 KiB is cut at a character and says so") {
  const auto engine = new_engine();
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += "街";
  }
  const ShapedLine line = engine->shape(text, style_of(10));
  CHECK(line.truncated);
  CHECK(line.glyphs.size() == 4096 / 3);
  CHECK_FALSE(line.missing_glyphs);
}

TEST_CASE("A character that no font has is reported, and the rest is drawn") {
  const auto engine = new_engine();
  const ShapedLine line = engine->shape(
      "a\xF4\x8F\xBF\xBD"
      "b",
      style_of(32));  // U+10FFFD, private use
  CHECK(line.missing_glyphs);
  CHECK(line.glyphs.size() == 3);
  CHECK_FALSE(engine->shape("ab", style_of(32)).missing_glyphs);
}

TEST_CASE("Sizes that are no sizes are bounded") {
  const auto engine = new_engine();
  for (const float size : {0.0F, -5.0F, NAN, INFINITY, 1e30F}) {
    const ShapedLine line = engine->shape("A", style_of(size));
    CHECK(line.size_px >= 1);
    CHECK(line.size_px <= 1000);
    CHECK(std::isfinite(line.width));
  }
}

TEST_CASE("A line of Chinese, Latin, figures and an emoji takes each from the first font that has it") {
  const auto engine = new_engine();
  const TextStyle style = style_of(32);
  const ShapedLine line = engine->shape("张家楼街道 Arena 2022 🏆 98.50", style);
  REQUIRE(line.glyphs.size() == 24);
  CHECK_FALSE(line.missing_glyphs);
  CHECK_FALSE(line.truncated);
  CHECK(line.width == Approx(sum_of_advances(line)));

  TextStyle inter = style;
  inter.family = "Inter";
  const ShapedLine arena = engine->shape("Arena", inter);
  const ShapedLine figures = engine->shape("2022", inter);
  TextStyle noto = style;
  noto.family = "Noto Sans CJK SC";
  const ShapedLine street = engine->shape("张家楼街道", noto);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(line.glyphs[i].face == street.glyphs[i].face);
    CHECK(line.glyphs[i].glyph == street.glyphs[i].glyph);
    CHECK(line.glyphs[i].advance == 32);  // a Chinese character is as wide as the em
    CHECK(line.glyphs[i + 6].face == arena.glyphs[i].face);
    CHECK(line.glyphs[i + 6].glyph == arena.glyphs[i].glyph);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(line.glyphs[i + 12].face == figures.glyphs[i].face);
    CHECK(line.glyphs[i + 12].glyph == figures.glyphs[i].glyph);
  }
  const ShapedGlyph& cup = line.glyphs[17];
  CHECK(engine->slot(cup.face, cup.glyph, 32, 0).color);
  CHECK(cup.face != line.glyphs[0].face);
  CHECK(cup.face != line.glyphs[6].face);
}

TEST_CASE("A line scales exactly: twice the size, twice the width") {
  const auto engine = new_engine();
  const std::string text = "张家楼街道 Arena 2022 🏆 98.50 AVAToday";
  const float one = engine->shape(text, style_of(17)).width;
  const float two = engine->shape(text, style_of(34)).width;
  CHECK(two == Approx(2 * one).margin(0.1));
}

TEST_CASE("Every weight has its own face") {
  const auto engine = new_engine();
  std::set<std::uint32_t> faces;
  for (const int weight : {100, 200, 300, 400, 500, 600, 700, 800, 900}) {
    faces.insert(engine->shape("A", style_of(32, weight)).glyphs.at(0).face);
  }
  CHECK(faces.size() == 9);
}

TEST_CASE("Lines of one style share their metrics whatever their text") {
  const auto engine = new_engine();
  const ShapedLine latin = engine->shape("Arena", style_of(100));
  const ShapedLine chinese = engine->shape("街道🏆", style_of(100));
  CHECK(latin.ascent == chinese.ascent);
  CHECK(latin.descent == chinese.descent);
  CHECK(latin.cap_height == chinese.cap_height);
  CHECK(latin.cap_height == Approx(72.7).margin(0.1));  // Inter's designer gives 0.727 of the em
}

TEST_CASE("Tabular figures have one advance, in any company") {
  const auto engine = new_engine();
  TextStyle style = style_of(40, 600);
  style.tabular_figures = true;
  const float width = engine->shape("8", style).width;
  for (const char* text : {"0123456789", "9876543210", "1471174147"}) {
    for (const ShapedGlyph& glyph : engine->shape(text, style).glyphs) {
      CHECK(glyph.advance == Approx(width).margin(1.0 / 512));
    }
  }
  const float clock = engine->shape("11:11.11", style).width;
  CHECK(engine->shape("47:08.94", style).width == Approx(clock).margin(1.0 / 128));
  style.tabular_figures = false;
  CHECK(engine->shape("1111", style).width < engine->shape("0000", style).width);
}

TEST_CASE("Letter spacing widens by what it says between characters") {
  const auto engine = new_engine();
  TextStyle style = style_of(32);
  const float plain = engine->shape("街道街道", style).width;
  style.letter_spacing_px = 5;
  const ShapedLine spaced = engine->shape("街道街道", style);
  CHECK(spaced.width == Approx(plain + 3 * 5).margin(0.01));
  for (std::size_t i = 1; i < spaced.glyphs.size(); ++i) {
    CHECK(spaced.glyphs[i].x - spaced.glyphs[i - 1].x == Approx(37).margin(0.01));
  }
}

}  // namespace leitai::overlays
