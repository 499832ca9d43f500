// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "overlays/media/resample.h"

namespace leitai::overlays {

/// Scales pictures in premultiplied light, as scaled() does, but row by row. Belongs to one thread at a time.
class LightScaler {
 public:
  LightScaler(int from_width, int from_height, int to_width, int to_height);

  /// From sRGB-encoded bytes with straight alpha, rows `stride` bytes from one another, to bytes of encoded
  /// premultiplied light, rows one after the other.
  void scale(const std::uint8_t* rgba, std::ptrdiff_t stride, std::uint8_t* out);

 private:
  /// A row in its new width; the last two stay.
  const std::vector<float>& row(int y, const std::uint8_t* rgba, std::ptrdiff_t stride);

  std::vector<ResampleSpan> columns_, rows_;
  std::vector<float> light_;  ///< of an old row
  std::vector<float> sum_;    ///< of a new one
  struct Row {
    int y = -1;
    std::vector<float> light;
  };
  std::array<Row, 2> kept_;
};

}  // namespace leitai::overlays
