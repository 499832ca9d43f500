// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/plane_blend.h"

#include <algorithm>
#include <cstring>

namespace leitai::overlays {

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
      y_(std::size_t(width) * std::size_t(height)),
      u_(y_.size() / 4),
      v_(y_.size() / 4),
      cover_(y_.size() / 4),
      rows_(std::size_t(height) / 2) {
  const double r = colors.red_weight, b = colors.blue_weight, g = 1 - r - b;
  const double luma = colors.full_range ? 255 : 219, chroma = colors.full_range ? 255 : 224;
  const double y[] = {r, g, b};
  const double u[] = {-r / (2 * (1 - b)), -g / (2 * (1 - b)), 0.5};
  const double v[] = {0.5, -g / (2 * (1 - r)), -b / (2 * (1 - r))};
  for (int i = 0; i < 3; ++i) {
    matrix_.to_y[i] = static_cast<float>(y[i] * luma);
    matrix_.to_u[i] = static_cast<float>(u[i] * chroma);
    matrix_.to_v[i] = static_cast<float>(v[i] * chroma);
  }
  matrix_.black = colors.full_range ? 0 : 16;
  matrix_.y_to_rgb = static_cast<float>(1 / luma);
  matrix_.v_to_r = static_cast<float>(2 * (1 - r) / chroma);
  matrix_.u_to_b = static_cast<float>(2 * (1 - b) / chroma);
  matrix_.u_to_g = static_cast<float>(2 * (1 - b) * b / g / chroma);
  matrix_.v_to_g = static_cast<float>(2 * (1 - r) * r / g / chroma);
}

plane_kernels::LightRows PlaneBlend::light_at(const Canvas& canvas, int row, int block) const {
  const std::size_t stride = std::size_t(width_) * 4;
  const std::uint16_t* const top = canvas.at(2 * block, 2 * row);
  return {top, top + stride};
}

void PlaneBlend::encode(const Canvas& canvas, int row, int begin, int end) {
  const auto covers = cover_.begin() + std::ptrdiff_t(row) * (width_ / 2);
  std::fill(covers + begin, covers + end, static_cast<std::uint8_t>(plane_kernels::kNothing));
  const PixelRect held = canvas.held({2 * begin, 2 * row, 2 * end, 2 * row + 2});
  if (overlays::is_empty(held)) return;
  begin = held.x0 / 2;
  end = (held.x1 + 1) / 2;
  const std::size_t y = std::size_t(row) * 2 * std::size_t(width_) + 2 * std::size_t(begin);
  const std::size_t block = std::size_t(row) * std::size_t(width_ / 2) + std::size_t(begin);
  plane_kernels::encode(light_at(canvas, row, begin), end - begin, matrix_,
                        {&y_[y], &y_[y] + width_, &u_[block], &v_[block]}, &cover_[block]);
}

void PlaneBlend::find_runs(int row) {
  auto& runs = rows_[std::size_t(row)];
  runs.clear();
  const auto first = cover_.begin() + std::ptrdiff_t(row) * (width_ / 2), last = first + width_ / 2;
  for (auto begin = first, end = first; begin != last; begin = end) {
    end = std::find_if(begin, last, [&](std::uint8_t cover) { return cover != *begin; });
    if (*begin == plane_kernels::kNothing) continue;
    runs.push_back({int(begin - first), int(end - first), *begin == plane_kernels::kAll});
  }
}

void PlaneBlend::update(const Canvas& canvas, const std::vector<PixelRect>& damage) {
  for (const PixelRect& rect : damage) {
    const int begin = std::max(0, rect.x0 / 2), end = std::min((rect.x1 + 1) / 2, width_ / 2);
    const int bottom = std::min((rect.y1 + 1) / 2, height_ / 2);
    for (int row = std::max(0, rect.y0 / 2); begin < end && row < bottom; ++row) {
      encode(canvas, row, begin, end);
      find_runs(row);
    }
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
  std::uint8_t* const top = picture.data[0] + std::ptrdiff_t(2 * row) * picture.linesize[0] + 2 * run.begin;
  plane_kernels::mix(
      light_at(canvas, row, run.begin), run.end - run.begin, matrix_,
      {top, top + picture.linesize[0], picture.data[1] + std::ptrdiff_t(row) * picture.linesize[1] + run.begin,
       picture.data[2] + std::ptrdiff_t(row) * picture.linesize[2] + run.begin});
}

void PlaneBlend::blend(const Canvas& canvas, AVFrame& picture) const {
  for (int row = 0; row < height_ / 2; ++row) {
    for (const Run& run : rows_[std::size_t(row)]) {
      if (run.is_opaque) {
        copy(run, row, picture);
      } else {
        mix(canvas, run, row, picture);
      }
    }
  }
}

}  // namespace leitai::overlays
