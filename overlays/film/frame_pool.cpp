// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/frame_pool.h"

extern "C" {
#include <libavutil/imgutils.h>
}

namespace leitai::overlays {

namespace {

/// Bytes: rows begin where the widest vectors want them.
constexpr int kAlignment = 64;
constexpr const char* kPicture = "a picture";

}  // namespace

tl::expected<void, std::string> FramePool::open_for(const AVFrame& picture) {
  if (pool_ != nullptr && width_ == picture.width && height_ == picture.height && pixels_ == picture.format) return {};
  const int bytes =
      av_image_get_buffer_size(static_cast<AVPixelFormat>(picture.format), picture.width, picture.height, kAlignment);
  if (bytes < 0) return av::failure(kPicture, bytes);
  // What reads a row by whole vectors may read beyond its end.
  pool_.reset(av_buffer_pool_init(static_cast<std::size_t>(bytes) + kAlignment, nullptr));
  if (pool_ == nullptr) return av::failure(kPicture, AVERROR(ENOMEM));
  width_ = picture.width;
  height_ = picture.height;
  pixels_ = picture.format;
  return {};
}

tl::expected<void, std::string> FramePool::make_writable(AVFrame& picture) {
  if (av_frame_is_writable(&picture) > 0) return {};
  if (auto opened = open_for(picture); !opened) return opened;
  const av::Frame copy(av_frame_alloc());
  if (copy == nullptr) return av::failure(kPicture, AVERROR(ENOMEM));
  copy->format = picture.format;
  copy->width = picture.width;
  copy->height = picture.height;
  copy->buf[0] = av_buffer_pool_get(pool_.get());
  if (copy->buf[0] == nullptr) return av::failure(kPicture, AVERROR(ENOMEM));
  int error = av_image_fill_arrays(copy->data, copy->linesize, copy->buf[0]->data,
                                   static_cast<AVPixelFormat>(copy->format), copy->width, copy->height, kAlignment);
  if (error >= 0) error = av_frame_copy(copy.get(), &picture);
  if (error >= 0) error = av_frame_copy_props(copy.get(), &picture);
  if (error < 0) return av::failure(kPicture, error);
  av_frame_unref(&picture);
  av_frame_move_ref(&picture, copy.get());
  return {};
}

}  // namespace leitai::overlays
