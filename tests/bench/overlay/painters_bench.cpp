// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/overlay/painters_bench.h"

#include <vector>

#include "tests/bench/figures.h"
#include "tests/bench/overlay/board.h"
#include "tests/bench/overlay/cairo_painter.h"
#include "tests/bench/overlay/card_watch.h"

namespace leitai::bench {
namespace {

constexpr int kBand = 96;  ///< rows of pixels
constexpr overlays::PixelRect kWhole{0, 0, kCanvasWidth, kCanvasHeight};

template <class Work>
double ms_of(const Work& work) {
  const std::int64_t begin = thread_cpu_ns();
  work();
  return static_cast<double>(thread_cpu_ns() - begin) / 1e6;
}

}  // namespace

json::Json measure_painters(const std::filesystem::path& folder, int rounds) {
  PreparedBoard board = prepare_board("ranking");
  CairoPainter cairo(board);
  const overlays::AtlasPixels atlas = board.atlas();
  overlays::Canvas canvas(kCanvasWidth, kCanvasHeight);
  std::vector<std::uint8_t> bytes(std::size_t{kCanvasWidth} * kCanvasHeight * 4);
  std::vector<double> ours, encoded, theirs;
  std::vector<std::vector<double>> bands(kCanvasHeight / kBand);
  for (int round = -2; round < rounds; ++round) {
    const double light_ms = ms_of([&] { overlays::repaint(board.list, atlas, canvas); });
    const double bytes_ms =
        ms_of([&] { overlays::paint_srgb(board.list, atlas, overlays::AlphaMode::premultiplied, bytes, kWhole); });
    const double cairo_ms = ms_of([&] { cairo.paint(); });
    if (round < 0) {
      continue;  // caches get warm
    }
    ours.push_back(light_ms);
    encoded.push_back(bytes_ms);
    theirs.push_back(cairo_ms);
    for (std::size_t i = 0; i < bands.size(); ++i) {
      const int top = static_cast<int>(i) * kBand;
      bands[i].push_back(ms_of([&] {
        overlays::repaint(board.list, atlas, canvas, {0, top, kCanvasWidth, top + kBand});
      }));
    }
  }
  const auto band_ms = each(bands, [](const auto& band) { return median(band); });
  write_picture(folder / "painter.png", board.list, atlas);
  cairo.write_png(folder / "cairo.png");
  return {{"ours_ms", median(ours)},
          {"encoded_ms", median(encoded)},
          {"cairo_ms", median(theirs)},
          {"band_ms", quantile(band_ms, 1)},
          {"quads", board.list.quads.size()}};
}

}  // namespace leitai::bench
