// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/moving/yuv_film.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "tests/cli/program.h"
#include "tests/dice.h"
#include "tests/moving/moving_inputs.h"

using namespace leitai;
using namespace leitai::overlays;
using namespace leitai::test;

namespace {

namespace fs = std::filesystem;

PicturePlace place(int width, int height, PictureFit fit = PictureFit::cover) {
  return {fit, width, height, {}};
}

/// ITU-R BT.601-7, BT.709-6 and BT.2020-2: R'G'B' to samples of `bits`.
std::array<int, 3> samples_of(const Pixel& color, double red_weight, double blue_weight, bool full_range, int bits) {
  const double r = color[0] / 255.0, g = color[1] / 255.0, b = color[2] / 255.0;
  const double y = red_weight * r + (1 - red_weight - blue_weight) * g + blue_weight * b;
  const double u = (b - y) / (2 * (1 - blue_weight)), v = (r - y) / (2 * (1 - red_weight));
  const double scale = std::pow(2, bits - 8), all = std::pow(2, bits) - 1;
  const double half = std::pow(2, bits - 1);
  const auto sample = [](double value) { return static_cast<int>(std::lround(value)); };
  if (full_range) return {sample(y * all), sample(u * all + half), sample(v * all + half)};
  return {sample((219 * y + 16) * scale), sample((224 * u + 128) * scale), sample((224 * v + 128) * scale)};
}

struct Weights {
  AVColorSpace tag;
  double red, blue;
};
constexpr Weights kBt601{AVCOL_SPC_SMPTE170M, 0.299, 0.114};
constexpr Weights kBt709{AVCOL_SPC_BT709, 0.2126, 0.0722};
constexpr Weights kBt2020{AVCOL_SPC_BT2020_NCL, 0.2627, 0.0593};
const std::vector<Pixel> kColors = {{200, 40, 60, 255}, {30, 180, 90, 255}, {20, 60, 220, 255}, {250, 250, 250, 255}};

void check_colors(const fs::path& file, YuvFilm film, const Weights& weights, bool full_range, int bits) {
  for (const Pixel& color : kColors) {
    film.colors.push_back(samples_of(color, weights.red, weights.blue, full_range, bits));
  }
  write_yuv(file, film);
  const auto opened_file = opened(file, place(film.width, film.height));
  for (std::size_t i = 0; i < kColors.size(); ++i) {
    const Pixel is = middle(*opened_file, static_cast<std::uint32_t>(i));
    INFO("is " << text_of(is) << "and should be " << text_of(kColors[i]));
    CHECK(is_near(is, kColors[i], 3));
  }
}

std::vector<std::array<int, 3>> grey(std::size_t count) {
  std::vector<std::array<int, 3>> colors;
  for (std::size_t i = 0; i < count; ++i) colors.push_back({static_cast<int>(16 + i * 5 % 200), 128, 128});
  return colors;
}

}  // namespace

TEST_CASE("films that are too large, HDR or of another kind are refused in a sentence") {
  const TempFolder folder;
  const fs::path file = folder / "a.mp4";
  YuvFilm large;
  large.width = 4100;
  large.height = 16;
  large.colors = grey(2);
  write_yuv(file, large);
  CHECK(MovingFile::open(file, place(64, 48)).error() == "is larger than 4096 pixels: it has 4100×16");
  YuvFilm hdr;
  hdr.colors = grey(2);
  hdr.transfer = AVCOL_TRC_SMPTE2084;
  write_yuv(file, hdr);
  CHECK(MovingFile::open(file, place(64, 48)).error() == "is HDR, which is not drawn");
  write_film(folder / "a.mkv", FilmFormat::ffv1, 64, 48, {plain(64, 48, {1, 2, 3, 255})});
  CHECK(MovingFile::open(folder / "a.mkv", place(64, 48)).error().find("holds ffv1") == 0);
  CHECK(MovingFile::open(file, place(0, 48)).error() == "has no place that it could be drawn in");
}

TEST_CASE("colours are read by the film's matrix, range and depth") {
  const TempFolder folder;
  const fs::path file = folder / "a.mp4";
  for (const Weights& weights : {kBt601, kBt709, kBt2020}) {
    for (const bool full_range : {false, true}) {
      for (const AVPixelFormat pixels : {AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV420P10}) {
        CAPTURE(weights.tag, full_range, pixels);
        YuvFilm film;
        film.pixels = pixels;
        film.matrix = weights.tag;
        film.range = full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
        check_colors(file, film, weights, full_range, pixels == AV_PIX_FMT_YUV420P10 ? 10 : 8);
      }
    }
  }
}

