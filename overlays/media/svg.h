// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "overlays/media/picture.h"
#include "overlays/media/picture_decoders.h"

/// SVG drawings, as a theme's folder may hold them. What is drawn of SVG is shapes, gradients, clips, masks and soft
/// shadows; what is not is refused by name: texts (their fonts are another machine's), pictures in the drawing, and
/// whatever makes a small file work for minutes.
namespace leitai::overlays {

constexpr std::size_t kMaxSvgBytes = 4U << 20;
constexpr double kMaxSvgWork = 50'000;      ///< elements drawn, those that `use` repeats each time, filters for many
constexpr double kMaxSvgWorkPixels = 1e10;  ///< such elements times the pixels that they are drawn on

/// By its first kilobytes: there is an `svg` element in a text.
bool is_svg(Bytes bytes);

/// How many elements are drawn of it at most. An error is a sentence: what it holds that is not drawn, or how it is
/// broken.
tl::expected<double, std::string> svg_work(Bytes bytes);

/// One drawing. Belongs to one thread at a time.
class Svg {
 public:
  static tl::expected<Svg, std::string> read(Bytes bytes);

  /// All of it, at the size that it gives itself in pixels.
  PicturePlace own_place() const;

  /// Drawn at the size that `place` shows it at, as fitted() would. An error is a sentence.
  tl::expected<ColorPicture, std::string> draw(const PicturePlace& place) const;

 private:
  struct Handle;
  Svg(std::shared_ptr<Handle> handle, double work, double width, double height)
      : handle_(std::move(handle)), work_(work), width_(width), height_(height) {}

  std::shared_ptr<Handle> handle_;
  double work_ = 0;
  double width_ = 0, height_ = 0;  ///< as it gives them
};

}  // namespace leitai::overlays
