// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>

#include "tests/cli/program.h"
#include "tests/dice.h"
#include "tests/moving/animation_inputs.h"

using namespace leitai;
using namespace leitai::overlays;
using namespace leitai::test;

namespace {

namespace fs = std::filesystem;

constexpr int kWidth = 48, kHeight = 32;
const PicturePlace kPlace{PictureFit::cover, kWidth, kHeight, {}};

struct Kind {
  const char* name;
  std::function<void(const fs::path&, const Animation&)> write;
  bool has_half_alpha;
};
const std::vector<Kind> kKinds = {
    {"a.gif", write_gif, false},
    {"a.webp", write_webp, true},
    {"a.avif", [](const fs::path& file, const Animation& a) { write_avif(file, a); }, true}};

/// A square of another colour in each picture goes across what is transparent.
Animation moving_square(int count) {
  Animation animation{kWidth, kHeight, {}, {}};
  for (int i = 0; i < count; ++i) {
    Bytes picture(std::size_t{kWidth} * kHeight * 4);
    for (int y = 8; y < 24; ++y) {
      for (int x = i; x < i + 16; ++x) {
        const Bytes color = plain(1, 1, {i * 11 % 256, 200 - i * 7 % 200, i * 29 % 256, 255});
        std::copy(color.begin(), color.end(), picture.begin() + (y * kWidth + x) * 4);
      }
    }
    animation.pictures.push_back(std::move(picture));
    animation.durations_ms.push_back(30 + i % 3 * 20);
  }
  return animation;
}

void check_colors(MovingFile& file, const std::vector<Pixel>& colors, int tolerance) {
  REQUIRE(file.times().begins_ns.size() == colors.size());
  for (std::size_t i = 0; i < colors.size(); ++i) {
    const Pixel is = middle(file, static_cast<std::uint32_t>(i));
    INFO(i << ": is " << text_of(is) << "and should be " << text_of(shown(colors[i])));
    CHECK(is_near(is, shown(colors[i]), tolerance));
  }
}

}  // namespace

TEST_CASE("an animation that is broken or too large is refused in a sentence") {
  const TempFolder folder;
  const fs::path file = folder / "a";
  const Animation animation = moving_square(4);
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    kind.write(file, animation);
    Bytes bytes = bytes_of(file);
    bytes.resize(40);
    write_bytes(file, bytes);
    const auto refused = MovingFile::open(file, kPlace);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().size() > 10);
    CHECK_FALSE(is_moving(file));
  }
  write_gif(file, {4100, 1, {plain(4100, 1, {9, 9, 9, 255}), plain(4100, 1, {8, 8, 8, 255})}, {50, 50}});
  CHECK(MovingFile::open(file, kPlace).error() == "is larger than 4096 pixels: it has 4100×1");
  write_webp(file, {4100, 1, {plain(4100, 1, {9, 9, 9, 255}), plain(4100, 1, {8, 8, 8, 255})}, {50, 50}});
  CHECK(MovingFile::open(file, kPlace).error() == "is larger than 4096 pixels: it has 4100×1");
  write_avif(file, {4100, 4, {plain(4100, 4, {9, 9, 9, 255}), plain(4100, 4, {8, 8, 8, 255})}, {50, 50}});
  CHECK(MovingFile::open(file, kPlace).error().find("is larger than 4096 pixels") != std::string::npos);
}

TEST_CASE("a picture that stands still is not moving") {
  const TempFolder folder;
  const fs::path file = folder / "a";
  const Animation one{kWidth, kHeight, {plain(kWidth, kHeight, {1, 2, 3, 255})}, {100}};
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    kind.write(file, one);
    CHECK_FALSE(is_moving(file));
    kind.write(file, moving_square(2));
    CHECK(is_moving(file));
  }
  write_file(file, lottie_text(kWidth, kHeight, 25, {{1, 2, 3, 255}}));
  CHECK_FALSE(is_moving(file));
  write_file(file, lottie_text(kWidth, kHeight, 25, {{1, 2, 3, 255}, {3, 2, 3, 255}}));
  CHECK(is_moving(file));
}

TEST_CASE("an animation's colours are shown as they are, premultiplied as light") {
  const TempFolder folder;
  const fs::path file = folder / "a";
  const std::vector<Pixel> opaque = {{255, 255, 255, 255}, {200, 40, 60, 255}, {20, 60, 220, 255}, {90, 90, 90, 255}};
  const std::vector<Pixel> half = {{255, 255, 255, 128}, {200, 40, 60, 128}, {20, 60, 220, 64}};
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    // FFmpeg's encoder of GIF leaves the picture before standing beneath what is transparent.
    std::vector<Pixel> colors{{0, 0, 0, 0}};
    colors.insert(colors.end(), opaque.begin(), opaque.end());
    if (kind.has_half_alpha) colors.insert(colors.end(), half.begin(), half.end());
    Animation animation{kWidth, kHeight, {}, std::vector<int>(colors.size(), 40)};
    for (const Pixel& color : colors) animation.pictures.push_back(plain(kWidth, kHeight, color));
    kind.write(file, animation);
    check_colors(*opened(file, kPlace), colors, 1);
  }
  std::vector<Pixel> colors = opaque;
  colors.insert(colors.end(), half.begin(), half.end());
  write_file(file, lottie_text(kWidth, kHeight, 25, colors));
  check_colors(*opened(file, kPlace), colors, 2);
}

