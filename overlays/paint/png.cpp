// SPDX-License-Identifier: GPL-2.0-or-later
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "overlays/paint/cpu_painter.h"

namespace leitai::overlays {
namespace {

/// libpng leaves by longjmp, so what lives across its calls is plain data.
struct Output {
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  std::size_t capacity = 0;
  char error[128] = {};
};

void on_write(png_structp png, png_bytep data, png_size_t length) {
  auto* out = static_cast<Output*>(png_get_io_ptr(png));
  if (out->capacity - out->size < length) {
    const std::size_t wanted = std::max(out->size + length, out->capacity * 2);
    void* grown = std::realloc(out->bytes, wanted);
    if (grown == nullptr) {
      png_error(png, "out of memory");
    }
    out->bytes = static_cast<std::uint8_t*>(grown);
    out->capacity = wanted;
  }
  std::memcpy(out->bytes + out->size, data, length);
  out->size += length;
}

void on_flush(png_structp) {}

void on_error(png_structp png, png_const_charp message) {
  auto* out = static_cast<Output*>(png_get_error_ptr(png));
  std::strncpy(out->error, message, sizeof out->error - 1);
  std::longjmp(*png_set_longjmp_fn(png, std::longjmp, sizeof(std::jmp_buf)), 1);
}

void on_warning(png_structp, png_const_charp) {}

/// False where it failed; `out` says why. Nothing in here has a destructor.
bool write_png(Output* out, const std::uint8_t* rgba, int width, int height, int compression_level) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, out, on_error, on_warning);
  png_infop info = png != nullptr ? png_create_info_struct(png) : nullptr;
  if (info == nullptr) {
    png_destroy_write_struct(&png, nullptr);
    std::strcpy(out->error, "out of memory");
    return false;
  }
  if (setjmp(*png_set_longjmp_fn(png, std::longjmp, sizeof(std::jmp_buf))) != 0) {
    png_destroy_write_struct(&png, &info);
    return false;
  }
  png_set_write_fn(png, out, on_write, on_flush);
  png_set_compression_level(png, compression_level);
  // Flat areas and text: the cheap filters compress as well as trying all five. Where speed is wanted, one and the
  // same for every row: choosing costs more than compressing.
  png_set_filter(png, PNG_FILTER_TYPE_BASE,
                 compression_level <= 1 ? PNG_FILTER_SUB : PNG_FILTER_NONE | PNG_FILTER_SUB | PNG_FILTER_UP);
  png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), 8, PNG_COLOR_TYPE_RGBA,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_write_info(png, info);
  for (int y = 0; y < height; ++y) {
    png_write_row(png, rgba + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 4);
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return true;
}

struct Free {
  void operator()(std::uint8_t* bytes) const { std::free(bytes); }
};

}  // namespace

tl::expected<std::vector<std::uint8_t>, std::string> encode_png(std::span<const std::uint8_t> rgba, int width,
                                                                int height, int compression_level) {
  if (width <= 0 || height <= 0 || rgba.size() != std::size_t(width) * std::size_t(height) * 4) {
    return tl::make_unexpected("a picture of " + std::to_string(width) + " by " + std::to_string(height) +
                               " pixels does not have " + std::to_string(rgba.size()) + " bytes");
  }
  Output out;
  const bool written = write_png(&out, rgba.data(), width, height, std::clamp(compression_level, 0, 9));
  const std::unique_ptr<std::uint8_t, Free> bytes(out.bytes);
  if (!written) {
    return tl::make_unexpected(std::string("PNG: ") + out.error);
  }
  return std::vector<std::uint8_t>(out.bytes, out.bytes + out.size);
}

}  // namespace leitai::overlays
