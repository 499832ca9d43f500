// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <tl/expected.hpp>

#include "overlays/av/av.h"
#include "overlays/media/picture.h"

namespace leitai::overlays {

/// Decoded pictures to sRGB-encoded RGBA with straight alpha: colours by their tags (matrix, range). As OBS does, what
/// the film's own curve encodes is taken for sRGB-encoded: films are made to look right on such screens.
class FrameConverter {
 public:
  struct Rgba {
    const std::uint8_t* bytes = nullptr;
    std::ptrdiff_t stride = 0;  ///< bytes from row to row
    bool is_opaque = false;     ///< then it has the part's shown size, else the part's own
  };
  /// Valid until the next call. An error where the picture's format is none that is drawn.
  tl::expected<Rgba, std::string> convert(const AVFrame& picture, const FittedPart& part);

 private:
  struct Shape {
    int format = -1, width = 0, height = 0, matrix = 0;
    bool full_range = false;
    friend bool operator==(const Shape&, const Shape&) = default;
  };
  bool prepare(const Shape& shape, int width, int height);

  Shape shape_;
  av::Scaler scaler_;
  av::Frame out_;
};

}  // namespace leitai::overlays
