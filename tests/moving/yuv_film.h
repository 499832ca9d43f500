// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "overlays/av/av.h"

namespace leitai::test {

/// A film of H.264 whose samples and tags are a test's own.
struct YuvFilm {
  AVPixelFormat pixels = AV_PIX_FMT_YUV420P;
  AVColorSpace matrix = AVCOL_SPC_UNSPECIFIED;
  AVColorRange range = AVCOL_RANGE_UNSPECIFIED;
  AVColorTransferCharacteristic transfer = AVCOL_TRC_UNSPECIFIED;
  int width = 64, height = 48;
  AVRational pixel_aspect{0, 1};
  std::vector<std::array<int, 3>> colors;  ///< Y, U, V of each picture
  std::vector<std::int64_t> times;         ///< milliseconds; none: 25 a second
  int b_frames = 0;
  int key_every = 250;
  bool open_groups = false;
  std::optional<double> turned;  ///< degrees, clockwise
  /// The left half has the colour, the right half this one; both, where it is set.
  std::optional<std::array<int, 3>> right_half;
};

/// The file's ending says the container.
void write_yuv(const std::filesystem::path& file, const YuvFilm& film);

}  // namespace leitai::test
