// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/media/picture.h"

#include <algorithm>
#include <cmath>

#include "overlays/media/resample.h"

namespace leitai::overlays {
namespace {

float linear_from_srgb(float v) {
  return v <= 0.04045F ? v / 12.92F : std::pow((v + 0.055F) / 1.055F, 2.4F);
}

float srgb_from_linear(float v) {
  return v <= 0.0031308F ? v * 12.92F : 1.055F * std::pow(v, 1.0F / 2.4F) - 0.055F;
}

std::uint8_t to_byte(float v) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(v, 0.0F, 1.0F) * 255));
}

}  // namespace

ColorPicture picture_from_straight_rgba(const std::uint8_t* rgba, int width, int height) {
  std::array<float, 256> linear{};
  for (std::size_t i = 0; i < linear.size(); ++i) linear[i] = linear_from_srgb(static_cast<float>(i) / 255.0F);
  ColorPicture picture{width, height, std::vector<float>(std::size_t(width) * height * 4)};
  for (std::size_t i = 0; i < picture.pixels.size(); i += 4) {
    const float alpha = static_cast<float>(rgba[i + 3]) / 255.0F;
    for (std::size_t c = 0; c < 3; ++c) picture.pixels[i + c] = linear[rgba[i + c]] * alpha;
    picture.pixels[i + 3] = alpha;
  }
  return picture;
}

void append_linear_from_bgra(const std::uint8_t* bgra, std::vector<float>& pixels) {
  const float alpha = bgra[3] / 255.0F;
  for (const int channel : {2, 1, 0}) {
    const float straight = bgra[3] > 0 ? std::min(1.0F, static_cast<float>(bgra[channel]) / bgra[3]) : 0;
    pixels.push_back(linear_from_srgb(straight) * alpha);
  }
  pixels.push_back(alpha);
}

ColorPicture scaled(const ColorPicture& picture, int width, int height) {
  const std::vector<ResampleSpan> columns = resample_spans(picture.width, width);
  const std::vector<ResampleSpan> rows = resample_spans(picture.height, height);
  ColorPicture narrow{width, picture.height, std::vector<float>(std::size_t(width) * picture.height * 4)};
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < width; ++x) {
      const ResampleSpan& span = columns[static_cast<std::size_t>(x)];
      float* out = &narrow.pixels[(std::size_t(y) * width + x) * 4];
      for (std::size_t i = 0; i < span.weights.size(); ++i) {
        const float* in = &picture.pixels[(std::size_t(y) * picture.width + span.first + i) * 4];
        for (int c = 0; c < 4; ++c) {
          out[c] += in[c] * span.weights[i];
        }
      }
    }
  }
  ColorPicture small{width, height, std::vector<float>(std::size_t(width) * height * 4)};
  for (int y = 0; y < height; ++y) {
    const ResampleSpan& span = rows[static_cast<std::size_t>(y)];
    float* out = &small.pixels[std::size_t(y) * width * 4];
    for (std::size_t i = 0; i < span.weights.size(); ++i) {
      const float* in = &narrow.pixels[(span.first + i) * std::size_t(width) * 4];
      for (int c = 0; c < width * 4; ++c) {
        out[c] += in[c] * span.weights[i];
      }
    }
  }
  return small;
}

ColorPicture cropped(const ColorPicture& picture, int x, int y, int width, int height) {
  ColorPicture part{width, height, {}};
  part.pixels.reserve(std::size_t(width) * height * 4);
  for (int row = y; row < y + height; ++row) {
    const auto begin = picture.pixels.begin() + (std::ptrdiff_t(row) * picture.width + x) * 4;
    part.pixels.insert(part.pixels.end(), begin, begin + std::ptrdiff_t(width) * 4);
  }
  return part;
}

float corner_cover(int x, int y, int width, int height, const std::array<float, 4>& radius) {
  const float half_x = static_cast<float>(width) / 2, half_y = static_cast<float>(height) / 2;
  const float u = static_cast<float>(x) + 0.5F - half_x, v = static_cast<float>(y) + 0.5F - half_y;
  const std::size_t corner = v < 0 ? (u < 0 ? 0 : 1) : (u < 0 ? 3 : 2);
  const float r = std::min({radius[corner], half_x, half_y});
  const float in_x = std::abs(u) - half_x + r, in_y = std::abs(v) - half_y + r;
  if (r <= 0 || in_x <= 0 || in_y <= 0) return 1;
  return std::clamp(0.5F - (std::hypot(in_x, in_y) - r), 0.0F, 1.0F);
}

void round_corners(ColorPicture& picture, const std::array<float, 4>& radius) {
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const float cover = corner_cover(x, y, picture.width, picture.height, radius);
      if (cover == 1) continue;
      float* pixel = &picture.pixels[(std::size_t(y) * picture.width + x) * 4];
      for (int c = 0; c < 4; ++c) pixel[c] *= cover;
    }
  }
}

FittedPart fitted_part(int width, int height, const PicturePlace& place) {
  const auto whole = [](double value) { return std::max(1, static_cast<int>(std::lround(value))); };
  const double across = static_cast<double>(place.width) / width;
  const double down = static_cast<double>(place.height) / height;
  if (place.fit == PictureFit::contain) {
    const double by = std::min(across, down);
    return {0, 0, width, height, whole(width * by), whole(height * by)};
  }
  const double by = std::max(across, down);
  const int part_width = std::min(width, whole(place.width / by));
  const int part_height = std::min(height, whole(place.height / by));
  return {(width - part_width) / 2, (height - part_height) / 2, part_width, part_height, place.width, place.height};
}

ColorPicture fitted(const ColorPicture& picture, const PicturePlace& place) {
  const FittedPart part = fitted_part(picture.width, picture.height, place);
  const bool is_whole = part.width == picture.width && part.height == picture.height;
  // What will be cut off is not scaled first.
  ColorPicture shown =
      is_whole ? scaled(picture, part.shown_width, part.shown_height)
               : scaled(cropped(picture, part.x, part.y, part.width, part.height), part.shown_width, part.shown_height);
  round_corners(shown, place.radius);
  return shown;
}

std::vector<std::uint8_t> encode_premultiplied(const ColorPicture& picture) {
  std::vector<std::uint8_t> bytes(picture.pixels.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = to_byte(i % 4 == 3 ? picture.pixels[i] : srgb_from_linear(std::max(0.0F, picture.pixels[i])));
  }
  return bytes;
}

}  // namespace leitai::overlays
