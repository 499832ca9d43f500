// SPDX-License-Identifier: GPL-2.0-or-later
// AVIF, GIF, and of a WebP that moves the first picture.
#include <avif/avif.h>
#include <gif_lib.h>
#include <webp/encode.h>

#include <catch2/catch.hpp>
#include <random>

#include "overlays/media/picture.h"
#include "overlays/media/picture_decoders.h"
#include "tests/media/quarters.h"

using namespace leitai::overlays;
using namespace quarters;

namespace {

/// How an AVIF of the four quarters is written.
struct AvifLook {
  std::uint8_t alpha = 255;
  bool premultiplied = false;
  int turns = -1, mirror = -1;  ///< irot, imir; below 0 without
  int pictures = 1;
  bool hdr = false;
  int width = kWidth, height = kHeight;
  bool right_half = false;  ///< as a clean aperture
};

void describe(avifImage& image, const AvifLook& look) {
  image.matrixCoefficients = AVIF_MATRIX_COEFFICIENTS_BT709;
  image.colorPrimaries = AVIF_COLOR_PRIMARIES_BT709;
  image.transferCharacteristics =
      look.hdr ? AVIF_TRANSFER_CHARACTERISTICS_SMPTE2084 : AVIF_TRANSFER_CHARACTERISTICS_SRGB;
  image.alphaPremultiplied = look.premultiplied ? AVIF_TRUE : AVIF_FALSE;
  if (look.turns >= 0) image.transformFlags |= AVIF_TRANSFORM_IROT;
  if (look.mirror >= 0) image.transformFlags |= AVIF_TRANSFORM_IMIR;
  image.irot.angle = static_cast<std::uint8_t>(std::max(0, look.turns));
  image.imir.mode = static_cast<std::uint8_t>(std::max(0, look.mirror));
  if (look.right_half) {
    const avifCropRect half{kWidth / 2, 0, kWidth / 2, kHeight};
    avifDiagnostics diagnostics;
    image.transformFlags |= AVIF_TRANSFORM_CLAP;
    REQUIRE(avifCleanApertureBoxConvertCropRect(&image.clap, &half, image.width, image.height, image.yuvFormat,
                                                &diagnostics) == AVIF_TRUE);
  }
}

File avif_of(const AvifLook& look) {
  avifImage* image = avifImageCreate(look.width, look.height, 8, AVIF_PIXEL_FORMAT_YUV444);
  describe(*image, look);
  std::vector<std::uint8_t> pixels = look.width == kWidth
                                         ? pixels_of_quarters(4)
                                         : std::vector<std::uint8_t>(std::size_t(look.width) * look.height * 4);
  for (std::size_t i = 3; i < pixels.size(); i += 4) pixels[i] = look.alpha;
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, image);
  rgb.pixels = pixels.data();
  rgb.rowBytes = static_cast<std::uint32_t>(look.width) * 4;
  REQUIRE(avifImageRGBToYUV(image, &rgb) == AVIF_RESULT_OK);
  avifEncoder* encoder = avifEncoderCreate();
  encoder->maxThreads = 1;
  encoder->speed = AVIF_SPEED_FASTEST;
  avifRWData out = AVIF_DATA_EMPTY;
  for (int i = 0; i < look.pictures; ++i) {
    const auto flags = look.pictures == 1 ? AVIF_ADD_IMAGE_FLAG_SINGLE : AVIF_ADD_IMAGE_FLAG_FORCE_KEYFRAME;
    REQUIRE(avifEncoderAddImage(encoder, image, 1, flags) == AVIF_RESULT_OK);
  }
  REQUIRE(avifEncoderFinish(encoder, &out) == AVIF_RESULT_OK);
  File file(out.data, out.data + out.size);
  avifRWDataFree(&out);
  avifEncoderDestroy(encoder);
  avifImageDestroy(image);
  return file;
}

int append(GifFileType* gif, const GifByteType* bytes, int count) {
  auto& file = *static_cast<File*>(gif->UserData);
  file.insert(file.end(), bytes, bytes + count);
  return count;
}

struct GifLook {
  bool interlaced = false;
  int transparent = NO_TRANSPARENT_COLOR;
  int pictures = 1;
  int left = 0, top = 0;  ///< of the quarters on a screen of their size
};

