// SPDX-License-Identifier: GPL-2.0-or-later
// Pictures of every kind that is read, and of no kind: what comes from outside.
#include <cstdio>

#include <jpeglib.h>
#include <webp/encode.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "overlays/media/picture.h"
#include "overlays/media/picture_decoders.h"
#include "overlays/paint/cpu_painter.h"
#include "tests/media/quarters.h"

using namespace leitai::overlays;
using namespace quarters;

namespace {

File jpeg_of_quarters(bool progressive = false, J_COLOR_SPACE space = JCS_YCbCr) {
  jpeg_compress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &out, &size);
  const bool cmyk = space == JCS_CMYK;
  info.image_width = kWidth;
  info.image_height = kHeight;
  info.input_components = cmyk ? 4 : 3;
  info.in_color_space = cmyk ? JCS_CMYK : JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_colorspace(&info, space);
  jpeg_set_quality(&info, 95, TRUE);
  if (progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  auto pixels = pixels_of_quarters(cmyk ? 4 : 3);
  for (int y = 0; y < kHeight; ++y) {
    JSAMPROW row = &pixels[static_cast<std::size_t>(y) * kWidth * info.input_components];
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  File file(out, out + size);
  jpeg_destroy_compress(&info);
  std::free(out);
  return file;
}

File webp_of_quarters(bool lossless) {
  const auto pixels = pixels_of_quarters(4);
  std::uint8_t* out = nullptr;
  const std::size_t size = lossless ? WebPEncodeLosslessRGBA(pixels.data(), kWidth, kHeight, kWidth * 4, &out)
                                    : WebPEncodeRGBA(pixels.data(), kWidth, kHeight, kWidth * 4, 95, &out);
  File file(out, out + size);
  WebPFree(out);
  return file;
}

File png_of_quarters() {
  return encode_png(pixels_of_quarters(4), kWidth, kHeight).value();
}

/// An Exif block that says an orientation, in either order of bytes, after a JPEG's prefix.
File exif_block(int orientation, bool little) {
  const auto u16 = [&](int value) {
    const auto low = static_cast<std::uint8_t>(value), high = static_cast<std::uint8_t>(value >> 8);
    return little ? File{low, high} : File{high, low};
  };
  const auto u32 = [&](int value) {
    File bytes = little ? u16(value) : u16(0);
    const File rest = little ? u16(0) : u16(value);
    bytes.insert(bytes.end(), rest.begin(), rest.end());
    return bytes;
  };
  File exif = {'E', 'x', 'i', 'f', 0, 0};
  const auto add = [&](const File& bytes) { exif.insert(exif.end(), bytes.begin(), bytes.end()); };
  add(little ? File{'I', 'I'} : File{'M', 'M'});
  add(u16(42));
  add(u32(8));
  add(u16(1));
  add(u16(0x0112));
  add(u16(3));
  add(u32(1));
  add(u16(orientation));
  add(u16(0));
  add(u32(0));
  return exif;
}

/// The same JPEG with such a block.
File with_orientation(const File& jpeg, int orientation, bool little) {
  const File exif = exif_block(orientation, little);
  const auto length = static_cast<int>(exif.size()) + 2;
  File file(jpeg.begin(), jpeg.begin() + 2);
  for (const int byte : {0xFF, 0xE1, length >> 8, length & 255}) file.push_back(static_cast<std::uint8_t>(byte));
  file.insert(file.end(), exif.begin(), exif.end());
  file.insert(file.end(), jpeg.begin() + 2, jpeg.end());
  return file;
}

/// The same WebP in the extended form (container specification, "Extended File Format"), with such a chunk.
File webp_with_exif(const File& webp, const File& exif) {
  constexpr std::size_t kHead = 12;
  const auto little32 = [](std::size_t value) {
    File bytes;
    for (const int shift : {0, 8, 16, 24}) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    return bytes;
  };
  File body = {'W', 'E', 'B', 'P', 'V', 'P', '8', 'X', 10, 0, 0, 0, 8, 0, 0, 0, kWidth - 1, 0, 0, kHeight - 1, 0, 0};
  const auto add = [&](const File& bytes) { body.insert(body.end(), bytes.begin(), bytes.end()); };
  add(File(webp.begin() + kHead, webp.end()));
  add({'E', 'X', 'I', 'F'});
  add(little32(exif.size()));
  add(exif);
  File file = {'R', 'I', 'F', 'F'};
  for (const File& part : {little32(body.size()), body}) file.insert(file.end(), part.begin(), part.end());
  return file;
}

/// The length field of the first start of frame, where height and width follow.
std::size_t frame_of(const File& jpeg) {
  for (std::size_t i = 2; i + 9 < jpeg.size(); ++i) {
    if (jpeg[i] == 0xFF && (jpeg[i + 1] == 0xC0 || jpeg[i + 1] == 0xC2)) return i + 2;
  }
  FAIL("no frame");
  return 0;
}

}  // namespace

TEST_CASE("what is cut off anywhere is refused, and never drawn grey") {
  for (const File& file : {png_of_quarters(), jpeg_of_quarters(), jpeg_of_quarters(true), webp_of_quarters(true),
                           webp_of_quarters(false)}) {
    check_cut_off(file);
  }
}

TEST_CASE("a size that is not drawn is refused before its pixels are read") {
  File jpeg = jpeg_of_quarters();
  const std::size_t frame = frame_of(jpeg);
  for (const std::size_t at : {frame + 3, frame + 5}) {
    jpeg[at] = 60'000 >> 8;
    jpeg[at + 1] = 60'000 & 255;
  }
  CHECK(check_picture(text(jpeg)).error() == "has 60000×60000 pixels: more than are drawn");
  // VP8's frame header (RFC 6386, 9.1) has 14 bits for each side.
  File webp = webp_of_quarters(false);
  for (const std::size_t at : {26U, 28U}) {
    webp[at] = 0xFF;
    webp[at + 1] = 0x3F;
  }
  CHECK(check_picture(text(webp)).error() == "has 16383×16383 pixels: more than are drawn");
}

TEST_CASE("what cannot be drawn as it is meant is refused with the reason") {
  CHECK(check_picture(text(jpeg_of_quarters(false, JCS_CMYK))).error().find("CMYK") != std::string::npos);
  CHECK(check_picture("").error() == "is no PNG, JPEG, WebP, AVIF, GIF or SVG picture");
  CHECK(check_picture("<svg/>").error() == "is an SVG drawing: a theme's folder may hold those, uploads may not");
  CHECK(check_picture("\xFF\xD8\xFF").error().find("is broken") == 0);
  CHECK(check_picture(std::string("RIFF\0\0\0\0WEBPVP8X", 16)).error().find("is broken") == 0);
}

TEST_CASE("bytes that were changed anywhere are refused, or a picture of a size that is drawn") {
  std::mt19937 random(5);
  for (const File& whole :
       {png_of_quarters(), jpeg_of_quarters(), jpeg_of_quarters(true), webp_of_quarters(true), webp_of_quarters(false),
        with_orientation(jpeg_of_quarters(), 6, true), webp_with_exif(webp_of_quarters(false), exif_block(6, true))}) {
    check_changed(whole, 400, random);
  }
}

TEST_CASE("each kind is told by its content, and has its colours where they were") {
  const std::pair<File, std::string> kFiles[] = {{png_of_quarters(), "image/png"},
                                                 {jpeg_of_quarters(), "image/jpeg"},
                                                 {jpeg_of_quarters(true), "image/jpeg"},
                                                 {webp_of_quarters(true), "image/webp"},
                                                 {webp_of_quarters(false), "image/webp"}};
  for (const auto& [file, type] : kFiles) {
    INFO(type);
    const auto info = check_picture(text(file));
    REQUIRE(info.has_value());
    CHECK(info->type == type);
    CHECK(info->width == kWidth);
    CHECK(info->height == kHeight);
    const auto picture = is_png(file) ? decode_png(file) : is_jpeg(file) ? decode_jpeg(file) : decode_webp(file);
    REQUIRE(picture.has_value());
    CHECK(color_at(*picture, false, false) == kRed);
    CHECK(color_at(*picture, true, false) == kGreen);
    CHECK(color_at(*picture, false, true) == kBlue);
    CHECK(color_at(*picture, true, true) == kWhite);
  }
}

TEST_CASE("a photo is turned as its Exif orientation says") {
  // Which quarter of what is stored is shown top left and top right (Exif 2.3, 4.6.4 A, Orientation).
  const std::array<std::pair<Rgb, Rgb>, 8> kTop = {{{kRed, kGreen},
                                                    {kGreen, kRed},
                                                    {kWhite, kBlue},
                                                    {kBlue, kWhite},
                                                    {kRed, kBlue},
                                                    {kBlue, kRed},
                                                    {kWhite, kGreen},
                                                    {kGreen, kWhite}}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    for (const bool little : {true, false}) {
      INFO(orientation << (little ? " little" : " big"));
      const File exif = exif_block(orientation, little), tiff(exif.begin() + 6, exif.end());
      for (const auto& picture : {decode_jpeg(with_orientation(jpeg_of_quarters(), orientation, little)),
                                  decode_webp(webp_with_exif(webp_of_quarters(true), tiff)),
                                  decode_webp(webp_with_exif(webp_of_quarters(false), exif))}) {
        REQUIRE(picture.has_value());
        CHECK(picture->width == (orientation < 5 ? kWidth : kHeight));
        CHECK(picture->height == (orientation < 5 ? kHeight : kWidth));
        CHECK(color_at(*picture, false, false) == kTop[static_cast<std::size_t>(orientation) - 1].first);
        CHECK(color_at(*picture, true, false) == kTop[static_cast<std::size_t>(orientation) - 1].second);
      }
    }
  }
  for (const int nonsense : {0, 9, 255}) {
    CHECK(decode_jpeg(with_orientation(jpeg_of_quarters(), nonsense, true))->width == kWidth);
    CHECK(decode_webp(webp_with_exif(webp_of_quarters(true), exif_block(nonsense, true)))->width == kWidth);
  }
}
