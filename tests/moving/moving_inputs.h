// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "overlays/film/film.h"
#include "overlays/moving/moving_file.h"

/// Moving files that tests make, and what is read of them.
namespace leitai::test {

using Pixel = std::array<int, 4>;  ///< RGBA
using Bytes = std::vector<std::uint8_t>;

/// Width · height pixels of one colour.
Bytes plain(int width, int height, const Pixel& color);

/// What of a straight colour is shown: its premultiplied light, encoded.
Pixel shown(const Pixel& straight);

/// A film of these pictures, straight alpha where the format keeps it.
void write_film(const std::filesystem::path& file, overlays::FilmFormat format, int width, int height,
                const std::vector<Bytes>& pictures, int rate = 25);

/// Opens a file; fails the test where that fails.
std::unique_ptr<overlays::MovingFile> opened(const std::filesystem::path& file, const overlays::PicturePlace& place);
/// One picture; fails the test where there is none.
Bytes read(overlays::MovingFile& file, std::uint32_t number);
Pixel pixel(const overlays::MovingFile& file, const Bytes& rgba, int x, int y);
/// Of its middle.
Pixel middle(overlays::MovingFile& file, std::uint32_t number);

/// No channel is further off.
bool is_near(const Pixel& a, const Pixel& b, int tolerance);
std::string text_of(const Pixel& pixel);

Bytes bytes_of(const std::filesystem::path& file);
void write_bytes(const std::filesystem::path& file, const Bytes& bytes);

}  // namespace leitai::test
