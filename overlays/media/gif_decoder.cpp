// SPDX-License-Identifier: GPL-2.0-or-later
#include <gif_lib.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "overlays/media/picture_decoders.h"

namespace leitai::overlays {
namespace {

tl::unexpected<std::string> broken(int error) {
  const char* const why = GifErrorString(error);
  return tl::unexpected(std::string("is broken: ") + (why == nullptr ? "its pixels cannot be read" : why));
}

int read_bytes(GifFileType* gif, GifByteType* into, int count) {
  auto& rest = *static_cast<Bytes*>(gif->UserData);
  const std::size_t taken = std::min(rest.size(), static_cast<std::size_t>(std::max(count, 0)));
  std::copy_n(rest.data(), taken, into);
  rest = rest.subspan(taken);
  return static_cast<int>(taken);
}

struct Close {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, Close>;

/// Which colour of the next picture is none, NO_TRANSPARENT_COLOR where there is no such. False: broken.
bool read_extension(GifFileType* gif, int& transparent) {
  int code = 0;
  GifByteType* block = nullptr;
  if (DGifGetExtension(gif, &code, &block) == GIF_ERROR) return false;
  while (block != nullptr) {
    GraphicsControlBlock control;
    if (code == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) {
      transparent = control.TransparentColor;
    }
    if (DGifGetExtensionNext(gif, &block) == GIF_ERROR) return false;
  }
  return true;
}

/// GIF89a, appendix E: the rows of an interlaced picture, in the order in which they are stored.
std::vector<int> row_order(int rows, bool interlaced) {
  constexpr std::pair<int, int> kPasses[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
  std::vector<int> order;
  order.reserve(static_cast<std::size_t>(rows));
  if (!interlaced) {
    for (int y = 0; y < rows; ++y) order.push_back(y);
    return order;
  }
  for (const auto& [first, step] : kPasses) {
    for (int y = first; y < rows; y += step) order.push_back(y);
  }
  return order;
}

/// One row of a picture onto the screen; what reaches beyond it is left out. False: a colour that no table has.
bool put_row(const GifFileType& gif, const ColorMapObject& colors, const std::vector<GifPixelType>& row, int y,
             int transparent, StraightPicture& screen) {
  for (int x = 0; x < gif.Image.Width; ++x) {
    const int index = row[static_cast<std::size_t>(x)];
    if (index == transparent) continue;
    if (index >= colors.ColorCount) return false;
    const int at_x = gif.Image.Left + x, at_y = gif.Image.Top + y;
    if (at_x >= screen.width || at_y >= screen.height) continue;
    const GifColorType& color = colors.Colors[index];
    const std::uint8_t pixel[] = {color.Red, color.Green, color.Blue, 255};
    std::copy_n(pixel, 4, &screen.rgba[(static_cast<std::size_t>(at_y) * screen.width + at_x) * 4]);
  }
  return true;
}

Decoded first_picture(GifFileType* gif, int transparent) {
  if (DGifGetImageDesc(gif) == GIF_ERROR) return broken(gif->Error);
  if (std::string fault = size_fault(gif->Image.Width, gif->Image.Height); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  const ColorMapObject* const colors = gif->Image.ColorMap != nullptr ? gif->Image.ColorMap : gif->SColorMap;
  if (colors == nullptr) return tl::unexpected(std::string("is broken: it has no colours"));
  StraightPicture screen{gif->SWidth, gif->SHeight, {}};
  screen.rgba.resize(static_cast<std::size_t>(screen.width) * screen.height * 4);
  std::vector<GifPixelType> row(static_cast<std::size_t>(gif->Image.Width));
  for (const int y : row_order(gif->Image.Height, gif->Image.Interlace)) {
    if (DGifGetLine(gif, row.data(), gif->Image.Width) == GIF_ERROR) return broken(gif->Error);
    if (!put_row(*gif, *colors, row, y, transparent, screen)) {
      return tl::unexpected(std::string("is broken: it has a pixel without a colour"));
    }
  }
  return screen;
}

/// Reads over one picture. The sentence where that cannot be done.
std::string skip_picture(GifFileType* gif, std::int64_t& pixels) {
  if (DGifGetImageDesc(gif) == GIF_ERROR) return broken(gif->Error).value();
  if (std::string fault = size_fault(gif->Image.Width, gif->Image.Height); !fault.empty()) return fault;
  std::vector<GifPixelType> row(static_cast<std::size_t>(gif->Image.Width));
  for (int y = 0; y < gif->Image.Height; ++y) {
    if (DGifGetLine(gif, row.data(), gif->Image.Width) == GIF_ERROR) return broken(gif->Error).value();
  }
  constexpr std::int64_t kLeast = 1024;  // the smallest takes its time and its place in giflib's list too
  pixels += std::max(kLeast, std::int64_t{gif->Image.Width} * gif->Image.Height);
  return {};
}

}  // namespace

bool is_gif(Bytes bytes) {
  return bytes.size() >= 6 &&
         (std::memcmp(bytes.data(), "GIF87a", 6) == 0 || std::memcmp(bytes.data(), "GIF89a", 6) == 0);
}

Decoded decode_gif(Bytes bytes) {
  Bytes rest = bytes;
  int error = 0;
  const Gif gif(DGifOpen(&rest, read_bytes, &error));
  if (!gif) return broken(error);
  if (std::string fault = size_fault(gif->SWidth, gif->SHeight); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  int transparent = NO_TRANSPARENT_COLOR;
  while (true) {
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(gif.get(), &type) == GIF_ERROR) return broken(gif->Error);
    if (type == IMAGE_DESC_RECORD_TYPE) return first_picture(gif.get(), transparent);
    if (type == TERMINATE_RECORD_TYPE) return tl::unexpected(std::string("is broken: it has no picture"));
    if (type == EXTENSION_RECORD_TYPE && !read_extension(gif.get(), transparent)) return broken(gif->Error);
  }
}

std::string gif_rest_fault(Bytes bytes) {
  Bytes rest = bytes;
  int error = 0;
  const Gif gif(DGifOpen(&rest, read_bytes, &error));
  if (!gif) return broken(error).value();
  int transparent = NO_TRANSPARENT_COLOR;
  // Where no block begins a file ends for whoever plays it: many writers leave out the end mark, or add to it.
  for (std::int64_t pixels = 0; !rest.empty() && pixels < kMaxCheckedPixels;) {
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(gif.get(), &type) == GIF_ERROR || type == TERMINATE_RECORD_TYPE) return {};
    if (type == EXTENSION_RECORD_TYPE && !read_extension(gif.get(), transparent)) return broken(gif->Error).value();
    if (type != IMAGE_DESC_RECORD_TYPE) continue;
    if (std::string fault = skip_picture(gif.get(), pixels); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace leitai::overlays
