// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/media/picture.h"

/// A file of each kind to pixels, as it lies in memory. Each looks at the size that the file promises before it makes
/// room for so many pixels. Of a file with several pictures it is the first.
namespace leitai::overlays {

/// sRGB-encoded, straight alpha.
struct StraightPicture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;  ///< width · height · 4
};
using Decoded = tl::expected<StraightPicture, std::string>;
using Bytes = std::span<const std::uint8_t>;

bool is_png(Bytes bytes);
bool is_jpeg(Bytes bytes);
bool is_webp(Bytes bytes);
bool is_avif(Bytes bytes);
bool is_gif(Bytes bytes);

Decoded decode_png(Bytes bytes);
/// Both as a viewer shows them: turned as their Exif orientation says.
Decoded decode_jpeg(Bytes bytes);
Decoded decode_webp(Bytes bytes);
/// Turned and mirrored as its own properties say.
Decoded decode_avif(Bytes bytes);
Decoded decode_gif(Bytes bytes);

/// Of a file whose first picture was decoded: the sentence where one of the others cannot be; else nothing. They are
/// looked at until they come to kMaxCheckedPixels together.
std::string webp_rest_fault(Bytes bytes);
std::string avif_rest_fault(Bytes bytes);
std::string gif_rest_fault(Bytes bytes);
constexpr std::int64_t kMaxCheckedPixels = 128 << 20;
/// Of one file. The libraries look through all pictures, or most, for each of them.
constexpr std::uint32_t kMaxWebpPictures = 20'000;
constexpr std::uint32_t kMaxAvifPictures = 2'000;

/// An AVIF's tables are longer than any that a writer makes. The library looks through them for each entry of others.
bool avif_has_long_tables(Bytes bytes);

/// Nothing where so many pixels are drawn; else the sentence.
std::string size_fault(std::int64_t width, std::int64_t height);

/// What stands before the TIFF head in a JPEG, "Exif\0\0".
enum class ExifPrefix { kRequired, kOptional };

/// The Exif orientation, 1 to 8, of what follows a JPEG's APP1 marker, or of a WebP's EXIF chunk; 1 where it says none.
int exif_orientation(Bytes exif, ExifPrefix prefix);

/// Of a WebP's EXIF chunk.
int webp_orientation(Bytes bytes);

/// Turned and mirrored so that what an orientation says is top left is there.
StraightPicture upright(StraightPicture picture, int orientation);

}  // namespace leitai::overlays
