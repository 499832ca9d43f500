// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "overlays/film/film.h"
#include "overlays/film/film_reader.h"
#include "overlays/film/plane_blend.h"
#include "server/platform/platform.h"
#include "tests/peak_memory.h"

using namespace leitai;
using namespace leitai::overlays;

namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("leitai-film-" + platform::random_hex(8))) {
    fs::create_directory(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path operator/(const std::string& name) const { return path_ / name; }
  bool is_empty() const { return fs::is_empty(path_); }

 private:
  fs::path path_;
};

constexpr int kWidth = 64, kHeight = 48;

std::vector<std::uint8_t> plain(int level) {
  std::vector<std::uint8_t> rgba(std::size_t{kWidth} * kHeight * 4, static_cast<std::uint8_t>(level));
  for (std::size_t i = 3; i < rgba.size(); i += 4) rgba[i] = 255;
  return rgba;
}

void write_plain(const fs::path& file, FilmFormat format, int pictures, int level = 128) {
  auto writer = FilmWriter::create(file, {format, kWidth, kHeight, {25, 1}, 1});
  REQUIRE(writer);
  for (int i = 0; i < pictures; ++i) REQUIRE((*writer)->write(plain(level)));
  REQUIRE((*writer)->finish());
}

/// Most of its bytes are pictures.
void write_noise(const fs::path& file, FilmFormat format, int pictures) {
  auto writer = FilmWriter::create(file, {format, kWidth, kHeight, {25, 1}, 1});
  REQUIRE(writer);
  std::mt19937 random(3);
  auto rgba = plain(128);
  for (int i = 0; i < pictures; ++i) {
    for (auto& byte : rgba) byte = static_cast<std::uint8_t>(random());
    REQUIRE((*writer)->write(rgba));
  }
  REQUIRE((*writer)->finish());
}

Overlay nothing() {
  return {[](std::int64_t, Canvas&) { return tl::expected<std::vector<PixelRect>, std::string>(); },
          [](std::int64_t) { return true; }};
}

std::vector<std::uint8_t> bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const fs::path& file, const std::vector<std::uint8_t>& bytes) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

/// Bytes changed, or the end cut off.
std::vector<std::uint8_t> mutated(std::vector<std::uint8_t> bytes, unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t end) { return std::size_t(random() % end); };
  if (seed % 4 == 0) {
    bytes.resize(below(bytes.size()));
    return bytes;
  }
  for (std::size_t i = 0, count = 1 + below(40); i < count; ++i) {
    bytes[below(bytes.size())] = static_cast<std::uint8_t>(random());
  }
  return bytes;
}

double light(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}
double encoded(double linear) {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

}  // namespace

TEST_CASE("a film that cannot be written is refused, and leaves nothing") {
  Folder folder;
  CHECK_FALSE(FilmWriter::create(folder / "a.mp4", {FilmFormat::h264, 63, 48, {25, 1}, 1}));
  CHECK_FALSE(FilmWriter::create(folder / "missing/a.mp4", {FilmFormat::h264, 64, 48, {25, 1}, 1}));
  auto writer = FilmWriter::create(folder / "a.mkv", {FilmFormat::ffv1, 63, 47, {25, 1}, 1});
  REQUIRE(writer);
  CHECK_FALSE((*writer)->repeat());
  CHECK_FALSE((*writer)->write(plain(3)));
  writer->reset();
  CHECK(folder.is_empty());
}

TEST_CASE("a film that is given up leaves what lay there before") {
  Folder folder;
  const auto file = folder / "a.mov";
  write_bytes(file, {1, 2, 3});
  {
    auto writer = FilmWriter::create(file, {FilmFormat::prores4444, kWidth, kHeight, {25, 1}, 1});
    REQUIRE(writer);
    REQUIRE((*writer)->write(plain(128)));
  }
  CHECK(bytes_of(file) == std::vector<std::uint8_t>{1, 2, 3});
  CHECK_FALSE(fs::exists(folder / "a.mov.part"));
}

