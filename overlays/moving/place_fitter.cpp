// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/place_fitter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "overlays/paint/srgb.h"

namespace leitai::overlays {
namespace {

using PremultiplyTable = std::array<std::array<std::uint8_t, 256>, 256>;

/// By alpha, then colour.
const PremultiplyTable& premultiply_table() {
  static const PremultiplyTable kTable = [] {
    PremultiplyTable table{};
    for (std::size_t alpha = 0; alpha < table.size(); ++alpha) {
      for (std::size_t color = 0; color < table.size(); ++color) {
        const float light = linear_of_bytes()[color] * static_cast<float>(alpha) / 255.0F;
        table[alpha][color] = bytes_of_light()[static_cast<std::size_t>(std::lround(light * 65535.0F))];
      }
    }
    return table;
  }();
  return kTable;
}

PicturePlace turned(PicturePlace place, const Turn& turn) {
  if (turn.quarters % 2 != 0) std::swap(place.width, place.height);
  return place;
}

/// What its pixels are stretched by to be square: one side, never both.
struct Stretch {
  double across = 1, down = 1;
  explicit Stretch(double pixel_aspect)
      : across(pixel_aspect >= 1 ? pixel_aspect : 1), down(pixel_aspect >= 1 ? 1 : 1 / pixel_aspect) {}
};

MovingSize square_size(const StoredSize& stored) {
  const Stretch stretch(stored.pixel_aspect);
  const auto shown = [](int size, double by) { return std::max(1, static_cast<int>(std::lround(size * by))); };
  return {shown(stored.width, stretch.across), shown(stored.height, stretch.down)};
}

/// Pixels that are not square are cut as they are shown, and scaled from what is stored.
FittedPart stored_part(const StoredSize& stored, const PicturePlace& place) {
  const auto [across, down] = Stretch(stored.pixel_aspect);
  const MovingSize square = square_size(stored);
  FittedPart part = fitted_part(square.width, square.height, place);
  const auto back = [](int& from, int& size, double by, int all) {
    size = std::clamp(static_cast<int>(std::lround(size / by)), 1, all);
    from = std::clamp(static_cast<int>(std::lround(from / by)), 0, all - size);
  };
  back(part.x, part.width, across, stored.width);
  back(part.y, part.height, down, stored.height);
  return part;
}

}  // namespace

std::uint8_t premultiplied_byte(std::uint8_t color, std::uint8_t alpha) {
  return premultiply_table()[alpha][color];
}

PlaceFitter::PlaceFitter(const StoredSize& stored, const PicturePlace& place)
    : natural_(square_size(stored)), part_(stored_part(stored, turned(place, stored.turn))), turn_(stored.turn) {
  width_ = part_.shown_width;
  height_ = part_.shown_height;
  if (turn_.quarters % 2 != 0) {
    std::swap(width_, height_);
    std::swap(natural_.width, natural_.height);
  }
  if (part_.width != part_.shown_width || part_.height != part_.shown_height) {
    scaler_.emplace(part_.width, part_.height, part_.shown_width, part_.shown_height);
  }
  if (turn_.mirrored || turn_.quarters != 0) upright_.resize(bytes());
  find_corners(place);
}

void PlaceFitter::find_corners(const PicturePlace& place) {
  if (std::all_of(place.radius.begin(), place.radius.end(), [](float radius) { return radius <= 0; })) return;
  for (int y = 0; y < height_; ++y) {
    for (int x = 0; x < width_; ++x) {
      const float cover = corner_cover(x, y, width_, height_, place.radius);
      if (cover == 1) continue;
      const auto at = (static_cast<std::uint32_t>(y) * static_cast<std::uint32_t>(width_) + x) * 4;
      corners_.push_back({at, static_cast<std::uint8_t>(std::lround(cover * 255))});
    }
  }
}

void PlaceFitter::shape(const std::uint8_t* rgba, std::ptrdiff_t stride, std::span<std::uint8_t> out) {
  shape_part(rgba + part_.y * stride + std::ptrdiff_t{part_.x} * 4, stride, out);
}

void PlaceFitter::shape_part(const std::uint8_t* rgba, std::ptrdiff_t stride, std::span<std::uint8_t> out) {
  std::uint8_t* const shown = upright_.empty() ? out.data() : upright_.data();
  if (scaler_) {
    scaler_->scale(rgba, stride, shown);
  } else {
    const PremultiplyTable& table = premultiply_table();
    std::uint8_t* to = shown;
    for (int y = 0; y < part_.height; ++y) {
      const std::uint8_t* from = rgba + y * stride;
      for (int x = 0; x < part_.width; ++x, from += 4, to += 4) {
        const auto& by_color = table[from[3]];
        to[0] = by_color[from[0]];
        to[1] = by_color[from[1]];
        to[2] = by_color[from[2]];
        to[3] = from[3];
      }
    }
  }
  if (!upright_.empty()) turn(upright_.data(), std::ptrdiff_t{part_.shown_width} * 4, out);
  cut_corners(out);
}

void PlaceFitter::shape_opaque(const std::uint8_t* rgba, std::ptrdiff_t stride, std::span<std::uint8_t> out) const {
  if (upright_.empty()) {
    const std::size_t row = static_cast<std::size_t>(width_) * 4;
    for (int y = 0; y < height_; ++y) std::memcpy(&out[row * y], rgba + y * stride, row);
  } else {
    turn(rgba, stride, out);
  }
  cut_corners(out);
}

void PlaceFitter::turn(const std::uint8_t* rgba, std::ptrdiff_t stride, std::span<std::uint8_t> out) const {
  const int right = part_.shown_width - 1, bottom = part_.shown_height - 1;
  std::uint8_t* to = out.data();
  for (int y = 0; y < height_; ++y) {
    for (int x = 0; x < width_; ++x, to += 4) {
      // Where the pixel stood before it was turned clockwise.
      const std::array<std::pair<int, int>, 4> before{
          {{x, y}, {y, bottom - x}, {right - x, bottom - y}, {right - y, x}}};
      const auto [turned_x, from_y] = before[static_cast<std::size_t>(turn_.quarters)];
      const int from_x = turn_.mirrored ? right - turned_x : turned_x;
      std::memcpy(to, rgba + from_y * stride + std::ptrdiff_t{from_x} * 4, 4);
    }
  }
}

void PlaceFitter::cut_corners(std::span<std::uint8_t> out) const {
  for (const Cut& cut : corners_) {
    const auto& by_color = premultiply_table()[cut.cover];
    for (std::uint32_t c = 0; c < 3; ++c) out[cut.at + c] = by_color[out[cut.at + c]];
    out[cut.at + 3] = static_cast<std::uint8_t>((out[cut.at + 3] * cut.cover + 127) / 255);
  }
}

}  // namespace leitai::overlays
