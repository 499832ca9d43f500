// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/plane_blend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "overlays/paint/srgb.h"

namespace leitai::overlays {

namespace {

constexpr int kFull = 65535;
/// Levels from colours of 16 bits: 30 bits in all.
constexpr int kToPlane = 22;
/// Colours of 12 bits from levels.
constexpr int kToColor = 12;
constexpr int kColors = 4096;

/// 16 bits of sRGB for each light of 16 bits.
const std::vector<std::uint16_t>& encoded_of_light() {
  static const std::vector<std::uint16_t> kTable = [] {
    std::vector<std::uint16_t> table(kFull + 1);
    for (int i = 0; i <= kFull; ++i) {
      table[std::size_t(i)] = static_cast<std::uint16_t>(std::lround(srgb_from_linear(double(i) / kFull) * kFull));
    }
    return table;
  }();
  return kTable;
}

/// Light of 16 bits for each colour of 12 bits.
const std::array<std::uint16_t, kColors>& light_of_colors() {
  static const auto kTable = [] {
    std::array<std::uint16_t, kColors> table{};
    for (int i = 0; i < kColors; ++i) {
      table[std::size_t(i)] =
          static_cast<std::uint16_t>(std::lround(linear_from_srgb(double(i) / (kColors - 1)) * kFull));
    }
    return table;
  }();
  return kTable;
}

int fixed(double value, int bits) {
  return static_cast<int>(std::lround(value * (1 << bits)));
}

int level(int value) {
  return std::clamp(value, 0, 255);
}

}  // namespace

FilmColors FilmColors::of(const AVFrame& picture) {
  FilmColors colors;
  const auto matrix = av::matrix_of(picture);
  if (matrix == AVCOL_SPC_SMPTE170M) {
    colors.red_weight = 0.299;
    colors.blue_weight = 0.114;
  } else if (matrix == AVCOL_SPC_BT2020_NCL) {
    colors.red_weight = 0.2627;
    colors.blue_weight = 0.0593;
  }
  colors.full_range = av::is_full_range(picture);
  return colors;
}

PlaneBlend::PlaneBlend(int width, int height, const FilmColors& colors)
    : width_(width),
      height_(height),
      black_(colors.full_range ? 0 : 16),
      y_(std::size_t(width) * std::size_t(height)),
      u_(y_.size() / 4),
      v_(y_.size() / 4),
      rows_(std::size_t(height) / 2) {
  const double r = colors.red_weight, b = colors.blue_weight, g = 1 - r - b;
  const double luma = colors.full_range ? 255 : 219, chroma = colors.full_range ? 255 : 224;
  const double y[] = {r, g, b};
  const double u[] = {-r / (2 * (1 - b)), -g / (2 * (1 - b)), 0.5};
  const double v[] = {0.5, -g / (2 * (1 - r)), -b / (2 * (1 - r))};
  for (int i = 0; i < 3; ++i) {
    to_y_[i] = fixed(y[i] * luma / kFull, kToPlane);
    to_u_[i] = fixed(u[i] * chroma / kFull, kToPlane);
    to_v_[i] = fixed(v[i] * chroma / kFull, kToPlane);
  }
  const double top = kColors - 1;
  y_to_rgb_ = fixed(top / luma, kToColor);
  v_to_r_ = fixed(2 * (1 - r) * top / chroma, kToColor);
  u_to_b_ = fixed(2 * (1 - b) * top / chroma, kToColor);
  u_to_g_ = fixed(2 * (1 - b) * b / g * top / chroma, kToColor);
  v_to_g_ = fixed(2 * (1 - r) * r / g * top / chroma, kToColor);
}

PlaneBlend::Levels PlaneBlend::levels_of(const std::uint16_t* const light[4]) const {
  constexpr int kHalf = 1 << (kToPlane - 1);
  const auto& encoded = encoded_of_light();
  Levels levels{};
  int sum[3] = {};
  for (int i = 0; i < 4; ++i) {
    int color[3];
    for (int c = 0; c < 3; ++c) {
      color[c] = encoded[light[i][c]];
      sum[c] += color[c];
    }
    const int y = to_y_[0] * color[0] + to_y_[1] * color[1] + to_y_[2] * color[2];
    levels.y[i] = level(((y + kHalf) >> kToPlane) + black_);
  }
  for (int& each : sum) each = (each + 2) >> 2;
  const int u = to_u_[0] * sum[0] + to_u_[1] * sum[1] + to_u_[2] * sum[2];
  const int v = to_v_[0] * sum[0] + to_v_[1] * sum[1] + to_v_[2] * sum[2];
  levels.u = level(((u + kHalf) >> kToPlane) + 128);
  levels.v = level(((v + kHalf) >> kToPlane) + 128);
  return levels;
}

void PlaneBlend::update_row(const Canvas& canvas, int row) {
  auto& runs = rows_[std::size_t(row)];
  runs.clear();
  const std::size_t stride = std::size_t(width_) * 4;
  const std::uint16_t* const top = &canvas.pixels[std::size_t(row) * 2 * stride];
  std::uint8_t* const y = &y_[std::size_t(row) * 2 * std::size_t(width_)];
  const std::size_t chroma = std::size_t(row) * std::size_t(width_ / 2);
  const std::uint16_t* known = nullptr;
  Levels levels{};
  for (int x = 0; x < width_ / 2; ++x) {
    const std::uint16_t* const a = top + std::size_t(x) * 8;
    const std::uint16_t* const b = a + stride;
    const int alphas = a[3] + a[7] + b[3] + b[7];
    if (alphas == 0) continue;
    const Cover cover = alphas == 4 * kFull ? Cover::opaque : Cover::mixed;
    if (runs.empty() || runs.back().end != x || runs.back().cover != cover) runs.push_back({x, x, cover});
    runs.back().end = x + 1;
    if (cover == Cover::mixed) continue;
    // Graphics are plain nearly everywhere.
    const bool again = known != nullptr && std::memcmp(a, known, 16) == 0 && std::memcmp(b, known + stride, 16) == 0;
    if (!again) {
      const std::uint16_t* const light[] = {a, a + 4, b, b + 4};
      levels = levels_of(light);
      known = a;
    }
    y[2 * x] = static_cast<std::uint8_t>(levels.y[0]);
    y[2 * x + 1] = static_cast<std::uint8_t>(levels.y[1]);
    y[2 * x + width_] = static_cast<std::uint8_t>(levels.y[2]);
    y[2 * x + width_ + 1] = static_cast<std::uint8_t>(levels.y[3]);
    u_[chroma + std::size_t(x)] = static_cast<std::uint8_t>(levels.u);
    v_[chroma + std::size_t(x)] = static_cast<std::uint8_t>(levels.v);
  }
}

void PlaneBlend::update(const Canvas& canvas, const std::vector<PixelRect>& damage) {
  int done = 0;
  for (const PixelRect& rect : damage) {
    const int end = std::min((rect.y1 + 1) / 2, height_ / 2);
    for (int row = std::max(done, rect.y0 / 2); row < end; ++row) update_row(canvas, row);
    done = std::max(done, end);
  }
}

bool PlaneBlend::is_empty() const {
  return std::all_of(rows_.begin(), rows_.end(), [](const auto& runs) { return runs.empty(); });
}

void PlaneBlend::copy(const Run& run, int row, AVFrame& picture) const {
  const std::size_t count = std::size_t(run.end - run.begin);
  for (int line = 2 * row; line < 2 * row + 2; ++line) {
    std::memcpy(picture.data[0] + std::ptrdiff_t(line) * picture.linesize[0] + 2 * run.begin,
                &y_[std::size_t(line) * std::size_t(width_) + 2 * std::size_t(run.begin)], 2 * count);
  }
  const std::size_t from = std::size_t(row) * std::size_t(width_ / 2) + std::size_t(run.begin);
  std::memcpy(picture.data[1] + std::ptrdiff_t(row) * picture.linesize[1] + run.begin, &u_[from], count);
  std::memcpy(picture.data[2] + std::ptrdiff_t(row) * picture.linesize[2] + run.begin, &v_[from], count);
}

void PlaneBlend::mix(const Canvas& canvas, const Run& run, int row, AVFrame& picture) const {
  constexpr int kHalf = 1 << (kToColor - 1);
  const auto& light_of = light_of_colors();
  const std::size_t stride = std::size_t(width_) * 4;
  std::uint8_t* const lines[] = {picture.data[0] + std::ptrdiff_t(2 * row) * picture.linesize[0],
                                 picture.data[0] + std::ptrdiff_t(2 * row + 1) * picture.linesize[0]};
  std::uint8_t* const us = picture.data[1] + std::ptrdiff_t(row) * picture.linesize[1];
  std::uint8_t* const vs = picture.data[2] + std::ptrdiff_t(row) * picture.linesize[2];
  for (int x = run.begin; x < run.end; ++x) {
    const int u = us[x] - 128, v = vs[x] - 128;
    const int chroma[3] = {v_to_r_ * v, -u_to_g_ * u - v_to_g_ * v, u_to_b_ * u};
    std::uint16_t mixed[4][4];
    const std::uint16_t* light[4];
    for (int i = 0; i < 4; ++i) {
      const int column = 2 * x + i % 2;
      const std::uint16_t* const over = &canvas.pixels[std::size_t(2 * row + i / 2) * stride + std::size_t(column) * 4];
      const auto left = static_cast<std::uint32_t>(kFull - over[3]);
      const int y = y_to_rgb_ * (lines[i / 2][column] - black_) + kHalf;
      for (int c = 0; c < 3; ++c) {
        const std::uint32_t under = light_of[std::size_t(std::clamp((y + chroma[c]) >> kToColor, 0, kColors - 1))];
        // Divides by 65535, rounding.
        const std::uint32_t product = under * left + 32768U;
        mixed[i][c] =
            static_cast<std::uint16_t>(std::min<std::uint32_t>(kFull, over[c] + ((product + (product >> 16U)) >> 16U)));
      }
      light[i] = mixed[i];
    }
    const Levels levels = levels_of(light);
    for (int i = 0; i < 4; ++i) lines[i / 2][2 * x + i % 2] = static_cast<std::uint8_t>(levels.y[i]);
    us[x] = static_cast<std::uint8_t>(levels.u);
    vs[x] = static_cast<std::uint8_t>(levels.v);
  }
}

void PlaneBlend::blend(const Canvas& canvas, AVFrame& picture) const {
  for (int row = 0; row < height_ / 2; ++row) {
    for (const Run& run : rows_[std::size_t(row)]) {
      if (run.cover == Cover::opaque) {
        copy(run, row, picture);
      } else {
        mix(canvas, run, row, picture);
      }
    }
  }
}

}  // namespace leitai::overlays