TEST_CASE("what is no film is not drawn over, and neither are lists of other files") {
  Folder folder;
  CHECK_FALSE(draw_over(folder / "missing.mp4", folder / "o.mkv", FilmFormat::ffv1, 1, nothing()));
  write_plain(folder / "real.mp4", FilmFormat::h264, 3);
  const auto put = [&](const char* name, const std::string& text) {
    write_bytes(folder / name, {text.begin(), text.end()});
    return folder / name;
  };
  const auto real = (folder / "real.mp4").string();
  CHECK_FALSE(film_info(put("empty.mp4", "")));
  CHECK_FALSE(film_info(put("a.mkv", "no film at all")));
  CHECK_FALSE(
      film_info(put("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + real + "\n#EXT-X-ENDLIST\n")));
  CHECK_FALSE(film_info(put("list.ffconcat", "ffconcat version 1.0\nfile '" + real + "'\n")));
  CHECK_FALSE(draw_over(real, real, FilmFormat::h264, 1, nothing()));
  CHECK(film_info(real));
}

TEST_CASE("a film that is interrupted leaves nothing") {
  Folder folder;
  write_plain(folder / "a.mp4", FilmFormat::h264, 30);
  auto overlay = nothing();
  overlay.advance = [](std::int64_t time_ns) { return time_ns < 500'000'000; };
  CHECK_FALSE(draw_over(folder / "a.mp4", folder / "o.mp4", FilmFormat::h264, 1, overlay));
  CHECK_FALSE(fs::exists(folder / "o.mp4"));
  CHECK_FALSE(fs::exists(folder / "o.mp4.part"));
}

TEST_CASE("a film that is interrupted before its first picture leaves nothing") {
  Folder folder;
  write_plain(folder / "a.mp4", FilmFormat::h264, 3);
  auto overlay = nothing();
  overlay.advance = [](std::int64_t) { return false; };
  CHECK_FALSE(draw_over(folder / "a.mp4", folder / "o.mp4", FilmFormat::h264, 1, overlay));
  fs::remove(folder / "a.mp4");
  CHECK(folder.is_empty());
}

TEST_CASE("graphics are added in linear light, in the film's planes, where they are and nowhere else") {
  Folder folder;
  write_plain(folder / "a.mp4", FilmFormat::h264, 5, 128);
  const PixelRect part{16, 8, 48, 32};
  auto overlay = nothing();
  bool drawn = false;
  overlay.paint = [&](std::int64_t, Canvas& canvas) -> tl::expected<std::vector<PixelRect>, std::string> {
    if (std::exchange(drawn, true)) return {};
    for (int y = part.y0; y < part.y1; ++y) {
      for (int x = part.x0; x < part.x1; ++x) {
        // Half-transparent white on the left, opaque red on the right.
        const bool left = x < 32;
        const std::uint16_t pixel[] = {
            static_cast<std::uint16_t>(left ? 32768 : 65535), static_cast<std::uint16_t>(left ? 32768 : 0),
            static_cast<std::uint16_t>(left ? 32768 : 0), static_cast<std::uint16_t>(left ? 32768 : 65535)};
        std::copy_n(pixel, 4, canvas.write({x, y, x + 1, y + 1}));
      }
    }
    return std::vector<PixelRect>{part};
  };
  const auto result = draw_over(folder / "a.mp4", folder / "o.mkv", FilmFormat::ffv1, 2, overlay);
  REQUIRE(result);
  CHECK(result->pictures == 5);
  auto before = FilmReader::open(folder / "a.mp4", 1);
  auto after = FilmReader::open(folder / "o.mkv", 1);
  REQUIRE((before && after));
  for (int i = 0; i < 5; ++i) {
    const auto old_part = (*before)->next(), new_part = (*after)->next();
    REQUIRE((old_part && *old_part && new_part && *new_part));
    const AVFrame& old_picture = *std::get<av::Frame>(**old_part);
    const AVFrame& new_picture = *std::get<av::Frame>(**new_part);
    const auto y = [](const AVFrame& frame, int x, int row) { return int{frame.data[0][row * frame.linesize[0] + x]}; };
    CHECK((*before)->time_ns(old_picture) == (*after)->time_ns(new_picture));
    const double grey = (y(old_picture, 20, 20) - 16) / 219.0;
    const double mixed = encoded(light(grey) * (1 - 32768 / 65535.0) + 32768 / 65535.0);
    CHECK(std::abs(y(new_picture, 20, 20) - (16 + 219 * mixed)) <= 1);
    // Red by BT.709's matrix.
    CHECK(std::abs(y(new_picture, 40, 20) - (16 + 219 * 0.2126)) <= 1);
    CHECK(std::abs(new_picture.data[2][10 * new_picture.linesize[2] + 20] - (128 + 112)) <= 1);
    CHECK(y(new_picture, 2, 2) == y(old_picture, 2, 2));
    CHECK(y(new_picture, 15, 20) == y(old_picture, 15, 20));
    CHECK(y(new_picture, 48, 20) == y(old_picture, 48, 20));
  }
}

TEST_CASE("mutated films end in an error or a finished film") {
  struct Kind {
    const char* name;
    FilmFormat format;
  };
  for (const Kind& kind : {Kind{"a.mp4", FilmFormat::h264}, Kind{"a.mkv", FilmFormat::ffv1},
                           Kind{"a.mov", FilmFormat::prores4444}, Kind{"a.webm", FilmFormat::vp9}}) {
    const std::size_t before = leitai::testing::peak_memory();
    Folder folder;
    write_noise(folder / kind.name, kind.format, 8);
    int finished = 0;
    const auto whole = bytes_of(folder / kind.name);
    for (unsigned seed = 0; seed < 100; ++seed) {
      INFO(kind.name << " " << seed);
      const auto file = folder / ("m-" + std::string(kind.name));
      write_bytes(file, mutated(whole, seed));
      const auto result = draw_over(file, folder / "o.mkv", FilmFormat::ffv1, 1, nothing());
      CHECK(fs::exists(folder / "o.mkv") == result.has_value());
      CHECK_FALSE(fs::exists(folder / "o.mkv.part"));
      if (!result) CHECK_FALSE(result.error().empty());
      finished += result ? 1 : 0;
      fs::remove(folder / "o.mkv");
    }
    INFO(kind.name);
    CHECK(finished > 10);
    CHECK(finished < 100);
    CHECK(leitai::testing::peak_memory() - before < leitai::testing::kMostForBrokenFiles);
  }
}
