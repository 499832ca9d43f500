// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/over.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/graphics_painter.h"
#include "server/cli/progress.h"

namespace leitai::cli {

namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;
/// What a damaged film may say of a picture's time: graphics stay where they are after ten days.
constexpr std::int64_t kLongestNs = 864'000LL * 1'000'000'000;

void say(const overlays::DrawnOver& drawn) {
  if (drawn.deinterlaced) std::fprintf(stderr, "leitai: the film is interlaced, and was made progressive\n");
  if (drawn.subtitles_left_out > 0) {
    std::fprintf(stderr, "leitai: this kind of file cannot hold the film's subtitles: they were left out\n");
  }
  if (drawn.unreadable > 0) {
    std::fprintf(stderr, "leitai: %lld parts of the film could not be read, and were left out\n",
                 static_cast<long long>(drawn.unreadable));
  }
}

}  // namespace

int draw_over_film(show::Playback& playback, std::shared_ptr<const overlays::Theme> theme, const OverFilm& what,
                   const platform::StopSignal& stop) {
  const auto info = overlays::film_info(what.film);
  if (!info) return fail(kUnusable, info.error());
  auto painter = GraphicsPainter::create(playback, {std::move(theme), what.channel, info->width, info->height});
  if (!painter) return fail(kUnusable, painter.error());
  Progress progress(info->duration_ns / kNsPerMs, "ms");
  overlays::Overlay overlay;
  overlay.paint = [&, last = std::int64_t{0}](std::int64_t time_ns, overlays::Canvas& canvas) mutable {
    last = std::clamp(time_ns, last, std::max(last, kLongestNs));
    auto damage = (*painter)->advance(what.time.show_ns_at(last));
    if (damage) {
      for (const auto& rect : *damage) (*painter)->repaint(canvas, rect);
    }
    return damage;
  };
  overlay.advance = [&](std::int64_t time_ns) {
    progress.show(time_ns / kNsPerMs);
    return !stop.asked();
  };
  const auto drawn = overlays::draw_over(what.film, what.out, what.format, what.threads, overlay);
  progress.end();
  if (!drawn) return fail(stop.asked() ? kFailed : kUnusable, drawn.error());
  say(*drawn);
  return kDone;
}

}  // namespace leitai::cli