TEST_CASE("without a tag a film is BT.709 from 720 lines up, BT.601 below") {
  const TempFolder folder;
  const fs::path file = folder / "a.mp4";
  YuvFilm film;
  check_colors(file, film, kBt601, false, 8);
  film.height = 720;
  check_colors(file, film, kBt709, false, 8);
}

TEST_CASE("pictures begin when the film says, out of order, late and unevenly") {
  const TempFolder folder;
  for (const char* name : {"a.mp4", "a.mkv"}) {
    CAPTURE(name);
    const fs::path file = folder / name;
    YuvFilm film;
    film.colors = grey(20);
    film.b_frames = 3;
    for (std::int64_t i = 0, time = 5'000; i < 20; ++i, time += 20 + i % 4 * 30) film.times.push_back(time);
    write_yuv(file, film);
    const auto opened_file = opened(file, place(64, 48));
    const MovingTimes& times = opened_file->times();
    REQUIRE(times.begins_ns.size() == film.times.size());
    for (std::size_t i = 0; i < film.times.size(); ++i) {
      CHECK(times.begins_ns[i] == (film.times[i] - film.times[0]) * 1'000'000);
      const int level = std::lround((film.colors[i][0] - 16) * 255.0 / 219);
      CHECK(is_near(middle(*opened_file, static_cast<std::uint32_t>(i)), {level, level, level, 255}, 3));
    }
    CHECK(times.end_ns > times.begins_ns.back());
    CHECK(times.end_ns < times.begins_ns.back() + 200'000'000);
  }
}

TEST_CASE("groups that others reach into are read in any order") {
  const TempFolder folder;
  for (const char* name : {"a.mp4", "a.mkv"}) {
    CAPTURE(name);
    const fs::path file = folder / name;
    YuvFilm film;
    film.colors = grey(50);
    film.b_frames = 2;
    film.key_every = 8;
    film.open_groups = true;
    write_yuv(file, film);
    const auto opened_file = opened(file, place(64, 48));
    REQUIRE(opened_file->times().begins_ns.size() == film.colors.size());
    std::vector<std::uint32_t> order(film.colors.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto check_order = [&] {
      for (const std::uint32_t number : order) {
        const int level = std::lround((film.colors[number][0] - 16) * 255.0 / 219);
        const Pixel is = middle(*opened_file, number);
        INFO(number << " is " << text_of(is) << "and should be " << level);
        CHECK(is_near(is, {level, level, level, 255}, 3));
      }
    };
    check_order();
    Dice(2).shuffle(order);
    check_order();
  }
}

TEST_CASE("a film stands upright, its pixels as wide as it says") {
  const TempFolder folder;
  const fs::path file = folder / "a.mp4";
  YuvFilm film;
  film.width = 64;
  film.height = 32;
  film.colors = {{235, 128, 128}, {235, 128, 128}};
  film.right_half = std::array<int, 3>{16, 128, 128};
  const Pixel white{255, 255, 255, 255}, black{0, 0, 0, 255};
  // libavutil's function takes degrees clockwise: white, which is left, comes to lie above.
  film.turned = 90;
  write_yuv(file, film);
  auto turned = opened(file, place(64, 64, PictureFit::contain));
  CHECK(turned->width() == 32);
  CHECK(turned->height() == 64);
  Bytes rgba = read(*turned, 1);
  CHECK(is_near(pixel(*turned, rgba, 16, 4), white, 3));
  CHECK(is_near(pixel(*turned, rgba, 16, 60), black, 3));
  film.turned = 180;
  write_yuv(file, film);
  turned = opened(file, place(64, 64, PictureFit::contain));
  rgba = read(*turned, 0);
  CHECK(turned->width() == 64);
  CHECK(is_near(pixel(*turned, rgba, 4, 16), black, 3));
  film.turned.reset();
  film.pixel_aspect = {2, 1};
  write_yuv(file, film);
  const auto wide = opened(file, place(128, 128, PictureFit::contain));
  CHECK(wide->width() == 128);
  CHECK(wide->height() == 32);
  rgba = read(*wide, 0);
  CHECK(is_near(pixel(*wide, rgba, 20, 16), white, 3));
  CHECK(is_near(pixel(*wide, rgba, 108, 16), black, 3));
}
