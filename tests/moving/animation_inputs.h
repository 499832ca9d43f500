// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/moving/moving_inputs.h"

/// Animations that tests make.
namespace leitai::test {

/// Of straight RGBA pictures in one size, each standing for so many milliseconds.
struct Animation {
  int width = 0, height = 0;
  std::vector<Bytes> pictures;
  std::vector<int> durations_ms;  ///< one for each picture
};

/// At most 255 colours in all; what is less than half opaque is transparent. Times are whole hundredths of a second.
void write_gif(const std::filesystem::path& file, const Animation& animation);
/// Lossless.
void write_webp(const std::filesystem::path& file, const Animation& animation);
/// Lossless; `turned` quarters anticlockwise, then mirrored left to right.
void write_avif(const std::filesystem::path& file, const Animation& animation, int turned = 0, bool mirrored = false);

/// A Lottie document of one rectangle that fills it and takes these straight colours, each for a picture.
std::string lottie_text(int width, int height, int rate, const std::vector<Pixel>& colors);

}  // namespace leitai::test
