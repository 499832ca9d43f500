// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string_view>
#include <vector>

#include "overlays/media/picture_decoders.h"

/// A picture of four colours, whose place tells how it was turned.
namespace quarters {

using leitai::overlays::StraightPicture;
using File = std::vector<std::uint8_t>;
using Rgb = std::array<int, 3>;

inline constexpr int kWidth = 48, kHeight = 32;
inline constexpr Rgb kRed = {230, 20, 20}, kGreen = {20, 200, 20}, kBlue = {20, 20, 230}, kWhite = {240, 240, 240};

/// Four quarters: red and green above blue and white.
inline std::vector<std::uint8_t> pixels_of_quarters(int channels) {
  std::vector<std::uint8_t> pixels;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const Rgb& color = y < kHeight / 2 ? (x < kWidth / 2 ? kRed : kGreen) : (x < kWidth / 2 ? kBlue : kWhite);
      for (const int value : color) pixels.push_back(static_cast<std::uint8_t>(value));
      if (channels == 4) pixels.push_back(255);
    }
  }
  return pixels;
}

inline std::string_view text(const File& file) {
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

/// Which of the four colours is in the middle of a quarter.
inline Rgb color_at(const StraightPicture& picture, bool right, bool below) {
  const int x = picture.width / 4 + (right ? picture.width / 2 : 0);
  const int y = picture.height / 4 + (below ? picture.height / 2 : 0);
  const std::uint8_t* pixel = &picture.rgba[(static_cast<std::size_t>(y) * picture.width + x) * 4];
  Rgb nearest = kRed;
  int least = 1 << 30;
  for (const Rgb& color : {kRed, kGreen, kBlue, kWhite}) {
    int distance = 0;
    for (std::size_t i = 0; i < 3; ++i) distance += std::abs(color[i] - pixel[i]);
    if (distance < least) nearest = color;
    least = std::min(least, distance);
  }
  CHECK(least < 30);
  return nearest;
}

/// No beginning of the file is a picture.
inline void check_cut_off(const File& file) {
  using leitai::overlays::check_picture;
  REQUIRE(check_picture(text(file)).has_value());
  for (const double part : {0.02, 0.1, 0.4, 0.7, 0.9}) {
    const auto length = static_cast<std::size_t>(static_cast<double>(file.size()) * part);
    INFO(length << " of " << file.size());
    CHECK_FALSE(check_picture(text(file).substr(0, length)).has_value());
  }
}

/// So many changes of one to four bytes make no picture of it, or one of a size that is drawn.
inline void check_changed(const File& whole, int times, std::mt19937& random) {
  for (int i = 0; i < times; ++i) {
    File file = whole;
    for (int changes = 0; changes <= i % 4; ++changes) {
      file[random() % file.size()] = static_cast<std::uint8_t>(random());
    }
    if (const auto info = leitai::overlays::check_picture(text(file))) {
      CHECK(info->width >= 1);
      CHECK(info->height >= 1);
      CHECK(std::int64_t{info->width} * info->height <= leitai::overlays::kMaxPicturePixels);
    }
  }
}

}  // namespace quarters