TEST_CASE("an animation's pictures begin when the file says") {
  const TempFolder folder;
  const fs::path file = folder / "a";
  const Animation animation = moving_square(9);
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    kind.write(file, animation);
    const auto opened_file = opened(file, kPlace);
    const MovingTimes& times = opened_file->times();
    REQUIRE(times.begins_ns.size() == animation.pictures.size());
    std::int64_t begins = 0;
    for (std::size_t i = 0; i < times.begins_ns.size(); ++i) {
      CHECK(times.begins_ns[i] == begins);
      begins += std::int64_t{animation.durations_ms[i]} * 1'000'000;
    }
    CHECK(times.end_ns == begins);
  }
  write_file(file, lottie_text(kWidth, kHeight, 30, std::vector<Pixel>(7, {1, 2, 3, 255})));
  const auto lottie = opened(file, kPlace);
  REQUIRE(lottie->times().begins_ns.size() == 7);
  CHECK(lottie->times().begins_ns[1] == 33'333'333);
  CHECK(lottie->times().end_ns == 233'333'333);
}

TEST_CASE("a picture of an animation is the same in whatever order pictures are read") {
  const TempFolder folder;
  const fs::path file = folder / "a";
  constexpr std::uint32_t kPictures = 24;
  const Animation animation = moving_square(kPictures);
  std::vector<Pixel> colors;
  for (int i = 0; i < int{kPictures}; ++i) colors.push_back({i * 10, 100, 255 - i * 5, 255 - i * 3});
  const auto check_order = [&] {
    const auto file_in_order = opened(file, kPlace);
    std::vector<Bytes> in_order;
    for (std::uint32_t i = 0; i < kPictures; ++i) in_order.push_back(read(*file_in_order, i));
    for (std::uint32_t i = 1; i < kPictures; ++i) CHECK(in_order[i] != in_order[i - 1]);
    std::vector<std::uint32_t> order(kPictures);
    std::iota(order.begin(), order.end(), 0U);
    Dice(11).shuffle(order);
    const auto again = opened(file, kPlace);
    for (const std::uint32_t number : order) {
      CAPTURE(number);
      const bool is_same = read(*again, number) == in_order[number];
      CHECK(is_same);
    }
  };
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    kind.write(file, animation);
    check_order();
  }
  write_file(file, lottie_text(kWidth, kHeight, 25, colors));
  check_order();
}

TEST_CASE("an AVIF stands as its file turns it") {
  const TempFolder folder;
  const fs::path file = folder / "a";
  // Its top left quarter is red, the one beside it green, the one below blue.
  Bytes picture = plain(kWidth, kHeight, {255, 255, 255, 255});
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const bool left = x < kWidth / 2, top = y < kHeight / 2;
      const Pixel color = left ? (top ? Pixel{255, 0, 0, 255} : Pixel{0, 0, 255, 255})
                               : (top ? Pixel{0, 255, 0, 255} : Pixel{255, 255, 255, 255});
      std::copy(color.begin(), color.end(), picture.begin() + (y * kWidth + x) * 4);
    }
  }
  const Pixel red{255, 0, 0, 255}, green{0, 255, 0, 255}, blue{0, 0, 255, 255}, white{255, 255, 255, 255};
  struct Case {
    int turned;
    bool mirrored;
    std::vector<Pixel> corners;  ///< top left, top right, bottom left, bottom right
  };
  const std::vector<Case> cases = {{0, false, {red, green, blue, white}}, {1, false, {green, white, red, blue}},
                                   {2, false, {white, blue, green, red}}, {3, false, {blue, red, white, green}},
                                   {0, true, {green, red, white, blue}},  {1, true, {white, green, blue, red}}};
  for (const Case& is : cases) {
    CAPTURE(is.turned, is.mirrored);
    write_avif(file, {kWidth, kHeight, {picture, picture}, {40, 40}}, is.turned, is.mirrored);
    const auto opened_file = opened(file, {PictureFit::contain, 48, 48, {}});
    CHECK(opened_file->width() == (is.turned % 2 == 0 ? 48 : 32));
    CHECK(opened_file->height() == (is.turned % 2 == 0 ? 32 : 48));
    const Bytes rgba = read(*opened_file, 1);
    const int right = opened_file->width() - 5, bottom = opened_file->height() - 5;
    CHECK(pixel(*opened_file, rgba, 4, 4) == is.corners[0]);
    CHECK(pixel(*opened_file, rgba, right, 4) == is.corners[1]);
    CHECK(pixel(*opened_file, rgba, 4, bottom) == is.corners[2]);
    CHECK(pixel(*opened_file, rgba, right, bottom) == is.corners[3]);
  }
}
