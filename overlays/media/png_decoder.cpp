// SPDX-License-Identifier: GPL-2.0-or-later
#include <png.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "overlays/media/picture_decoders.h"

namespace leitai::overlays {
namespace {

/// libpng's simplified reader, which keeps its own state.
struct Reader {
  png_image image{};
  Reader() { image.version = PNG_IMAGE_VERSION; }
  ~Reader() { png_image_free(&image); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
};

/// What PNG keeps beside the picture as compressed text, of which libpng unpacks each up to eight megabytes.
bool has_many_notes(Bytes bytes) {
  constexpr std::size_t kSignature = 8, kAround = 12, kMostNotes = 16;
  std::size_t notes = 0;
  for (std::size_t at = kSignature; at + kAround <= bytes.size();) {
    const std::uint8_t* const chunk = bytes.data() + at;
    const std::size_t size =
        std::size_t{chunk[0]} << 24 | std::size_t{chunk[1]} << 16 | std::size_t{chunk[2]} << 8 | chunk[3];
    const bool is_note = std::memcmp(chunk + 4, "zTXt", 4) == 0 || std::memcmp(chunk + 4, "iTXt", 4) == 0;
    if (is_note && ++notes > kMostNotes) return true;
    if (size > bytes.size() - at - kAround) return false;
    at += kAround + size;
  }
  return false;
}

}  // namespace

bool is_png(Bytes bytes) {
  constexpr std::array<std::uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  return bytes.size() >= kSignature.size() && std::equal(kSignature.begin(), kSignature.end(), bytes.begin());
}

Decoded decode_png(Bytes bytes) {
  if (has_many_notes(bytes)) return tl::unexpected(std::string("holds too many texts: save it without its metadata"));
  Reader reader;
  if (png_image_begin_read_from_memory(&reader.image, bytes.data(), bytes.size()) == 0) {
    return tl::unexpected(std::string("is broken: ") + reader.image.message);
  }
  if (std::string fault = size_fault(reader.image.width, reader.image.height); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  reader.image.format = PNG_FORMAT_RGBA;
  // What says nothing of its curve is sRGB: of 16 bits libpng would else take it for linear light.
  reader.image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  StraightPicture picture{static_cast<int>(reader.image.width), static_cast<int>(reader.image.height), {}};
  picture.rgba.resize(PNG_IMAGE_SIZE(reader.image));
  if (png_image_finish_read(&reader.image, nullptr, picture.rgba.data(), 0, nullptr) == 0) {
    return tl::unexpected(std::string("is broken: ") + reader.image.message);
  }
  return picture;
}

}  // namespace leitai::overlays
