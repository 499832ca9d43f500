// SPDX-License-Identifier: GPL-2.0-or-later
#include <cmath>
#include <string>
#include <vector>

#include "tests/text/engines.h"

namespace leitai::overlays {
namespace {

using namespace testing;

constexpr const char* kLongName = "张家楼街道党工委书记 Arena 2022 🏆 98.50";

/// What a line's glyphs look like whatever its size: two lines of one text have equal keys.
std::vector<std::pair<std::uint32_t, std::uint32_t>> keys(const ShapedLine& line) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> result;
  for (const ShapedGlyph& glyph : line.glyphs) {
    result.emplace_back(glyph.face, glyph.glyph);
  }
  return result;
}

std::pair<std::uint32_t, std::uint32_t> key_of(TextEngine& engine, const std::string& character) {
  return keys(engine.shape(character, style_of(32))).at(0);
}

/// Every line of `lines`, told by its glyphs, is this text.
void check_lines(TextEngine& engine, const std::vector<ShapedLine>& lines, const std::vector<std::string>& texts) {
  REQUIRE(lines.size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    INFO("line " << i << ": " << texts[i]);
    CHECK(keys(lines[i]) == keys(engine.shape(texts[i], style_of(32))));
  }
}

}  // namespace

TEST_CASE("Where not even an ellipsis has room the line is empty, and says truncated") {
  const auto engine = new_engine();
  for (const float width : {0.0F, -10.0F, 1.0F, NAN}) {
    const ShapedLine line = engine->fit(kLongName, style_of(32), width, 24);
    CHECK(line.glyphs.empty());
    CHECK(line.width == 0);
    CHECK(line.truncated);
    CHECK(line.ascent > 0);
  }
  CHECK_FALSE(engine->fit("", style_of(32), 100, 24).truncated);
}

TEST_CASE("What fits keeps its size") {
  const auto engine = new_engine();
  const float natural = engine->shape(kLongName, style_of(32)).width;
  const ShapedLine line = engine->fit(kLongName, style_of(32), natural, 20);
  CHECK(line.size_px == 32);
  CHECK(line.width == natural);
  CHECK_FALSE(line.truncated);
  CHECK(keys(line) == keys(engine->shape(kLongName, style_of(32))));
}

TEST_CASE("A line first shrinks, then is cut with an ellipsis, and is never too wide") {
  const auto engine = new_engine();
  const float natural = engine->shape(kLongName, style_of(32)).width;
  const auto whole = keys(engine->shape(kLongName, style_of(32)));
  const auto ellipsis = key_of(*engine, "…");
  float last_width = natural;
  for (float width = natural - 1; width > 20; width -= 7.3F) {
    const ShapedLine line = engine->fit(kLongName, style_of(32), width, 20);
    REQUIRE(line.width <= width + 0.01F);
    REQUIRE(line.size_px >= 20);
    // Room for it at the least size: all of it is there, else as much as has room, and "…".
    if (width >= natural * 20.0F / 32 + 0.1F) {
      REQUIRE_FALSE(line.truncated);
      REQUIRE(keys(line) == whole);
      REQUIRE(line.size_px > 20 - 0.01F);
      REQUIRE(line.width > width - natural / 32 * 0.5F);  // a step of size is at most that
    } else {
      REQUIRE(line.truncated);
      REQUIRE(line.size_px == 20);
      REQUIRE(keys(line).back() == ellipsis);
      const auto kept = keys(line);
      REQUIRE(std::equal(kept.begin(), kept.end() - 1, whole.begin()));
    }
    REQUIRE(line.width <= last_width + 0.01F);
    last_width = line.width;
  }
}

TEST_CASE("A least size above the style's own is no reason to grow") {
  const auto engine = new_engine();
  const ShapedLine line = engine->fit(kLongName, style_of(32), 100, 500);
  CHECK(line.size_px == 32);
  CHECK(line.truncated);
  CHECK(line.width <= 100);
}

TEST_CASE("Letter spacing shrinks with the line") {
  const auto engine = new_engine();
  TextStyle style = style_of(40);
  style.letter_spacing_px = 20;
  const float natural = engine->shape("街道街道", style).width;
  CHECK(natural == Approx(4 * 40 + 3 * 20));
  const ShapedLine half = engine->fit("街道街道", style, natural / 2, 10);
  CHECK_FALSE(half.truncated);
  CHECK(half.size_px == Approx(20).margin(0.26));
}

