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

const std::array<std::uint8_t, 65536>& bytes_of_light() {
  static const std::array<std::uint8_t, 65536> table = [] {
    std::array<std::uint8_t, 65536> bytes{};
    std::size_t light = 0;
    for (int byte = 0; byte < 256; ++byte) {
      const double end = byte < 255 ? linear_from_srgb((byte + 0.5) / 255) * 65535 : 65536;
      for (; static_cast<double>(light) < end; ++light) {
        bytes[light] = static_cast<std::uint8_t>(byte);
      }
    }
    return bytes;
  }();
  return table;
}

}  // namespace leitai::overlays