/// The quarters by a table of four colours: red 0, green 1, blue 2, white 3.
File gif_of(const GifLook& look) {
  File file;
  int error = 0;
  GifFileType* gif = EGifOpen(&file, append, &error);
  REQUIRE(gif != nullptr);
  EGifSetGifVersion(gif, true);
  std::array<GifColorType, 4> colors{};
  const Rgb kColors[] = {kRed, kGreen, kBlue, kWhite};
  for (std::size_t i = 0; i < 4; ++i) {
    colors[i] = {static_cast<GifByteType>(kColors[i][0]), static_cast<GifByteType>(kColors[i][1]),
                 static_cast<GifByteType>(kColors[i][2])};
  }
  ColorMapObject* map = GifMakeMapObject(4, colors.data());
  REQUIRE(EGifPutScreenDesc(gif, kWidth, kHeight, 8, 0, map) == GIF_OK);
  for (int picture = 0; picture < look.pictures; ++picture) {
    const GraphicsControlBlock control{DISPOSE_DO_NOT, false, 10, look.transparent};
    std::array<GifByteType, 4> block{};
    EGifGCBToExtension(&control, block.data());
    REQUIRE(EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, block.data()) == GIF_OK);
    REQUIRE(EGifPutImageDesc(gif, look.left, look.top, kWidth, kHeight, look.interlaced, nullptr) == GIF_OK);
    const auto put_row = [&](int y) {
      std::array<GifPixelType, kWidth> row{};
      for (int x = 0; x < kWidth; ++x) {
        // Those after the first are all white.
        const int quarter = (y < kHeight / 2 ? 0 : 2) + (x < kWidth / 2 ? 0 : 1);
        row[static_cast<std::size_t>(x)] = static_cast<GifPixelType>(picture == 0 ? quarter : 3);
      }
      REQUIRE(EGifPutLine(gif, row.data(), kWidth) == GIF_OK);
    };
    if (look.interlaced) {
      for (const auto& [first, step] : {std::pair{0, 8}, std::pair{4, 8}, std::pair{2, 4}, std::pair{1, 2}}) {
        for (int y = first; y < kHeight; y += step) put_row(y);
      }
    } else {
      for (int y = 0; y < kHeight; ++y) put_row(y);
    }
  }
  REQUIRE(EGifCloseFile(gif, &error) == GIF_OK);
  GifFreeMapObject(map);
  return file;
}

void add_chunk(File& file, std::string_view name, const File& content) {
  file.insert(file.end(), name.begin(), name.end());
  for (const int shift : {0, 8, 16, 24}) file.push_back(static_cast<std::uint8_t>(content.size() >> shift));
  file.insert(file.end(), content.begin(), content.end());
  if (content.size() % 2 == 1) file.push_back(0);
}

/// The quarters, then a plain picture (WebP's container specification, "Animation").
File moving_webp() {
  File body = {'W', 'E', 'B', 'P'};
  add_chunk(body, "VP8X", {0x12, 0, 0, 0, kWidth - 1, 0, 0, kHeight - 1, 0, 0});
  add_chunk(body, "ANIM", {0, 0, 0, 0, 0, 0});
  for (const bool first : {true, false}) {
    const auto pixels =
        first ? pixels_of_quarters(4) : std::vector<std::uint8_t>(std::size_t{kWidth} * kHeight * 4, 255);
    std::uint8_t* out = nullptr;
    const std::size_t size = WebPEncodeLosslessRGBA(pixels.data(), kWidth, kHeight, kWidth * 4, &out);
    constexpr std::size_t kHead = 12;
    File frame = {0, 0, 0, 0, 0, 0, kWidth - 1, 0, 0, kHeight - 1, 0, 0, 100, 0, 0, 0};
    frame.insert(frame.end(), out + kHead, out + size);
    WebPFree(out);
    add_chunk(body, "ANMF", frame);
  }
  File file;
  add_chunk(file, "RIFF", body);
  return file;
}

void check_quarters(const Decoded& picture) {
  REQUIRE(picture.has_value());
  CHECK(picture->width == kWidth);
  CHECK(picture->height == kHeight);
  CHECK(color_at(*picture, false, false) == kRed);
  CHECK(color_at(*picture, true, false) == kGreen);
  CHECK(color_at(*picture, false, true) == kBlue);
  CHECK(color_at(*picture, true, true) == kWhite);
}

}  // namespace

