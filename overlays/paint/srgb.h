// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace leitai::overlays {

/// IEC 61966-2-1, 0…1 both ways.
double linear_from_srgb(double encoded);
double srgb_from_linear(double linear);

/// The light of each sRGB byte.
const std::array<float, 256>& linear_of_bytes();

/// Linear light to the nearest sRGB byte, exactly: a table finds the byte or the one below it, one
/// comparison with the threshold between them decides.
class SrgbEncoder {
 public:
  SrgbEncoder();
  /// Anything below 0 and not-a-number is 0, above 1 is 255.
  std::uint8_t operator()(float linear) const {
    const float bounded = linear > 0 ? (linear < 1 ? linear : 1) : 0;
    const int below = below_[static_cast<std::size_t>(bounded * kBins)];
    return static_cast<std::uint8_t>(below + (bounded >= threshold_[static_cast<std::size_t>(below) + 1] ? 1 : 0));
  }

 private:
  // The narrowest byte is 1/3294 of the light wide, so no bin holds two thresholds.
  static constexpr int kBins = 8192;
  std::array<std::uint8_t, kBins + 1> below_{};
  std::array<float, 257> threshold_{};  ///< the least light of each byte
};

}  // namespace leitai::overlays
