// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/frame_converter.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <array>

namespace leitai::overlays {
namespace {

/// FFmpeg's formats of full range are others with a tag, which is set by itself here.
AVPixelFormat plain(int format) {
  switch (format) {
    case AV_PIX_FMT_YUVJ420P:
      return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
      return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
      return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P:
      return AV_PIX_FMT_YUV440P;
    default:
      return static_cast<AVPixelFormat>(format);
  }
}

int coefficients_of(int matrix) {
  if (matrix == AVCOL_SPC_BT709) return SWS_CS_ITU709;
  return matrix == AVCOL_SPC_BT2020_NCL ? SWS_CS_BT2020 : SWS_CS_ITU601;
}

/// In one size the fast way, which takes each pixel's nearest colour, as OBS does; else by area, or between pixels.
int way_of_scaling(int from_width, int from_height, int to_width, int to_height) {
  if (from_width == to_width && from_height == to_height) return SWS_BILINEAR;
  const bool grows = to_width > from_width || to_height > from_height;
  return (grows ? SWS_BILINEAR : SWS_AREA) | SWS_ACCURATE_RND;
}

struct Planes {
  std::array<const std::uint8_t*, 4> data{};
  std::array<int, 4> stride{};
};

/// From (x, y) on, or from the colour sample on that holds it.
Planes planes_from(const AVFrame& picture, const AVPixFmtDescriptor& format, int x, int y) {
  Planes planes;
  std::array<int, 4> steps{};
  for (int c = 0; c < format.nb_components; ++c) {
    steps[static_cast<std::size_t>(format.comp[c].plane)] = format.comp[c].step;
  }
  for (std::size_t p = 0; p < planes.data.size() && picture.data[p] != nullptr; ++p) {
    const bool is_color = (p == 1 || p == 2) && (format.flags & AV_PIX_FMT_FLAG_RGB) == 0;
    const int from_x = is_color ? x >> format.log2_chroma_w : (x >> format.log2_chroma_w) << format.log2_chroma_w;
    const int from_y = is_color ? y >> format.log2_chroma_h : (y >> format.log2_chroma_h) << format.log2_chroma_h;
    planes.stride[p] = picture.linesize[p];
    planes.data[p] = picture.data[p] + std::ptrdiff_t{from_y} * picture.linesize[p] + std::ptrdiff_t{from_x} * steps[p];
  }
  return planes;
}

}  // namespace

bool FrameConverter::prepare(const Shape& shape, int width, int height) {
  if (scaler_ && shape == shape_ && out_->width == width && out_->height == height) return true;
  shape_ = shape;
  const int flags = way_of_scaling(shape.width, shape.height, width, height);
  scaler_.reset(sws_getContext(shape.width, shape.height, plain(shape.format), width, height, AV_PIX_FMT_RGBA, flags,
                               nullptr, nullptr, nullptr));
  out_.reset(av_frame_alloc());
  if (!scaler_ || !out_) return false;
  const int* const table = sws_getCoefficients(coefficients_of(shape.matrix));
  constexpr int kOne = 1 << 16;
  sws_setColorspaceDetails(scaler_.get(), table, shape.full_range ? 1 : 0, table, 1, 0, kOne, kOne);
  out_->format = AV_PIX_FMT_RGBA;
  out_->width = width;
  out_->height = height;
  // Rows that are padded: vectors of pixels are written to their end.
  constexpr int kAlign = 64;
  return av_frame_get_buffer(out_.get(), kAlign) >= 0;
}

tl::expected<FrameConverter::Rgba, std::string> FrameConverter::convert(const AVFrame& picture,
                                                                        const FittedPart& part) {
  const AVPixFmtDescriptor* const format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture.format));
  constexpr auto kNotDrawn = AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM;
  if (format == nullptr || (format->flags & kNotDrawn) != 0 || sws_isSupportedInput(plain(picture.format)) == 0) {
    return tl::unexpected(std::string("has pixels of a kind that is not drawn"));
  }
  const bool is_opaque = (format->flags & AV_PIX_FMT_FLAG_ALPHA) == 0;
  const int width = is_opaque ? part.shown_width : part.width;
  const int height = is_opaque ? part.shown_height : part.height;
  const Shape shape{picture.format, part.width, part.height, av::matrix_of(picture), av::is_full_range(picture)};
  if (!prepare(shape, width, height)) return tl::unexpected(std::string("has pictures that cannot be converted"));
  const Planes planes = planes_from(picture, *format, part.x, part.y);
  if (sws_scale(scaler_.get(), planes.data.data(), planes.stride.data(), 0, part.height, out_->data, out_->linesize) <
      height) {
    return tl::unexpected(std::string("has pictures that cannot be converted"));
  }
  return Rgba{out_->data[0], out_->linesize[0], is_opaque};
}

}  // namespace leitai::overlays
