// SPDX-License-Identifier: GPL-2.0-or-later
#include <csetjmp>
#include <cstdio>

// After <cstdio>, which they need.
#include <jerror.h>
#include <jpeglib.h>

#include <array>
#include <utility>

#include "overlays/media/picture_decoders.h"

namespace leitai::overlays {
namespace {

/// A progressive file may come in any number of scans over the same pixels; real ones have some ten.
constexpr int kMostScans = 200;
/// Of what the library keeps of a progressive picture.
constexpr long kMostMemory = 256L << 20;
constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr unsigned kMostMarkerBytes = 0xFFFF;

/// What the library's callbacks find behind its own error manager.
struct Errors {
  jpeg_error_mgr manager{};
  std::jmp_buf give_up;
  std::array<char, JMSG_LENGTH_MAX> message{};
};

[[noreturn]] void on_error(j_common_ptr info) {
  auto* errors = reinterpret_cast<Errors*>(info->err);
  (*info->err->format_message)(info, errors->message.data());
  std::longjmp(errors->give_up, 1);
}

/// A picture that ends too soon, or cannot be read in the middle, is broken: grey would be on air.
void on_message(j_common_ptr info, int level) {
  const int code = info->err->msg_code;
  if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE)) on_error(info);
}

void on_progress(j_common_ptr info) {
  const auto* decoder = reinterpret_cast<jpeg_decompress_struct*>(info);
  if (decoder->input_scan_number > kMostScans) {
    info->err->msg_code = JERR_BAD_PROGRESSION;
    on_error(info);
  }
}

/// One decoding. The library leaves a failed call by a long jump: between a `setjmp` and the calls beneath it no
/// object with a destructor is made.
class Decoder {
 public:
  Decoder() {
    info_.err = jpeg_std_error(&errors_.manager);
    errors_.manager.error_exit = on_error;
    errors_.manager.emit_message = on_message;
    progress_.progress_monitor = on_progress;
  }
  ~Decoder() { jpeg_destroy_decompress(&info_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  bool read_head(Bytes bytes) {
    if (setjmp(errors_.give_up) != 0) return false;
    jpeg_create_decompress(&info_);
    info_.mem->max_memory_to_use = kMostMemory;
    info_.progress = &progress_;
    jpeg_mem_src(&info_, bytes.data(), static_cast<unsigned long>(bytes.size()));
    jpeg_save_markers(&info_, kExifMarker, kMostMarkerBytes);
    jpeg_read_header(&info_, TRUE);
    return true;
  }

  bool read_pixels(std::uint8_t* rgba) {
    if (setjmp(errors_.give_up) != 0) return false;
    info_.out_color_space = JCS_EXT_RGBA;
    jpeg_start_decompress(&info_);
    const std::size_t stride = std::size_t{info_.output_width} * 4;
    while (info_.output_scanline < info_.output_height) {
      JSAMPROW row = rgba + stride * info_.output_scanline;
      jpeg_read_scanlines(&info_, &row, 1);
    }
    jpeg_finish_decompress(&info_);
    return true;
  }

  std::string fault() const { return std::string("is broken: ") + errors_.message.data(); }
  std::int64_t width() const { return info_.image_width; }
  std::int64_t height() const { return info_.image_height; }
  bool is_cmyk() const { return info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK; }

  /// Before the pixels are read: the library forgets its markers with them.
  int orientation() const {
    for (const jpeg_marker_struct* marker = info_.marker_list; marker != nullptr; marker = marker->next) {
      if (marker->marker != kExifMarker) continue;
      const int found = exif_orientation({marker->data, marker->data_length}, ExifPrefix::kRequired);
      if (found != 1) return found;
    }
    return 1;
  }

 private:
  jpeg_decompress_struct info_{};
  jpeg_progress_mgr progress_{};
  Errors errors_;
};

}  // namespace

bool is_jpeg(Bytes bytes) {
  return bytes.size() >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

Decoded decode_jpeg(Bytes bytes) {
  Decoder decoder;
  if (!decoder.read_head(bytes)) return tl::unexpected(decoder.fault());
  if (std::string fault = size_fault(decoder.width(), decoder.height()); !fault.empty()) {
    return tl::unexpected(std::move(fault));
  }
  if (decoder.is_cmyk()) return tl::unexpected(std::string("has the colours of a printer (CMYK): save it as RGB"));
  StraightPicture picture{static_cast<int>(decoder.width()), static_cast<int>(decoder.height()), {}};
  picture.rgba.resize(static_cast<std::size_t>(picture.width) * picture.height * 4);
  const int orientation = decoder.orientation();
  if (!decoder.read_pixels(picture.rgba.data())) return tl::unexpected(decoder.fault());
  return upright(std::move(picture), orientation);
}

}  // namespace leitai::overlays
