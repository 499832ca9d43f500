// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "overlays/media/picture.h"
#include "tests/cli/program.h"
#include "tests/dice.h"
#include "tests/moving/animation_inputs.h"

using namespace leitai;
using namespace leitai::overlays;
using namespace leitai::test;

namespace {

constexpr int kWidth = 60, kHeight = 40;

/// Spots of all colours and alphas.
Bytes spotted() {
  Dice dice(9);
  Bytes picture(std::size_t{kWidth} * kHeight * 4);
  for (int y = 0; y < kHeight; y += 4) {
    for (int x = 0; x < kWidth; x += 4) {
      const Pixel color{dice.below(256), dice.below(256), dice.below(256), dice.below(256)};
      for (int i = 0; i < 16; ++i) {
        std::copy(color.begin(), color.end(), picture.begin() + ((y + i / 4) * kWidth + x + i % 4) * 4);
      }
    }
  }
  return picture;
}

int furthest(const Bytes& a, const Bytes& b) {
  REQUIRE(a.size() == b.size());
  int most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

}  // namespace

TEST_CASE("a moving picture fits its place as a still one does, corners and all") {
  const TempFolder folder;
  const std::filesystem::path file = folder / "a.webp";
  const Bytes picture = spotted();
  write_webp(file, {kWidth, kHeight, {picture, plain(kWidth, kHeight, {1, 2, 3, 4}), picture}, {40, 40, 40}});
  const ColorPicture still = picture_from_straight_rgba(picture.data(), kWidth, kHeight);
  for (const PictureFit fit : {PictureFit::contain, PictureFit::cover}) {
    for (const auto& [width, height] : {std::pair{60, 40}, {30, 20}, {31, 47}, {90, 33}, {200, 200}, {7, 1}}) {
      for (const std::array<float, 4>& radius : {std::array<float, 4>{}, {3, 5, 0, 9}, {99, 99, 99, 99}}) {
        CAPTURE(int(fit), width, height, radius[0]);
        const PicturePlace place{fit, width, height, radius};
        const auto moving = opened(file, place);
        const ColorPicture expected = fitted(still, place);
        REQUIRE(moving->width() == expected.width);
        REQUIRE(moving->height() == expected.height);
        CHECK(furthest(read(*moving, 2), encode_premultiplied(expected)) <= 2);
      }
    }
  }
}

TEST_CASE("an opaque film is cut, scaled and rounded as a still picture is") {
  const TempFolder folder;
  const std::filesystem::path file = folder / "a.mp4";
  // Four plain quarters, so that only their borders depend on how a film is scaled.
  Bytes picture = plain(64, 64, {200, 40, 60, 255});
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const Pixel color = x < 32 ? (y < 32 ? Pixel{200, 40, 60, 255} : Pixel{20, 60, 220, 255})
                                 : (y < 32 ? Pixel{30, 180, 90, 255} : Pixel{230, 230, 230, 255});
      std::copy(color.begin(), color.end(), picture.begin() + (y * 64 + x) * 4);
    }
  }
  write_film(file, FilmFormat::h264, 64, 64, {picture, picture});
  const ColorPicture still = picture_from_straight_rgba(picture.data(), 64, 64);
  for (const PictureFit fit : {PictureFit::contain, PictureFit::cover}) {
    for (const auto& [width, height] : {std::pair{64, 64}, {32, 32}, {48, 24}, {130, 90}, {33, 65}}) {
      CAPTURE(int(fit), width, height);
      const PicturePlace place{fit, width, height, {8, 8, 8, 8}};
      const auto moving = opened(file, place);
      const ColorPicture expected = fitted(still, place);
      REQUIRE(moving->width() == expected.width);
      REQUIRE(moving->height() == expected.height);
      const Bytes is = read(*moving, 1), should_be = encode_premultiplied(expected);
      const int right = expected.width - 1, bottom = expected.height - 1;
      for (const auto& [x, y] : {std::pair{0, 0},
                                 {right, 0},
                                 {right, bottom},
                                 {1, 2},
                                 {right / 4, bottom / 4},
                                 {right * 3 / 4, bottom / 4},
                                 {right / 4, bottom * 3 / 4},
                                 {right * 3 / 4, bottom * 3 / 4}}) {
        INFO(x << ", " << y << ": is " << text_of(pixel(*moving, is, x, y)) << "and should be "
               << text_of(pixel(*moving, should_be, x, y)));
        CHECK(is_near(pixel(*moving, is, x, y), pixel(*moving, should_be, x, y), 8));
      }
    }
  }
}
