// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace scene_test {

/// Eight-bit RGBA, straight alpha.
struct Pixels {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;
};

std::optional<Pixels> read_png(const std::string& file);

/// False where the file cannot be written.
bool write_png(const std::string& file, const Pixels& pixels);

}  // namespace scene_test
