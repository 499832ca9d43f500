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

/// The nearest sRGB byte of light, 65535 being 1.
const std::array<std::uint8_t, 65536>& bytes_of_light();

}  // namespace leitai::overlays
