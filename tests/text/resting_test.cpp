// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

#include "overlays/text/file_pages.h"
#include "tests/text/engines.h"

namespace leitai::overlays {
namespace {

using namespace testing;

/// So many Chinese characters, from the most used on.
std::string characters(int from, int count) {
  std::string text;
  for (int code = 0x4E00 + from; code < 0x4E00 + from + count; ++code) {
    text += {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
             static_cast<char>(0x80 | (code & 0x3F))};
  }
  return text;
}

struct Drawn {
  std::vector<ShapedGlyph> glyphs;
  std::vector<std::uint8_t> texels;
};

/// A text's glyphs and what the atlas got for them.
Drawn draw(TextEngine& engine, const std::string& text) {
  Drawn drawn{engine.shape(text, style_of(40, 700)).glyphs, {}};
  for (const ShapedGlyph& glyph : drawn.glyphs) {
    engine.slot(glyph.face, glyph.glyph, 40, 0);
  }
  for (const AtlasUpload& upload : engine.take_uploads()) {
    drawn.texels.insert(drawn.texels.end(), upload.bytes.begin(), upload.bytes.end());
  }
  return drawn;
}

/// How many kilobytes of font files this process has in memory.
long font_kilobytes() {
  std::ifstream smaps("/proc/self/smaps");
  long sum = 0;
  bool of_font = false;
  for (std::string line; std::getline(smaps, line);) {
    if (line.rfind("Rss:", 0) == 0 && of_font) {
      sum += std::stol(line.substr(4));
    } else if (const std::size_t dash = line.find('-'); dash != std::string::npos && dash < line.find(' ')) {
      of_font = line.find(".ttc") != std::string::npos || line.find(".otf") != std::string::npos ||
                line.find(".ttf") != std::string::npos;
    }
  }
  return sum;
}

void check_same(const Drawn& a, const Drawn& b) {
  REQUIRE(a.glyphs.size() == b.glyphs.size());
  for (std::size_t i = 0; i < a.glyphs.size(); ++i) {
    CHECK(a.glyphs[i].glyph == b.glyphs[i].glyph);
    CHECK(a.glyphs[i].face == b.glyphs[i].face);
    CHECK(a.glyphs[i].x == b.glyphs[i].x);
  }
  CHECK(a.texels == b.texels);
}

}  // namespace

#if defined(__linux__)
TEST_CASE("memory that is no read-only mapping of a file is not taken for one") {
  std::vector<char> own(1 << 20, 'x');
  CHECK_FALSE(is_mapped_file(own.data(), own.size()));
  CHECK_FALSE(is_mapped_file(nullptr, 0));
  static const char constant[] = "within the program's file, but not where it begins";
  CHECK_FALSE(is_mapped_file(constant, sizeof constant));
}

TEST_CASE("an engine that rests has next to nothing of its fonts in memory") {
  const auto engine = new_engine();
  draw(*engine, characters(0, 500) + "AV 9.75");
  const long working = font_kilobytes();
  engine->rest();
  const long resting = font_kilobytes();
  INFO(working << " kB, then " << resting << " kB");
  CHECK(working > 1000);
  CHECK(resting < working / 10);
}
#endif

TEST_CASE("what is drawn after a rest is what would have been drawn without it") {
  const auto rested = new_engine(), busy = new_engine();
  for (const std::string& text : {characters(0, 300), std::string("Ålesund, 9.75 ✓ 👍"), characters(200, 300)}) {
    check_same(draw(*rested, text), draw(*busy, text));
    rested->rest();
    rested->rest();
  }
  CHECK(rested->shape("AV", style_of(32)).ascent == busy->shape("AV", style_of(32)).ascent);
}

}  // namespace leitai::overlays
