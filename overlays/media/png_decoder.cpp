// SPDX-License-Identifier: GPL-2.0-or-later
#include <png.h>

#include <algorithm>
#include <array>

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

}  // namespace

bool is_png(Bytes bytes) {
  constexpr std::array<std::uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  return bytes.size() >= kSignature.size() && std::equal(kSignature.begin(), kSignature.end(), bytes.begin());
}

Decoded decode_png(Bytes bytes) {
  Reader reader;
  if (png_image_begin_read_from_memory(&reader.image, bytes.data(), bytes.size()) == 0) {
    return tl::unexpected(std::string("is broken: ") + reader.image.message);
  }
  if (std::string fault = size_fault(reader.image.width, reader.image.height); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  reader.image.format = PNG_FORMAT_RGBA;
  StraightPicture picture{static_cast<int>(reader.image.width), static_cast<int>(reader.image.height), {}};
  picture.rgba.resize(PNG_IMAGE_SIZE(reader.image));
  if (png_image_finish_read(&reader.image, nullptr, picture.rgba.data(), 0, nullptr) == 0) {
    return tl::unexpected(std::string("is broken: ") + reader.image.message);
  }
  return picture;
}

}  // namespace leitai::overlays
