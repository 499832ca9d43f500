// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/plane_kernels.h"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <random>

#include "tests/instruction_sets.h"

using namespace leitai::overlays::plane_kernels;

namespace {

constexpr int kMostBlocks = 77;

double light(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}
double encoded(double linear) {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

/// BT.709 in the range of television: its published weights.
Matrix television() {
  Matrix matrix;
  const double weights[] = {0.2126, 0.7152, 0.0722};
  for (int c = 0; c < 3; ++c) {
    matrix.to_y[c] = static_cast<float>(219 * weights[c]);
    matrix.to_u[c] = static_cast<float>(224 * (c == 2 ? 0.5 : -weights[c] / 1.8556));
    matrix.to_v[c] = static_cast<float>(224 * (c == 0 ? 0.5 : -weights[c] / 1.5748));
  }
  matrix.black = 16;
  matrix.y_to_rgb = 1 / 219.0F;
  matrix.v_to_r = static_cast<float>(1.5748 / 224);
  matrix.u_to_g = static_cast<float>(1.8556 * 0.0722 / 0.7152 / 224);
  matrix.v_to_g = static_cast<float>(1.5748 * 0.2126 / 0.7152 / 224);
  matrix.u_to_b = static_cast<float>(1.8556 / 224);
  return matrix;
}

/// Graphics over a film, in a row of blocks.
struct Picture {
  std::vector<std::uint16_t> canvas[2];
  std::vector<std::uint8_t> y[2], u, v;

  LightRows light() const { return {canvas[0].data(), canvas[1].data()}; }
  LevelRows levels() { return {y[0].data(), y[1].data(), u.data(), v.data()}; }
  int alpha(int row, int x) const { return canvas[row][std::size_t(x) * 4 + 3]; }
  friend bool operator==(const Picture&, const Picture&) = default;
};

Picture random_picture(int blocks, std::mt19937& random) {
  Picture picture;
  const auto byte = [&] { return static_cast<std::uint8_t>(random()); };
  for (auto* plane : {&picture.u, &picture.v}) {
    for (int i = 0; i < blocks; ++i) plane->push_back(byte());
  }
  for (int row = 0; row < 2; ++row) {
    for (int x = 0; x < 2 * blocks; ++x) {
      picture.y[row].push_back(byte());
      // Runs of what is nothing, something and opaque; plain and not.
      const unsigned kind = (unsigned(x) / 24 + random() % 16 / 15) % 4;
      const auto alpha = kind == 0 ? 0U : kind == 1 ? random() % 65536 : 65535U;
      for (int c = 0; c < 3; ++c) {
        const auto color = kind == 3 ? 20'000U * unsigned(c) : random() % (alpha + 1);
        picture.canvas[row].push_back(static_cast<std::uint16_t>(color));
      }
      picture.canvas[row].push_back(static_cast<std::uint16_t>(alpha));
    }
  }
  return picture;
}

/// What a block's six levels are, before they are rounded: by the formulas, in doubles.
std::array<double, 6> reference(const Picture& picture, int block, const Matrix& matrix) {
  std::array<double, 6> levels{};
  double sum[3] = {};
  const double u = picture.u[std::size_t(block)] - 128.0, v = picture.v[std::size_t(block)] - 128.0;
  const double chroma[] = {matrix.v_to_r * v, -matrix.u_to_g * u - matrix.v_to_g * v, matrix.u_to_b * u};
  for (int i = 0; i < 4; ++i) {
    const int row = i / 2, x = 2 * block + i % 2;
    double y = matrix.black;
    for (int c = 0; c < 3; ++c) {
      const double film = (picture.y[row][std::size_t(x)] - double{matrix.black}) * matrix.y_to_rgb + chroma[c];
      const double through = 1 - picture.alpha(row, x) / 65535.0;
      const double over = picture.canvas[row][std::size_t(x * 4 + c)] / 65535.0;
      const double color = encoded(std::min(1.0, over + through * light(std::clamp(film, 0.0, 1.0))));
      y += matrix.to_y[c] * color;
      sum[c] += color / 4;
    }
    levels[std::size_t(i)] = y;
  }
  levels[4] = levels[5] = 128;
  for (int c = 0; c < 3; ++c) {
    levels[4] += matrix.to_u[c] * sum[c];
    levels[5] += matrix.to_v[c] * sum[c];
  }
  return levels;
}

/// How far a block's levels are from unrounded ones, at most.
double distance(const Picture& picture, int block, const std::array<double, 6>& levels) {
  double most = 0;
  for (int i = 0; i < 6; ++i) {
    const int got = i < 4    ? picture.y[i / 2][std::size_t(2 * block + i % 2)]
                    : i == 4 ? picture.u[std::size_t(block)]
                             : picture.v[std::size_t(block)];
    most = std::max(most, std::abs(got - std::clamp(levels[std::size_t(i)], 0.0, 255.0)));
  }
  return most;
}

Cover cover_of(const Picture& picture, int block) {
  int opaque = 0, clear = 0;
  for (int i = 0; i < 4; ++i) {
    const int alpha = picture.alpha(i / 2, 2 * block + i % 2);
    opaque += alpha == 65535 ? 1 : 0;
    clear += alpha == 0 ? 1 : 0;
  }
  return opaque == 4 ? kAll : clear == 4 ? kNothing : kSome;
}

/// Rounding, and what floats of 24 bits cost.
constexpr double kRounded = 0.501;

/// The instruction sets that this machine has, one after another.
template <typename Each>
void on_all_targets(const Each& each) {
  const leitai::testing::InstructionSets sets;
  for (const std::int64_t target : sets.here()) {
    sets.choose(target);
    INFO(hwy::TargetName(target));
    each();
  }
}

}  // namespace

TEST_CASE("No blocks are no work, and nothing beside the blocks is touched") {
  std::mt19937 random(1);
  const auto whole = random_picture(40, random);
  on_all_targets([&] {
    auto picture = whole;
    std::uint8_t cover[kMostBlocks] = {9};
    encode(picture.light(), 0, television(), picture.levels(), cover);
    mix(picture.light(), 0, television(), picture.levels());
    CHECK(picture == whole);
    CHECK(cover[0] == 9);
    mix(picture.light(), 19, television(), picture.levels());
    std::fill(std::begin(cover), std::end(cover), std::uint8_t{9});
    encode(whole.light(), 19, television(), picture.levels(), cover);
    CHECK(cover[19] == 9);
    CHECK(std::equal(picture.u.begin() + 19, picture.u.end(), whole.u.begin() + 19));
    CHECK(std::equal(picture.y[1].begin() + 38, picture.y[1].end(), whole.y[1].begin() + 38));
  });
}

TEST_CASE("Light over a film is mixed as the formulas say, on every instruction set") {
  std::mt19937 random(2);
  const Matrix matrix = television();
  for (int i = 0; i < 200; ++i) {
    const int blocks = 1 + int(random() % kMostBlocks);
    const auto before = random_picture(blocks, random);
    on_all_targets([&] {
      auto mixed = before, plain = before;
      std::vector<std::uint8_t> cover(std::size_t(blocks), 9);
      mix(before.light(), blocks, matrix, mixed.levels());
      encode(before.light(), blocks, matrix, plain.levels(), cover.data());
      for (int block = 0; block < blocks; ++block) {
        const auto exact = reference(before, block, matrix);
        INFO("picture " << i << ", block " << block);
        REQUIRE(distance(mixed, block, exact) <= kRounded);
        REQUIRE(cover[std::size_t(block)] == cover_of(before, block));
        if (cover_of(before, block) == kAll) REQUIRE(distance(plain, block, exact) <= kRounded);
      }
    });
  }
}

TEST_CASE("Every shade of grey light is encoded to the nearest level") {
  const Matrix matrix = television();
  on_all_targets([&] {
    for (int first = 0; first < 65536; first += 2) {
      const auto low = static_cast<std::uint16_t>(first), high = static_cast<std::uint16_t>(first + 1);
      const std::uint16_t row[] = {low, low, low, 65535, high, high, high, 65535};
      std::uint8_t y[2][2], u = 0, v = 0, cover = 0;
      encode({row, row}, 1, matrix, {y[0], y[1], &u, &v}, &cover);
      INFO(first);
      REQUIRE(std::abs(y[0][0] - (16 + 219 * encoded(first / 65535.0))) <= kRounded);
      REQUIRE(std::abs(y[1][1] - (16 + 219 * encoded((first + 1) / 65535.0))) <= kRounded);
      REQUIRE((u == 128 && v == 128));
    }
  });
}

TEST_CASE("A block is the same wherever a call begins") {
  std::mt19937 random(3);
  const auto before = random_picture(kMostBlocks, random);
  auto whole = before, pieces = before;
  mix(before.light(), kMostBlocks, television(), whole.levels());
  for (int block = 0; block < kMostBlocks;) {
    const int count = std::min(kMostBlocks - block, 1 + int(random() % 9));
    const auto light = before.light();
    const auto to = pieces.levels();
    mix({light.top + 8 * block, light.bottom + 8 * block}, count, television(),
        {to.top + 2 * block, to.bottom + 2 * block, to.u + block, to.v + block});
    block += count;
  }
  CHECK(whole == pieces);
}
