// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/moving/moving_inputs.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace leitai::test {

Bytes plain(int width, int height, const Pixel& color) {
  Bytes rgba;
  for (int i = 0; i < width * height; ++i) {
    for (const int value : color) rgba.push_back(static_cast<std::uint8_t>(value));
  }
  return rgba;
}

Pixel shown(const Pixel& straight) {
  // IEC 61966-2-1.
  const double alpha = straight[3] / 255.0;
  Pixel result = straight;
  for (std::size_t c = 0; c < 3; ++c) {
    const double v = straight[c] / 255.0;
    const double light = (v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4)) * alpha;
    const double encoded = light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
    result[c] = static_cast<int>(std::lround(encoded * 255));
  }
  return result;
}

void write_film(const std::filesystem::path& file, overlays::FilmFormat format, int width, int height,
                const std::vector<Bytes>& pictures, int rate) {
  auto writer = overlays::FilmWriter::create(file, {format, width, height, {rate, 1}, 1});
  REQUIRE(writer);
  for (const Bytes& picture : pictures) REQUIRE((*writer)->write(picture));
  REQUIRE((*writer)->finish());
}

std::unique_ptr<overlays::MovingFile> opened(const std::filesystem::path& file, const overlays::PicturePlace& place) {
  auto opened = overlays::MovingFile::open(file, place);
  INFO((opened ? std::string() : opened.error()));
  REQUIRE(opened);
  return std::move(*opened);
}

Bytes read(overlays::MovingFile& file, std::uint32_t number) {
  Bytes rgba(static_cast<std::size_t>(file.width()) * static_cast<std::size_t>(file.height()) * 4, 77);
  auto done = file.read(number, rgba);
  INFO((done ? std::string() : done.error()));
  REQUIRE(done);
  return rgba;
}

Pixel pixel(const overlays::MovingFile& file, const Bytes& rgba, int x, int y) {
  const std::size_t at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(file.width()) + x) * 4;
  return {rgba[at], rgba[at + 1], rgba[at + 2], rgba[at + 3]};
}

Pixel middle(overlays::MovingFile& file, std::uint32_t number) {
  return pixel(file, read(file, number), file.width() / 2, file.height() / 2);
}

bool is_near(const Pixel& a, const Pixel& b, int tolerance) {
  for (std::size_t c = 0; c < a.size(); ++c) {
    if (std::abs(a[c] - b[c]) > tolerance) return false;
  }
  return true;
}

std::string text_of(const Pixel& pixel) {
  std::string text;
  for (const int value : pixel) text += std::to_string(value) + " ";
  return text;
}

Bytes bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const std::filesystem::path& file, const Bytes& bytes) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace leitai::test
