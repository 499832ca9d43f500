// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/av/av.h"

#include <array>

namespace leitai::overlays::av {

void be_quiet() {
  av_log_set_level(AV_LOG_QUIET);
}

AVColorSpace matrix_of(const AVFrame& picture) {
  constexpr int kHd = 720;
  switch (picture.colorspace) {
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
    case AVCOL_SPC_FCC:
      return AVCOL_SPC_SMPTE170M;
    case AVCOL_SPC_BT709:
    case AVCOL_SPC_BT2020_NCL:
      return picture.colorspace;
    default:
      return picture.height < kHd ? AVCOL_SPC_SMPTE170M : AVCOL_SPC_BT709;
  }
}

bool is_full_range(const AVFrame& picture) {
  switch (picture.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
      return true;
    default:
      return picture.color_range == AVCOL_RANGE_JPEG;
  }
}

bool is_hdr(AVColorTransferCharacteristic transfer) {
  return transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67;
}

std::string reason(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  return text.data();
}

tl::unexpected<std::string> failure(const std::string& what, int error) {
  return tl::unexpected(what + ": " + reason(error));
}

}  // namespace leitai::overlays::av
