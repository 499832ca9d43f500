// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/paint/cpu_painter.h"
#include "server/cli/film.h"
#include "server/preview/moving_painter.h"
#include "server/show/playback.h"

namespace leitai::cli {

/// Paints a channel of a show that is played along its time. Belongs to one thread at a time.
class GraphicsPainter {
 public:
  static tl::expected<std::unique_ptr<GraphicsPainter>, std::string> create(show::Playback& playback,
                                                                            const Graphics& graphics);

  const Graphics& graphics() const { return graphics_; }

  /// Goes on to a show time, which never goes back, and says where the picture becomes another one. A channel that is
  /// not there yet is empty. What cannot be shown is told on stderr, once.
  tl::expected<std::vector<overlays::PixelRect>, std::string> advance(std::int64_t time_ns);

  /// The picture, within `damage`.
  void paint_srgb(overlays::AlphaMode alpha, std::span<std::uint8_t> rgba, overlays::PixelRect damage) const;
  void repaint(overlays::Canvas& canvas, overlays::PixelRect damage) const;

 private:
  GraphicsPainter(show::Playback& playback, const Graphics& graphics) : playback_(playback), graphics_(graphics) {}

  show::Playback& playback_;
  Graphics graphics_;
  std::shared_ptr<const overlays::AirChannel> nothing_;
  std::unique_ptr<preview::MovingPainter> painter_;
  std::set<std::string> told_;  ///< what stderr was told cannot be shown
};

}  // namespace leitai::cli
