// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <numeric>

#include "tests/cli/program.h"
#include "tests/dice.h"
#include "tests/moving/moving_inputs.h"

using namespace leitai;
using namespace leitai::overlays;
using namespace leitai::test;

namespace {

constexpr int kWidth = 64, kHeight = 48;
const PicturePlace kPlace{PictureFit::cover, kWidth, kHeight, {}};

const std::vector<Pixel> kColors = {{255, 255, 255, 255}, {200, 40, 60, 255}, {30, 180, 90, 255}, {20, 60, 220, 255},
                                    {255, 255, 255, 128}, {200, 40, 60, 128}, {20, 60, 220, 64},  {128, 128, 128, 0}};

struct Format {
  FilmFormat format;
  const char* name;
  int tolerance;
};
const std::vector<Format> kFormats = {
    {FilmFormat::prores4444, "a.mov", 4}, {FilmFormat::vp9, "a.webm", 6}, {FilmFormat::h264, "a.mp4", 6}};

/// Each colour for some pictures.
std::vector<Bytes> color_pictures(int of_each) {
  std::vector<Bytes> pictures;
  for (const Pixel& color : kColors)
    pictures.insert(pictures.end(), std::size_t(of_each), plain(kWidth, kHeight, color));
  return pictures;
}

/// Noise of another kind in each picture, so that none is like another.
std::vector<Bytes> different_pictures(int count) {
  Dice dice(5);
  std::vector<Bytes> pictures;
  for (int i = 0; i < count; ++i) {
    Bytes picture = plain(kWidth, kHeight, {i * 3 % 256, 128, 255 - i * 5 % 256, 255 - i});
    for (std::size_t at = 0; at < picture.size(); at += 4) picture[at + 1] = static_cast<std::uint8_t>(dice.below(256));
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

}  // namespace

TEST_CASE("what is no moving file is refused in a sentence") {
  const TempFolder folder;
  const std::string file = folder / "a";
  CHECK(MovingFile::open(folder / "none", kPlace).error().find("cannot be read") == 0);
  CHECK(MovingFile::open(folder / ".", kPlace).error() == "is no file");
  for (const std::string& text : {std::string(), std::string("#EXTM3U\nhttp://localhost/a.ts\n"),
                                  std::string("ffconcat version 1.0\nfile a.webm\n"), std::string(9000, 'x')}) {
    write_file(file, text);
    CHECK(MovingFile::open(file, kPlace).error().find("is no film") == 0);
    CHECK_FALSE(is_moving(file));
  }
  write_file(file, "\x1A\x45\xDF\xA3 and then nothing");
  CHECK(MovingFile::open(file, kPlace).error().find("is broken") == 0);
}

TEST_CASE("a film's colours are shown as they are, premultiplied as light") {
  const TempFolder folder;
  for (const Format& format : kFormats) {
    CAPTURE(format.name);
    const std::string file = folder / format.name;
    write_film(file, format.format, kWidth, kHeight, color_pictures(3));
    CHECK(is_moving(file));
    auto film = opened(file, kPlace);
    REQUIRE(film->times().begins_ns.size() == kColors.size() * 3);
    CHECK(film->times().begins_ns[1] == 40'000'000);
    CHECK(film->times().end_ns == 40'000'000 * std::int64_t(kColors.size()) * 3);
    // The last first: each colour may begin a group of its own, its alpha another.
    for (std::size_t i = kColors.size(); i-- > 0;) {
      const Pixel color = kColors[i];
      // What keeps no alpha is black there.
      if (!keeps_alpha(format.format) && color[3] < 255) continue;
      for (const std::uint32_t within : {1U, 2U, 0U}) {
        const Pixel is = middle(*film, static_cast<std::uint32_t>(i * 3) + within);
        INFO("is " << text_of(is) << "and should be " << text_of(shown(color)));
        CHECK(is_near(is, shown(color), format.tolerance));
      }
    }
  }
}

TEST_CASE("a picture is the same in whatever order pictures are read") {
  const TempFolder folder;
  constexpr std::uint32_t kPictures = 40;
  for (const Format& format : kFormats) {
    CAPTURE(format.name);
    const std::string file = folder / format.name;
    write_film(file, format.format, kWidth, kHeight, different_pictures(kPictures));
    auto film = opened(file, kPlace);
    std::vector<Bytes> in_order;
    for (std::uint32_t i = 0; i < kPictures; ++i) in_order.push_back(read(*film, i));
    for (std::uint32_t i = 1; i < kPictures; ++i) CHECK(in_order[i] != in_order[i - 1]);
    std::vector<std::uint32_t> order(kPictures);
    std::iota(order.begin(), order.end(), 0U);
    Dice dice(7);
    dice.shuffle(order);
    auto again = opened(file, kPlace);
    for (const std::uint32_t number : order) {
      CAPTURE(number);
      const bool is_same = read(*again, number) == in_order[number];
      CHECK(is_same);
    }
  }
}