TEST_CASE("A cut never parts a cluster: an accent, a flag, a family") {
  const auto engine = new_engine();
  const std::string family = "👨‍👩‍👧";
  const std::string flag = "🇨🇳";
  const std::string accented = "e\xCC\x81";  // e and a combining acute
  for (const std::string& cluster : {family, flag, accented}) {
    std::string text;
    for (int i = 0; i < 20; ++i) {
      text += cluster;
    }
    const auto one = keys(engine->shape(cluster, style_of(32)));
    const auto ellipsis = key_of(*engine, "…");
    for (float width = 30; width < 300; width += 11) {
      auto kept = keys(engine->fit(text, style_of(32), width, 32));
      REQUIRE(kept.back() == ellipsis);
      kept.pop_back();
      REQUIRE(kept.size() % one.size() == 0);
      for (std::size_t i = 0; i < kept.size(); ++i) {
        REQUIRE(kept[i] == one[i % one.size()]);
      }
    }
  }
}

TEST_CASE("Nothing is wrapped into no lines, no width, no text") {
  const auto engine = new_engine();
  CHECK(engine->wrap("街道", style_of(32), 100, 0).empty());
  CHECK(engine->wrap("街道", style_of(32), 100, -1).empty());
  CHECK(engine->wrap("街道", style_of(32), 0, 3).empty());
  CHECK(engine->wrap("", style_of(32), 100, 3).empty());
}

TEST_CASE("Latin is wrapped between words, Chinese between characters, spaces at a break are dropped") {
  const auto engine = new_engine();
  check_lines(*engine, engine->wrap("The quick brown fox", style_of(32), 160, 9), {"The quick", "brown fox"});
  check_lines(*engine, engine->wrap("擂台比武选将赛马", style_of(32), 3 * 32, 9), {"擂台比", "武选将", "赛马"});
}

TEST_CASE("Line breaks in a text are kept, empty lines too") {
  const auto engine = new_engine();
  check_lines(*engine, engine->wrap("擂台\r\n比武\n\n选将\xE2\x80\xA9赛马", style_of(32), 500, 9),
              {"擂台", "比武", "", "选将", "赛马"});
}

TEST_CASE("No line starts with closing punctuation nor ends with opening punctuation, at any width") {
  const auto engine = new_engine();
  const std::string text =
      "今天，我们在「擂台」比武！谁第一？说：“你好。”（结束）；《选将》、赛马。Wonderful， indeed！";
  std::vector<std::pair<std::uint32_t, std::uint32_t>> closing;
  for (const char* mark : {"，", "。", "！", "？", "」", "：", "；", "）", "》", "、"}) {
    closing.push_back(key_of(*engine, mark));
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> opening;
  for (const char* mark : {"「", "（", "《"}) {
    opening.push_back(key_of(*engine, mark));
  }
  for (float width = 100; width < 700; width += 13) {
    const auto lines = engine->wrap(text, style_of(32), width, 99);
    INFO("width " << width);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      REQUIRE_FALSE(lines[i].glyphs.empty());
      REQUIRE(lines[i].width <= width + 0.01F);
      const auto line = keys(lines[i]);
      REQUIRE(std::find(closing.begin(), closing.end(), line.front()) == closing.end());
      REQUIRE((i + 1 == lines.size() || std::find(opening.begin(), opening.end(), line.back()) == opening.end()));
    }
  }
}

TEST_CASE("A word wider than the line is broken within, its punctuation stays with its end") {
  const auto engine = new_engine();
  const std::string word = "Antidisestablishmentarianism，好";
  for (float width = 70; width < 500; width += 9) {
    const auto lines = engine->wrap(word, style_of(32), width, 99);
    const auto comma = key_of(*engine, "，");
    for (const ShapedLine& line : lines) {
      REQUIRE(line.width <= width + 0.01F);
      REQUIRE(keys(line).front() != comma);
    }
  }
}

TEST_CASE("The last line is cut with an ellipsis where the text is longer") {
  const auto engine = new_engine();
  const auto lines = engine->wrap("擂台比武选将赛马擂台比武", style_of(32), 4 * 32, 2);
  REQUIRE(lines.size() == 2);
  CHECK_FALSE(lines[0].truncated);
  CHECK(lines[1].truncated);
  CHECK(lines[1].width <= 4 * 32);
  CHECK(keys(lines[1]).back() == key_of(*engine, "…"));
  CHECK_FALSE(engine->wrap("擂台比武选将赛马", style_of(32), 4 * 32, 2).back().truncated);
  const auto one = engine->wrap("擂台\n比武", style_of(32), 500, 1);
  check_lines(*engine, one, {"擂台 比武"});
}

TEST_CASE("4 KiB without a place to break is wrapped all the same") {
  const auto engine = new_engine();
  const auto lines = engine->wrap(std::string(10'000, 'x'), style_of(20), 400, 1000);
  REQUIRE(lines.size() > 10);
  std::size_t glyphs = 0;
  for (const ShapedLine& line : lines) {
    REQUIRE(line.width <= 400.01F);
    glyphs += line.glyphs.size();
  }
  CHECK(glyphs == 4096);
  CHECK(lines.back().truncated);
}

}  // namespace leitai::overlays