TEST_CASE("an AVIF or GIF that is cut off anywhere is refused") {
  for (const File& file :
       {avif_of({}), avif_of({.alpha = 100}), gif_of({}), gif_of({.interlaced = true}), moving_webp()}) {
    check_cut_off(file);
  }
}

TEST_CASE("an upload that moves is refused where any of its pictures is broken, not the first alone") {
  check_cut_off(gif_of({.pictures = 3}));
  File avif = avif_of({.pictures = 3});
  // Each begins with a temporal delimiter and a sequence header (AV1 Bitstream and Decoding Process, 5.3.2).
  const std::size_t third = text(avif).rfind(std::string_view("\x12\x00\x0A", 3));
  REQUIRE(third < avif.size());
  std::fill(avif.begin() + static_cast<std::ptrdiff_t>(third), avif.end(), std::uint8_t{0xFF});
  CHECK(decode_avif(avif).has_value());
  CHECK(check_picture(text(avif)).error() == "is broken: its picture 3 cannot be decoded");
  File webp = moving_webp();
  REQUIRE(check_picture(text(webp)).has_value());
  constexpr std::size_t kHeads = 8 + 5;  // the chunk's, and that of its pixels
  const std::size_t second = text(webp).rfind("VP8L") + kHeads;
  REQUIRE(second < webp.size());
  std::fill(webp.begin() + static_cast<std::ptrdiff_t>(second), webp.end(), std::uint8_t{0xFF});
  CHECK(decode_webp(webp).has_value());
  CHECK(check_picture(text(webp)).error() == "is broken: its picture 2 cannot be decoded");
}

TEST_CASE("an AVIF or WebP of more parts than its library can look through is refused") {
  File avif = avif_of({});
  avif.resize(avif[3]);  // its first box
  constexpr std::uint32_t kTable = 70'000;
  const auto box = [&avif](std::uint32_t size, std::string_view name) {
    for (const int shift : {24, 16, 8, 0}) avif.push_back(static_cast<std::uint8_t>(size >> shift));
    avif.insert(avif.end(), name.begin(), name.end());
  };
  // One that is broken hides nothing of what comes after it.
  box(16, "edts");
  avif.resize(avif.size() + 8, 0xFF);
  box(8 + 4 + kTable, "meta");
  avif.resize(avif.size() + 4);
  box(kTable, "iloc");
  avif.resize(avif.size() + kTable - 8);
  CHECK(check_picture(text(avif)).error() == "has more parts than any picture");
  File webp = moving_webp();
  const std::size_t last = text(webp).rfind("ANMF");
  REQUIRE(last < webp.size());
  const File picture(webp.begin() + static_cast<std::ptrdiff_t>(last), webp.end());
  for (std::uint32_t i = 0; i < kMaxWebpPictures; ++i) webp.insert(webp.end(), picture.begin(), picture.end());
  for (std::size_t i = 0; i < 4; ++i) webp[4 + i] = static_cast<std::uint8_t>((webp.size() - 8) >> 8 * i);
  CHECK(check_picture(text(webp)).error() == "has more than 20000 pictures");
}

TEST_CASE("a GIF without an end mark, or with more behind its pictures, is taken as players take it") {
  File gif = gif_of({.pictures = 2});
  REQUIRE(gif.back() == 0x3B);
  gif.pop_back();
  CHECK(check_picture(text(gif)).has_value());
  gif.insert(gif.end(), 3, 0);
  CHECK(check_picture(text(gif)).has_value());
}

TEST_CASE("an AVIF or GIF of a size that is not drawn is refused before its pixels are read") {
  File gif = gif_of({});
  for (const std::size_t at : {6U, 8U}) gif[at] = gif[at + 1] = 0xEA;
  CHECK(check_picture(text(gif)).error() == "has 60138×60138 pixels: more than are drawn");
  // The screen is small, the picture on it is not.
  File large = gif_of({});
  const auto at = static_cast<std::size_t>(std::find(large.begin() + 13 + 12 + 8, large.end(), 0x2C) - large.begin());
  REQUIRE(at + 9 < large.size());
  for (const std::size_t side : {at + 5, at + 7}) large[side] = large[side + 1] = 0xEA;
  CHECK(check_picture(text(large)).error() == "has 60138×60138 pixels: more than are drawn");
  CHECK_FALSE(check_picture(text(avif_of({.width = kMaxPictureSide + 2, .height = 2}))).has_value());
}

