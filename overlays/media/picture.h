// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

/// Pictures that are no text: read from files, scaled, cut to shape.
namespace leitai::overlays {

/// Premultiplied linear-light RGBA, row by row.
struct ColorPicture {
  int width = 0, height = 0;
  std::vector<float> pixels;  ///< width · height · 4
};

/// From sRGB-encoded bytes with straight alpha, width · height · 4 of them.
ColorPicture picture_from_straight_rgba(const std::uint8_t* rgba, int width, int height);

/// Appends one FreeType colour pixel (BGRA, premultiplied after sRGB encoding) as linear light.
void append_linear_from_bgra(const std::uint8_t* bgra, std::vector<float>& pixels);

/// Where it shrinks each new pixel is the mean of the area that it covers, where it grows the pixels
/// between are interpolated.
ColorPicture scaled(const ColorPicture& picture, int width, int height);

/// The part of it from (x, y) on; whole pixels within the picture.
ColorPicture cropped(const ColorPicture& picture, int x, int y, int width, int height);

/// How much of a pixel rounded corners leave, 0…1, where the picture is so large; radii as of round_corners().
float corner_cover(int x, int y, int width, int height, const std::array<float, 4>& radius);

/// Rounds its corners: top left, top right, bottom right, bottom left, in pixels.
void round_corners(ColorPicture& picture, const std::array<float, 4>& radius);

/// How a picture fills a place of another shape.
enum class PictureFit : std::uint8_t {
  contain,  ///< all of it, as large as the place lets it be
  cover,    ///< all of the place; what reaches beyond it is cut off, at both ends alike
};

/// A place on the canvas that a picture is made for.
struct PicturePlace {
  PictureFit fit = PictureFit::cover;
  int width = 0, height = 0;                                                    ///< canvas pixels
  std::array<float, 4> radius{};                                                ///< as of round_corners()
  friend auto operator<=>(const PicturePlace&, const PicturePlace&) = default;  // NOLINT(modernize-use-nullptr)
};

/// What a place shows of a picture, and in what size.
struct FittedPart {
  int x = 0, y = 0, width = 0, height = 0;  ///< of the picture, pixels
  int shown_width = 0, shown_height = 0;    ///< canvas pixels, no larger than the place
};
FittedPart fitted_part(int width, int height, const PicturePlace& place);

/// The picture as its place shows it, corners and all: no larger than the place, to stand in its middle.
ColorPicture fitted(const ColorPicture& picture, const PicturePlace& place);

/// RGBA bytes: the premultiplied light sRGB-encoded, alpha as it is.
std::vector<std::uint8_t> encode_premultiplied(const ColorPicture& picture);

/// The most that is read of a picture file: against decompression bombs.
constexpr int kMaxPictureSide = 8192;
constexpr std::int64_t kMaxPicturePixels = 16 << 20;
constexpr std::uintmax_t kMaxPictureBytes = 32 << 20;

/// Reads a PNG, JPEG, WebP, AVIF, GIF or SVG file, whatever its name says; of one that moves, its first picture. An SVG
/// is drawn at the size that it gives itself. An error is a sentence.
tl::expected<ColorPicture, std::string> read_picture(const std::filesystem::path& file);

/// The same as `place` shows it, as of fitted(); an SVG is drawn at that size, and is sharp at every one.
tl::expected<ColorPicture, std::string> read_fitted(const std::filesystem::path& file, const PicturePlace& place);

/// A picture's own size, as read_picture() would give it. An error is a sentence.
struct PictureSides {
  int width = 0, height = 0;  ///< pixels
};
tl::expected<PictureSides, std::string> read_picture_size(const std::filesystem::path& file);

struct PictureInfo {
  std::string type;  ///< "image/png", "image/jpeg", "image/webp", "image/avif" or "image/gif"
  int width = 0, height = 0;
};

/// What read_picture() would read from a file with these bytes: they are decoded to the last pixel, and of what moves
/// all pictures, up to a bound. Those of an SVG, which can hold scripts for a browser, are refused. An
/// error is a sentence.
tl::expected<PictureInfo, std::string> check_picture(std::string_view bytes);

/// The modules of a QR code (ISO/IEC 18004, error correction M), without its quiet zone.
struct QrCode {
  int size = 0;                    ///< modules, both ways
  std::vector<std::uint8_t> dark;  ///< size · size, 1 is dark
};
constexpr int kQuietZone = 4;  ///< modules that must stay light around it

/// An error where the text is empty or longer than a code holds.
tl::expected<QrCode, std::string> qr_code(std::string_view text);

/// The code with its quiet zone as an SVG document, black on white, a unit a module; empty where the text has none.
std::string qr_svg(std::string_view text);

}  // namespace leitai::overlays
