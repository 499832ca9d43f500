// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/media/picture.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "overlays/media/picture_decoders.h"
#include "overlays/paint/cpu_painter.h"

using namespace leitai::overlays;

namespace {

/// A file that is gone once the test is over.
class PictureFile {
 public:
  explicit PictureFile(const std::vector<std::uint8_t>& bytes) {
    std::random_device random;
    path_ = std::filesystem::temp_directory_path() / ("leitai-picture-" + std::to_string(random()) + ".png");
    std::ofstream(path_, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  ~PictureFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  PictureFile(const PictureFile&) = delete;
  PictureFile& operator=(const PictureFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::vector<std::uint8_t> png_of(const std::vector<std::uint8_t>& rgba, int width, int height) {
  const auto png = encode_png(rgba, width, height);
  REQUIRE(png.has_value());
  return *png;
}

ColorPicture filled(int width, int height, const std::array<float, 4>& color) {
  ColorPicture picture{width, height, {}};
  for (int i = 0; i < width * height; ++i) picture.pixels.insert(picture.pixels.end(), color.begin(), color.end());
  return picture;
}

const float* pixel(const ColorPicture& picture, int x, int y) {
  return &picture.pixels[(static_cast<std::size_t>(y) * picture.width + x) * 4];
}

}  // namespace

TEST_CASE("a PNG of 16 bits that says nothing of its curve is sRGB, as one of 8 bits is") {
  const std::vector<std::uint8_t> grey = {
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00,
      0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x10, 0x00, 0x00, 0x00, 0x00, 0x6A, 0xEE, 0x47, 0x16, 0x00,
      0x00, 0x00, 0x0B, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x68, 0x68, 0x00, 0x00, 0x01, 0x83, 0x01,
      0x01, 0x18, 0x35, 0x22, 0x15, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82};
  const auto picture = decode_png(grey);
  REQUIRE(picture.has_value());
  CHECK(picture->rgba == std::vector<std::uint8_t>{128, 128, 128, 255});
}

TEST_CASE("a PNG that holds more texts than any writer leaves is refused before they are unpacked") {
  std::vector<std::uint8_t> png = png_of({1, 2, 3, 255}, 1, 1);
  constexpr std::size_t kBehindHead = 8 + 25;
  const std::vector<std::uint8_t> note = {0, 0, 0, 0, 'z', 'T', 'X', 't', 0, 0, 0, 0};
  for (int i = 0; i < 17; ++i) png.insert(png.begin() + kBehindHead, note.begin(), note.end());
  CHECK(decode_png(png).error() == "holds too many texts: save it without its metadata");
}

TEST_CASE("a QR code as SVG has its quiet zone, and a square for each dark module") {
  const std::string svg = qr_svg("http://127.0.0.1:5757/control#token=1");
  const auto code = qr_code("http://127.0.0.1:5757/control#token=1");
  REQUIRE(code.has_value());
  const std::string side = std::to_string(code->size + 8);
  CHECK(svg.find("viewBox=\"0 0 " + side + ' ' + side + '"') != std::string::npos);
  std::size_t squares = 0;
  for (std::size_t at = svg.find("h1v1h-1z"); at != std::string::npos; at = svg.find("h1v1h-1z", at + 1)) ++squares;
  CHECK(squares == static_cast<std::size_t>(std::count(code->dark.begin(), code->dark.end(), 1)));
  // The finder's corner lies just inside of the quiet zone.
  CHECK(svg.find("M4 4h1v1h-1z") != std::string::npos);
  CHECK(qr_svg("").empty());
}

TEST_CASE("what is no picture, or too much of one, is refused with a sentence") {
  CHECK(read_picture("/no/such/file.png").error().find("cannot be read") == 0);
  CHECK(read_picture(PictureFile({}).path()).error() == "is no PNG, JPEG, WebP, AVIF, GIF or SVG picture");
  CHECK(read_picture(PictureFile({'B', 'M', 9, 9, 9, 9}).path()).error() ==
        "is no PNG, JPEG, WebP, AVIF, GIF or SVG picture");

  auto cut = png_of(std::vector<std::uint8_t>(64 * 64 * 4, 77), 64, 64);
  cut.resize(cut.size() / 2);
  CHECK_FALSE(read_picture(PictureFile(cut).path()).has_value());

  // A bomb: a header that promises more pixels than are read. Its checksum is made to fit.
  auto bomb = png_of(std::vector<std::uint8_t>(4, 0), 1, 1);
  const auto put = [&](std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) bomb[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
  };
  put(16, 60'000);
  put(20, 60'000);
  std::uint32_t crc = 0xFFFFFFFFU;
  for (std::size_t i = 12; i < 29; ++i) {
    crc ^= bomb[i];
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  put(29, ~crc);
  CHECK(read_picture(PictureFile(bomb).path()).error() == "has 60000×60000 pixels: more than are drawn");
}

TEST_CASE("a picture is read as its place shows it, a drawing at the size of that place") {
  CHECK(read_fitted("/no/such/file.png", {PictureFit::cover, 4, 4, {}}).error().find("cannot be read") == 0);
  CHECK_FALSE(read_picture_size(PictureFile({'B', 'M'}).path()).has_value());
  const std::string drawing =
      "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20000 10000'><rect width='10000' height='10000'/></svg>";
  const PictureFile svg({drawing.begin(), drawing.end()}), png(png_of({255, 255, 255, 255, 0, 0, 0, 255}, 2, 1));
  CHECK(read_picture_size(svg.path())->width == 20'000);
  CHECK_FALSE(read_picture(svg.path()).has_value());
  CHECK(read_picture_size(png.path())->width == 2);
  for (const PictureFile* file : {&svg, &png}) {
    const auto contained = read_fitted(file->path(), {PictureFit::contain, 40, 40, {}});
    REQUIRE(contained.has_value());
    CHECK(contained->width == 40);
    CHECK(contained->height == 20);
    CHECK(read_fitted(file->path(), {PictureFit::cover, 40, 30, {}})->height == 30);
  }
  CHECK(pixel(*read_fitted(svg.path(), {PictureFit::contain, 40, 20, {}}), 19, 0)[3] == 1);
  CHECK(pixel(*read_fitted(svg.path(), {PictureFit::contain, 40, 20, {}}), 20, 0)[3] == 0);
}

TEST_CASE("a picture comes as premultiplied linear light") {
  // sRGB 188 is half of the light (IEC 61966-2-1).
  const auto picture = read_picture(PictureFile(png_of({255, 188, 0, 255, 255, 255, 255, 128}, 2, 1)).path());
  REQUIRE(picture.has_value());
  REQUIRE(picture->width == 2);
  CHECK(pixel(*picture, 0, 0)[0] == Approx(1));
  CHECK(pixel(*picture, 0, 0)[1] == Approx(0.5029).margin(0.001));
  CHECK(pixel(*picture, 0, 0)[2] == 0);
  for (int c = 0; c < 4; ++c) CHECK(pixel(*picture, 1, 0)[c] == Approx(128.0 / 255));
}

TEST_CASE("scaling keeps the light of a picture, and a plain one plain") {
  ColorPicture checks{8, 8, {}};
  for (int i = 0; i < 64; ++i) {
    const float light = (i / 8 + i % 8) % 2 == 0 ? 1.0F : 0.0F;
    for (const float value : {light, light, light, 1.0F}) checks.pixels.push_back(value);
  }
  const ColorPicture small = scaled(checks, 4, 2);
  for (int i = 0; i < 8; ++i) CHECK(pixel(small, i % 4, i / 4)[0] == Approx(0.5));
  for (const auto& [width, height] : {std::pair{3, 5}, std::pair{20, 30}, std::pair{5, 40}, std::pair{1, 1}}) {
    const ColorPicture other = scaled(filled(7, 11, {0.2F, 0.4F, 0.1F, 0.5F}), width, height);
    REQUIRE(other.pixels.size() == static_cast<std::size_t>(width) * height * 4);
    for (int y = 0; y < height; ++y) CHECK(pixel(other, width - 1, y)[1] == Approx(0.4F));
  }
  // Grown, the middle between two pixels is their mean.
  ColorPicture two{2, 1, {0, 0, 0, 1, 1, 1, 1, 1}};
  const ColorPicture four = scaled(two, 4, 1);
  CHECK(pixel(four, 0, 0)[0] == Approx(0));
  CHECK(pixel(four, 1, 0)[0] == Approx(0.25));
  CHECK(pixel(four, 2, 0)[0] == Approx(0.75));
  CHECK(pixel(four, 3, 0)[0] == Approx(1));
}

TEST_CASE("round corners cut a circle out of a square") {
  ColorPicture picture = filled(100, 100, {1, 1, 1, 1});
  round_corners(picture, {50, 50, 50, 50});
  double area = 0;
  for (int i = 0; i < 100 * 100; ++i) area += picture.pixels[static_cast<std::size_t>(i) * 4 + 3];
  CHECK(area == Approx(3.14159265 * 50 * 50).epsilon(0.001));
  CHECK(pixel(picture, 0, 0)[3] == 0);
  CHECK(pixel(picture, 50, 50)[3] == 1);
  CHECK(pixel(picture, 0, 50)[3] > 0.9F);

  ColorPicture one = filled(20, 20, {1, 1, 1, 1});
  round_corners(one, {0, 10, 0, 0});
  CHECK(pixel(one, 19, 0)[3] == 0);
  for (const auto& [x, y] : {std::pair{0, 0}, std::pair{0, 19}, std::pair{19, 19}}) CHECK(pixel(one, x, y)[3] == 1);
}

TEST_CASE("a QR code has its finder patterns, and refuses what it cannot hold") {
  CHECK_FALSE(qr_code("").has_value());
  CHECK_FALSE(qr_code(std::string(4000, 'x')).has_value());
  const auto code = qr_code("https://example.org/");
  REQUIRE(code.has_value());
  CHECK((code->size - 17) % 4 == 0);
  // ISO/IEC 18004, 6.3.3: three squares of 7, 5 and 3 modules within each other.
  const auto dark = [&](int x, int y) { return code->dark[static_cast<std::size_t>(y) * code->size + x] != 0; };
  for (const auto& [left, top] : {std::pair{0, 0}, std::pair{code->size - 7, 0}, std::pair{0, code->size - 7}}) {
    for (int y = 0; y < 7; ++y) {
      for (int x = 0; x < 7; ++x) {
        const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
        CHECK(dark(left + x, top + y) == (ring != 2));
      }
    }
  }
}
