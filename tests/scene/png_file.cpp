// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/scene/png_file.h"

#include <png.h>

#include <fstream>

#include "overlays/paint/cpu_painter.h"

namespace scene_test {

std::optional<Pixels> read_png(const std::string& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&image, file.c_str()) == 0) return std::nullopt;
  image.format = PNG_FORMAT_RGBA;
  Pixels pixels{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  pixels.rgba.resize(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, pixels.rgba.data(), 0, nullptr) == 0) return std::nullopt;
  return pixels;
}

bool write_png(const std::string& file, const Pixels& pixels) {
  const auto png = leitai::overlays::encode_png(pixels.rgba, pixels.width, pixels.height, 9);
  if (!png) return false;
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(png->data()), static_cast<std::streamsize>(png->size()));
  return static_cast<bool>(out);
}

}  // namespace scene_test
