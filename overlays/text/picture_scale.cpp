// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/picture_scale.h"

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

std::vector<Span> spans(int from, int to) {
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

void append_linear_from_bgra(const std::uint8_t* bgra, std::vector<float>& pixels) {
  const float alpha = bgra[3] / 255.0F;
  for (const int channel : {2, 1, 0}) {
    const float straight = bgra[3] > 0 ? std::min(1.0F, static_cast<float>(bgra[channel]) / bgra[3]) : 0;
    pixels.push_back(linear_from_srgb(straight) * alpha);
  }
  pixels.push_back(alpha);
}

ColorPicture scale_down(const ColorPicture& picture, int width, int height) {
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

std::vector<std::uint8_t> encode_premultiplied(const ColorPicture& picture) {
  std::vector<std::uint8_t> bytes(picture.pixels.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = to_byte(i % 4 == 3 ? picture.pixels[i] : srgb_from_linear(std::max(0.0F, picture.pixels[i])));
  }
  return bytes;
}

}  // namespace leitai::overlays
