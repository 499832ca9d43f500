// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/graphics_painter.h"

#include <cstdio>

namespace leitai::cli {

tl::expected<std::unique_ptr<GraphicsPainter>, std::string> GraphicsPainter::create(show::Playback& playback,
                                                                                    const Graphics& graphics) {
  auto painter = std::unique_ptr<GraphicsPainter>(new GraphicsPainter(playback, graphics));
  auto made = preview::MovingPainter::create(graphics.theme, graphics.width, graphics.height);
  if (!made) return tl::unexpected("the graphics cannot be drawn: " + made.error());
  painter->painter_ = std::move(*made);
  auto nothing = std::make_shared<overlays::AirChannel>();
  nothing->id = graphics.channel;
  painter->nothing_ = std::move(nothing);
  return painter;
}

tl::expected<std::vector<overlays::PixelRect>, std::string> GraphicsPainter::advance(std::int64_t time_ns) {
  constexpr std::int64_t kNsPerMs = 1'000'000;
  const auto air = playback_.air_at(time_ns / kNsPerMs);
  if (!air) return tl::unexpected(air.error());
  const auto found = (*air)->channels.find(graphics_.channel);
  std::vector<overlays::PixelRect> damage =
      painter_->advance(found == (*air)->channels.end() ? nothing_ : found->second, time_ns);
  for (const std::string& problem : painter_->problems()) {
    if (told_.insert(problem).second) std::fprintf(stderr, "leitai: %s\n", problem.c_str());
  }
  return damage;
}

void GraphicsPainter::paint_srgb(overlays::AlphaMode alpha, std::span<std::uint8_t> rgba,
                                 overlays::PixelRect damage) const {
  overlays::paint_srgb(painter_->list(), painter_->atlas(), alpha, rgba, damage);
}

void GraphicsPainter::repaint(overlays::Canvas& canvas, overlays::PixelRect damage) const {
  overlays::repaint(painter_->list(), painter_->atlas(), canvas, damage);
}

}  // namespace leitai::cli
