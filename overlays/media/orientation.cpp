// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstring>
#include <utility>

#include "overlays/media/picture_decoders.h"

namespace leitai::overlays {
namespace {

/// Numbers of a TIFF file, in either order of bytes; 0 beyond its end.
class Tiff {
 public:
  explicit Tiff(Bytes bytes) : bytes_(bytes), little_(bytes.size() > 1 && bytes[0] == 'I') {}

  std::uint32_t u16(std::size_t at) const {
    return little_ ? byte(at) | byte(at + 1) << 8 : byte(at) << 8 | byte(at + 1);
  }
  std::uint32_t u32(std::size_t at) const {
    return little_ ? u16(at) | u16(at + 2) << 16 : u16(at) << 16 | u16(at + 2);
  }

 private:
  std::uint32_t byte(std::size_t at) const { return at < bytes_.size() ? bytes_[at] : 0; }

  Bytes bytes_;
  bool little_;
};

/// Where the pixel that is shown at (x, y) lies. Orientations from 5 on swap width and height.
std::size_t source_of(const StraightPicture& picture, int orientation, int x, int y) {
  const int right = picture.width - 1, bottom = picture.height - 1;
  const std::pair<int, int> at[] = {{x, y}, {right - x, y},  {right - x, bottom - y}, {x, bottom - y},
                                    {y, x}, {y, bottom - x}, {right - y, bottom - x}, {right - y, x}};
  const auto [from_x, from_y] = at[orientation - 1];
  return static_cast<std::size_t>(from_y) * picture.width + from_x;
}

}  // namespace

/// Exif 2.3, 4.5.4 and 4.6.4 A: "Exif\0\0", a TIFF head, and in the first directory the tag 0x0112.
int exif_orientation(Bytes exif, ExifPrefix prefix) {
  constexpr std::size_t kPrefix = 6, kEntry = 12;
  constexpr std::uint32_t kOrientation = 0x0112, kShort = 3;
  const bool prefixed = exif.size() >= kPrefix && std::memcmp(exif.data(), "Exif\0\0", kPrefix) == 0;
  if (!prefixed && prefix == ExifPrefix::kRequired) return 1;
  const Bytes head = prefixed ? exif.subspan(kPrefix) : exif;
  const Tiff tiff(head);
  const std::size_t directory = tiff.u32(4);
  const std::uint32_t entries = tiff.u16(directory);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * kEntry;
    if (entry >= head.size()) return 1;
    if (tiff.u16(entry) != kOrientation) continue;
    const std::uint32_t value = tiff.u16(entry + 8);
    return tiff.u16(entry + 2) == kShort && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

StraightPicture upright(StraightPicture picture, int orientation) {
  if (orientation == 1) return picture;
  const bool turned = orientation >= 5;
  StraightPicture result{turned ? picture.height : picture.width, turned ? picture.width : picture.height, {}};
  result.rgba.resize(picture.rgba.size());
  std::uint8_t* out = result.rgba.data();
  for (int y = 0; y < result.height; ++y) {
    for (int x = 0; x < result.width; ++x, out += 4) {
      std::memcpy(out, &picture.rgba[source_of(picture, orientation, x, y) * 4], 4);
    }
  }
  return result;
}

}  // namespace leitai::overlays
