// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/srgb.h"

#include <cmath>
#include <cstddef>

namespace leitai::overlays {

double linear_from_srgb(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double srgb_from_linear(double linear) {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

const std::array<float, 256>& linear_of_bytes() {
  static const std::array<float, 256> table = [] {
    std::array<float, 256> light{};
    for (std::size_t i = 0; i < light.size(); ++i) {
      light[i] = static_cast<float>(linear_from_srgb(static_cast<double>(i) / 255));
    }
    return light;
  }();
  return table;
}

SrgbEncoder::SrgbEncoder() {
  threshold_[0] = 0;
  for (std::size_t byte = 1; byte <= 255; ++byte) {
    threshold_[byte] = static_cast<float>(linear_from_srgb((static_cast<double>(byte) - 0.5) / 255));
  }
  threshold_[256] = 2;  // never reached
  std::size_t byte = 0;
  for (std::size_t bin = 0; bin < below_.size(); ++bin) {
    while (threshold_[byte + 1] <= static_cast<float>(bin) / kBins) {
      ++byte;
    }
    below_[bin] = static_cast<std::uint8_t>(byte);
  }
}

}  // namespace leitai::overlays