TEST_CASE("an AVIF in another light, and a GIF without colours, are refused with the reason") {
  CHECK(check_picture(text(avif_of({.hdr = true}))).error().find("HDR") != std::string::npos);
  File gif = gif_of({});
  gif[10] = 0;  // no table of colours: its bytes are then no block of a GIF
  CHECK_FALSE(check_picture(text(gif)).has_value());
  CHECK(check_picture("GIF89a").error().find("is broken") == 0);
}

TEST_CASE("an AVIF or GIF that was changed anywhere is refused, or a picture of a size that is drawn") {
  std::mt19937 random(7);
  for (const File& whole : {avif_of({}), avif_of({.alpha = 100, .turns = 1}), avif_of({.pictures = 3}), gif_of({}),
                            gif_of({.interlaced = true, .transparent = 1}), gif_of({.pictures = 3}), moving_webp()}) {
    check_changed(whole, 100, random);
  }
}

TEST_CASE("an AVIF, a GIF and the first picture of what moves have their colours where they were") {
  for (const auto& look : {AvifLook{}, AvifLook{.pictures = 3}}) {
    const File file = avif_of(look);
    CHECK(check_picture(text(file))->type == "image/avif");
    check_quarters(decode_avif(file));
  }
  for (const auto& look : {GifLook{}, GifLook{.interlaced = true}, GifLook{.pictures = 3}}) {
    const File file = gif_of(look);
    CHECK(check_picture(text(file))->type == "image/gif");
    check_quarters(decode_gif(file));
  }
  check_quarters(decode_webp(moving_webp()));
}

TEST_CASE("an AVIF's alpha comes straight, however it is stored") {
  for (const bool premultiplied : {false, true}) {
    const auto picture = decode_avif(avif_of({.alpha = 128, .premultiplied = premultiplied}));
    check_quarters(picture);
    for (std::size_t i = 3; i < picture->rgba.size(); i += 4) CHECK(std::abs(picture->rgba[i] - 128) <= 2);
  }
}

TEST_CASE("an AVIF is cut, turned and mirrored as its properties say") {
  struct Turned {
    int turns, mirror;
    Rgb top_left, top_right;
  };
  // Quarter turns against the clock, then mirrored top to bottom (0) or left to right (1).
  const Turned kTurned[] = {{1, -1, kGreen, kWhite}, {2, -1, kWhite, kBlue}, {3, -1, kBlue, kRed},
                            {-1, 0, kBlue, kWhite},  {-1, 1, kGreen, kRed},  {1, 1, kWhite, kGreen},
                            {1, 0, kRed, kBlue}};
  for (const Turned& turned : kTurned) {
    INFO(turned.turns << " " << turned.mirror);
    const auto picture = decode_avif(avif_of({.turns = turned.turns, .mirror = turned.mirror}));
    REQUIRE(picture.has_value());
    CHECK(picture->width == (turned.turns % 2 == 1 ? kHeight : kWidth));
    CHECK(color_at(*picture, false, false) == turned.top_left);
    CHECK(color_at(*picture, true, false) == turned.top_right);
  }
  const auto half = decode_avif(avif_of({.right_half = true}));
  REQUIRE(half.has_value());
  CHECK(half->width == kWidth / 2);
  CHECK(half->height == kHeight);
  CHECK(color_at(*half, false, false) == kGreen);
  CHECK(color_at(*half, false, true) == kWhite);
}

TEST_CASE("a GIF's transparent colour is none, and what reaches beyond its screen is left out") {
  const auto holed = decode_gif(gif_of({.transparent = 1}));
  REQUIRE(holed.has_value());
  CHECK(holed->rgba[3] == 255);
  CHECK(holed->rgba[(kWidth - 1) * 4 + 3] == 0);
  const auto moved = decode_gif(gif_of({.left = kWidth / 2, .top = kHeight / 2}));
  REQUIRE(moved.has_value());
  CHECK(moved->width == kWidth);
  CHECK(moved->rgba[3] == 0);
  CHECK(color_at(*moved, true, true) == kRed);
}
