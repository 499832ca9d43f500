// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/air.h"
#include "overlays/paint/cpu_painter.h"
#include "overlays/template/theme.h"

namespace leitai::preview {

/// Follows a channel through time, and says what there is to paint. Belongs to one thread at a time.
class MovingPainter {
 public:
  /// Width and height in pixels, 1…kMaxSide.
  static tl::expected<std::unique_ptr<MovingPainter>, std::string> create(std::shared_ptr<const overlays::Theme> theme,
                                                                          int width, int height);
  ~MovingPainter();
  MovingPainter(const MovingPainter&) = delete;
  MovingPainter& operator=(const MovingPainter&) = delete;

  /// Goes on to `time_ns`, show time, at which `channel` is what is on air. Where the picture differs from the one
  /// before (at first: everywhere), as rectangles from top to bottom, none beside another.
  const std::vector<overlays::PixelRect>& advance(const std::shared_ptr<const overlays::AirChannel>& channel,
                                                  std::int64_t time_ns);

  /// The picture, until the next advance().
  const overlays::DisplayList& list() const;
  overlays::AtlasPixels atlas() const;

  /// PreparedScene::problems() of the picture, until the next advance().
  std::span<const std::string> problems() const;

 private:
  struct Impl;
  explicit MovingPainter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::preview
