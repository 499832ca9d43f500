// SPDX-License-Identifier: GPL-2.0-or-later
#include <png.h>

#include <fstream>
#include <iterator>

#include "overlays/media/picture.h"

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

tl::expected<std::vector<char>, std::string> bytes_of(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) return tl::unexpected("cannot be read: " + error.message());
  if (size > kMaxPictureBytes) {
    return tl::unexpected("is larger than " + std::to_string(kMaxPictureBytes >> 20) + " MiB");
  }
  std::ifstream in(file, std::ios::binary);
  std::vector<char> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.eof() && in.fail()) return tl::unexpected(std::string("cannot be read"));
  return bytes;
}

}  // namespace

tl::expected<ColorPicture, std::string> read_picture(const std::filesystem::path& file) {
  const auto bytes = bytes_of(file);
  if (!bytes) return tl::unexpected(bytes.error());
  Reader reader;
  if (png_image_begin_read_from_memory(&reader.image, bytes->data(), bytes->size()) == 0) {
    return tl::unexpected(std::string("is no PNG picture: ") + reader.image.message);
  }
  const auto width = static_cast<std::int64_t>(reader.image.width);
  const auto height = static_cast<std::int64_t>(reader.image.height);
  if (width < 1 || height < 1 || width > kMaxPictureSide || height > kMaxPictureSide ||
      width * height > kMaxPicturePixels) {
    return tl::unexpected("has " + std::to_string(width) + "×" + std::to_string(height) +
                          " pixels: more than are drawn");
  }
  reader.image.format = PNG_FORMAT_RGBA;
  std::vector<std::uint8_t> rgba(PNG_IMAGE_SIZE(reader.image));
  if (png_image_finish_read(&reader.image, nullptr, rgba.data(), 0, nullptr) == 0) {
    return tl::unexpected(std::string("is broken: ") + reader.image.message);
  }
  return picture_from_straight_rgba(rgba.data(), static_cast<int>(width), static_cast<int>(height));
}

}  // namespace leitai::overlays
