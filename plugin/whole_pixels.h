// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

/// Rounding without a call into the mathematics library, of numbers that are finite and below 2^31.
namespace leitai::plugin {

inline int floor_of(float value) {
  const int towards_zero = static_cast<int>(value);
  return towards_zero - (static_cast<float>(towards_zero) > value ? 1 : 0);
}

inline int ceil_of(float value) {
  const int towards_zero = static_cast<int>(value);
  return towards_zero + (static_cast<float>(towards_zero) < value ? 1 : 0);
}

}  // namespace leitai::plugin
