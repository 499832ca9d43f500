// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/media/picture.h"

#include <algorithm>
#include <cmath>

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

/// Source pixels that a new pixel covers along one axis, and how much of each.
struct Span {
  int first = 0;
  std::vector<float> weights;  ///< sum to 1
};

/// Between the centres of the two old pixels that a new one's centre lies between.
std::vector<Span> growing_spans(int from, int to) {
  std::vector<Span> result(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const double at = std::clamp((i + 0.5) * from / to - 0.5, 0.0, from - 1.0);
    Span& span = result[static_cast<std::size_t>(i)];
    span.first = static_cast<int>(at);
    const auto share = static_cast<float>(at - span.first);
    span.weights.push_back(1 - share);
    if (share > 0) span.weights.push_back(share);
  }
  return result;
}

std::vector<Span> spans(int from, int to) {
  if (to > from) return growing_spans(from, to);
  std::vector<Span> result(static_cast<std::size_t>(to));
  const double ratio = static_cast<double>(from) / to;
  for (int i = 0; i < to; ++i) {
    const double low = i * ratio;
    const double high = std::min<double>((i + 1) * ratio, from);
    Span& span = result[static_cast<std::size_t>(i)];
    span.first = static_cast<int>(low);
    for (int s = span.first; s < from && s < high; ++s) {
      span.weights.push_back(static_cast<float>((std::min<double>(s + 1, high) - std::max<double>(s, low)) / ratio));
    }
  }
  return result;
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
  const std::vector<Span> columns = spans(picture.width, width);
  const std::vector<Span> rows = spans(picture.height, height);
  ColorPicture narrow{width, picture.height, std::vector<float>(std::size_t(width) * picture.height * 4)};
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Span& span = columns[static_cast<std::size_t>(x)];
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
    const Span& span = rows[static_cast<std::size_t>(y)];
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

void round_corners(ColorPicture& picture, const std::array<float, 4>& radius) {
  const float half_x = static_cast<float>(picture.width) / 2, half_y = static_cast<float>(picture.height) / 2;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const float u = static_cast<float>(x) + 0.5F - half_x, v = static_cast<float>(y) + 0.5F - half_y;
      const std::size_t corner = v < 0 ? (u < 0 ? 0 : 1) : (u < 0 ? 3 : 2);
      const float r = std::min({radius[corner], half_x, half_y});
      const float in_x = std::abs(u) - half_x + r, in_y = std::abs(v) - half_y + r;
      if (r <= 0 || in_x <= 0 || in_y <= 0) continue;
      const float cover = std::clamp(0.5F - (std::hypot(in_x, in_y) - r), 0.0F, 1.0F);
      float* pixel = &picture.pixels[(std::size_t(y) * picture.width + x) * 4];
      for (int c = 0; c < 4; ++c) pixel[c] *= cover;
    }
  }
}

ColorPicture fitted(const ColorPicture& picture, const PicturePlace& place) {
  const auto whole = [](double value) { return std::max(1, static_cast<int>(std::lround(value))); };
  const double across = static_cast<double>(place.width) / picture.width;
  const double down = static_cast<double>(place.height) / picture.height;
  ColorPicture shown;
  if (place.fit == PictureFit::contain) {
    const double by = std::min(across, down);
    shown = scaled(picture, whole(picture.width * by), whole(picture.height * by));
  } else {
    // What will be cut off is not scaled first.
    const double by = std::max(across, down);
    const int width = std::min(picture.width, whole(place.width / by));
    const int height = std::min(picture.height, whole(place.height / by));
    shown = scaled(cropped(picture, (picture.width - width) / 2, (picture.height - height) / 2, width, height),
                   place.width, place.height);
  }
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
