// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <png.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/paint/small_pictures.h"

namespace leitai::overlays {
namespace {

using namespace testing;

double encode(double linear) {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

Canvas one_pixel(Color color) {
  Canvas canvas(1, 1);
  canvas.clear(color);
  return canvas;
}

/// What libpng's own simple reader makes of a file.
std::vector<std::uint8_t> decode_png(const std::vector<std::uint8_t>& file, int& width, int& height) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_memory(&image, file.data(), file.size()) != 0);
  image.format = PNG_FORMAT_RGBA;
  std::vector<std::uint8_t> rgba(PNG_IMAGE_SIZE(image));
  REQUIRE(png_image_finish_read(&image, nullptr, rgba.data(), 0, nullptr) != 0);
  width = static_cast<int>(image.width);
  height = static_cast<int>(image.height);
  return rgba;
}

}  // namespace

TEST_CASE("A PNG of no size, or of another size than its bytes, is refused") {
  const std::vector<std::uint8_t> bytes(16);
  CHECK_FALSE(encode_png(bytes, 0, 4));
  CHECK_FALSE(encode_png(bytes, 4, -1));
  CHECK_FALSE(encode_png(bytes, 3, 1));
  CHECK_FALSE(encode_png(bytes, 2, 3));
  CHECK(encode_png(bytes, 2, 2));
}

TEST_CASE("A size that libpng refuses is an error, not an exit") {
  // libpng's limit is a million columns.
  const std::vector<std::uint8_t> bytes(std::size_t(1'000'001) * 4);
  const auto png = encode_png(bytes, 1'000'001, 1);
  REQUIRE_FALSE(png);
  CHECK(png.error().find("PNG") != std::string::npos);
}

TEST_CASE("A PNG reads back as what was written, at every compression") {
  std::vector<std::uint8_t> rgba(7 * 5 * 4);
  for (std::size_t i = 0; i < rgba.size(); ++i) {
    rgba[i] = static_cast<std::uint8_t>(i * 37 + 11);
  }
  for (const int level : {-3, 0, 1, 6, 9, 99}) {
    const auto png = encode_png(rgba, 7, 5, level);
    REQUIRE(png);
    int width = 0;
    int height = 0;
    CHECK(decode_png(*png, width, height) == rgba);
    CHECK(width == 7);
    CHECK(height == 5);
  }
}

TEST_CASE("Half-transparent white over white is 255") {
  const Canvas canvas = painted({box_quad({0, 0, 3, 1}, color_from_srgb(1, 1, 1, 0.5F))}, 3, 1, kWhite);
  for (const AlphaMode mode : {AlphaMode::straight, AlphaMode::premultiplied}) {
    CHECK(encode_srgb(canvas, mode) == std::vector<std::uint8_t>(12, 255));
  }
}

TEST_CASE("Light is added in linear light: half white over black is 188, not 128") {
  const Canvas canvas = painted({box_quad({0, 0, 1, 1}, color_from_srgb(1, 1, 1, 0.5F))}, 1, 1, {0, 0, 0, 1});
  CHECK(encode_srgb(canvas, AlphaMode::premultiplied) == std::vector<std::uint8_t>{188, 188, 188, 255});
}

TEST_CASE("An opaque colour comes out as the bytes that it was written with") {
  for (int byte = 0; byte < 256; ++byte) {
    const float v = static_cast<float>(byte) / 255;
    const Canvas canvas = painted({box_quad({0, 0, 1, 1}, color_from_srgb(v, v, v, 1))}, 1, 1);
    CHECK(encode_srgb(canvas, AlphaMode::straight)[0] == byte);
    CHECK(encode_srgb(canvas, AlphaMode::premultiplied)[1] == byte);
  }
}

TEST_CASE("Straight alpha keeps the colour of what is half-transparent") {
  const Canvas canvas = one_pixel(color_from_srgb(200 / 255.0F, 100 / 255.0F, 50 / 255.0F, 0.25F));
  CHECK(encode_srgb(canvas, AlphaMode::straight) == std::vector<std::uint8_t>{200, 100, 50, 64});
  CHECK(encode_srgb(one_pixel({}), AlphaMode::straight) == std::vector<std::uint8_t>{0, 0, 0, 0});
}

TEST_CASE("Encoding rounds to the nearest byte over the whole range") {
  const int steps = 65535;
  Canvas canvas(steps + 1, 1);
  std::uint16_t* const pixels = canvas.write(canvas.area());
  for (int i = 0; i <= steps; ++i) {
    for (int c = 0; c < 3; ++c) {
      pixels[i * 4 + c] = static_cast<std::uint16_t>(i);
    }
    pixels[i * 4 + 3] = 65535;
  }
  const std::vector<std::uint8_t> bytes = encode_srgb(canvas, AlphaMode::premultiplied);
  double greatest = 0;
  for (int i = 0; i <= steps; ++i) {
    const double exact = encode(static_cast<double>(i) / steps) * 255;
    greatest = std::max(greatest, std::abs(exact - bytes[std::size_t(i) * 4]));
  }
  CHECK(greatest <= 0.5 + 1e-9);
}

TEST_CASE("Light out of range and not-a-number are encoded as the nearest that there is") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(encode_srgb(one_pixel({2, -1, nan, 3}), AlphaMode::premultiplied) == std::vector<std::uint8_t>{255, 0, 0, 255});
  CHECK(encode_srgb(one_pixel({1, 1, 1, nan}), AlphaMode::straight) == std::vector<std::uint8_t>{0, 0, 0, 0});
  CHECK(encode_srgb(one_pixel({0.9F, 0, 0, 0.5F}), AlphaMode::straight) == std::vector<std::uint8_t>{255, 0, 0, 128});
}

TEST_CASE("Designers' colours are bounded, and premultiplied in linear light") {
  CHECK(color_from_srgb(2, -1, 0, 9) == Color{1, 0, 0, 1});
  const Color grey = color_from_srgb(0.5F, 0.5F, 0.5F, 0.5F);
  CHECK(grey.r == Approx(0.214041 / 2).epsilon(1e-4));  // IEC 61966-2-1: 0.5 is 0.2140 of the light
  CHECK(grey.a == 0.5F);
}

TEST_CASE("A canvas of no size holds nothing and can be painted and encoded") {
  Canvas canvas(-3, 5);
  CHECK(canvas.pixels().empty());
  paint({0, 0, {box_quad({0, 0, 3, 3}, kWhite)}}, {}, canvas);
  repaint({0, 0, {box_quad({0, 0, 3, 3}, kWhite)}}, {}, canvas);
  CHECK(encode_srgb(canvas, AlphaMode::straight).empty());
}

}  // namespace leitai::overlays
