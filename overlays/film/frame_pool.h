// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "overlays/film/av.h"

namespace leitai::overlays {

/// Pictures' memory that is used again and again, since new memory of such a size is cleared page by page. Holds as
/// much as was in use at once. One size and pixel format after another. Belongs to one thread; what it gave may be
/// released on any, and later than it.
class FramePool {
 public:
  /// Makes a picture one that nobody else looks at: where others do, a copy takes its place.
  tl::expected<void, std::string> make_writable(AVFrame& picture);

 private:
  struct Release {
    void operator()(AVBufferPool* pool) const { av_buffer_pool_uninit(&pool); }
  };
  tl::expected<void, std::string> open_for(const AVFrame& picture);

  std::unique_ptr<AVBufferPool, Release> pool_;
  int width_ = 0, height_ = 0, pixels_ = AV_PIX_FMT_NONE;
};

}  // namespace leitai::overlays
