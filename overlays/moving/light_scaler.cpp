// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/light_scaler.h"

#include <algorithm>

#include "overlays/paint/srgb.h"

namespace leitai::overlays {
namespace {

/// Of light in 0…1 and a little above, the nearest whole number of `most`.
std::size_t steps(float light, float most) {
  const float above = std::min(light, 1.0F) * most + 0.5F;
  return static_cast<std::size_t>(above);
}

}  // namespace

LightScaler::LightScaler(int from_width, int from_height, int to_width, int to_height)
    : columns_(resample_spans(from_width, to_width)),
      rows_(resample_spans(from_height, to_height)),
      light_(static_cast<std::size_t>(from_width) * 4),
      sum_(static_cast<std::size_t>(to_width) * 4) {
  for (Row& kept : kept_) kept.light.resize(sum_.size());
}

const std::vector<float>& LightScaler::row(int y, const std::uint8_t* rgba, std::ptrdiff_t stride) {
  // Rows that follow one another share at most two.
  Row& kept = kept_[static_cast<std::size_t>(y % 2)];
  if (kept.y == y) return kept.light;
  kept.y = y;
  const auto& light_of = linear_of_bytes();
  const std::uint8_t* in = rgba + y * stride;
  for (std::size_t i = 0; i < light_.size(); i += 4) {
    const float alpha = static_cast<float>(in[i + 3]) / 255.0F;
    for (std::size_t c = 0; c < 3; ++c) light_[i + c] = light_of[in[i + c]] * alpha;
    light_[i + 3] = alpha;
  }
  float* out = kept.light.data();
  for (const ResampleSpan& span : columns_) {
    std::array<float, 4> sum{};
    const float* from = &light_[static_cast<std::size_t>(span.first) * 4];
    for (const float weight : span.weights) {
      for (std::size_t c = 0; c < 4; ++c) sum[c] += from[c] * weight;
      from += 4;
    }
    out = std::copy(sum.begin(), sum.end(), out);
  }
  return kept.light;
}

void LightScaler::scale(const std::uint8_t* rgba, std::ptrdiff_t stride, std::uint8_t* out) {
  const auto& byte_of = bytes_of_light();
  for (Row& kept : kept_) kept.y = -1;
  for (const ResampleSpan& span : rows_) {
    std::fill(sum_.begin(), sum_.end(), 0.0F);
    int y = span.first;
    for (const float weight : span.weights) {
      const std::vector<float>& from = row(y++, rgba, stride);
      for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += from[i] * weight;
    }
    for (std::size_t i = 0; i < sum_.size(); i += 4, out += 4) {
      for (std::size_t c = 0; c < 3; ++c) {
        out[c] = byte_of[steps(sum_[i + c], 65535)];
      }
      out[3] = static_cast<std::uint8_t>(steps(sum_[i + 3], 255));
    }
  }
}

}  // namespace leitai::overlays
