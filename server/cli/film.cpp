// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/film.h"

#include <algorithm>
#include <optional>
#include <regex>
#include <thread>
#include <utility>
#include <vector>

#include "overlays/film/bounded_queue.h"
#include "server/cli/files.h"
#include "server/cli/graphics_painter.h"

namespace leitai::cli {

namespace {

using Pixels = std::vector<std::uint8_t>;
/// Pictures that wait for the encoder: enough that neither waits for the other's slow ones.
constexpr std::size_t kWaiting = 4;
/// Fast rather than small, as for previews.
constexpr int kCompression = 1;

/// One picture; no pixels: the one before again.
struct Painted {
  Pixels pixels;
};
using Queue = overlays::BoundedQueue<tl::expected<Painted, std::string>>;

void paint_all(GraphicsPainter& painter, const FilmSpan& span, overlays::AlphaMode alpha, Queue& queue) {
  const auto& graphics = painter.graphics();
  Pixels pixels(std::size_t(graphics.width) * std::size_t(graphics.height) * 4);
  for (std::int64_t frame = 0; frame < span.frames; ++frame) {
    const auto damage = painter.advance(span.time_ns(frame));
    if (!damage) {
      queue.push(tl::unexpected(damage.error()));
      break;
    }
    for (const auto& rect : *damage) painter.paint_srgb(alpha, pixels, rect);
    if (!queue.push(Painted{damage->empty() ? Pixels() : pixels})) break;
  }
  queue.close();
}

/// Paints on a thread of its own, and calls `take` with each picture in order. An error of either ends both.
template <typename Take>
tl::expected<void, std::string> for_each_picture(show::Playback& playback, const Graphics& graphics,
                                                 const FilmSpan& span, overlays::AlphaMode alpha, const Take& take) {
  auto painter = GraphicsPainter::create(playback, graphics);
  if (!painter) return tl::unexpected(painter.error());
  Queue queue(kWaiting);
  std::thread painting([&] { paint_all(**painter, span, alpha, queue); });
  tl::expected<void, std::string> result;
  for (std::int64_t frame = 0; result && frame < span.frames; ++frame) {
    auto painted = queue.pop();
    result = !painted || !*painted ? tl::unexpected(painted ? painted->error() : std::string(kInterrupted))
                                   : take(frame, (*painted)->pixels);
  }
  queue.close();
  painting.join();
  return result;
}

}  // namespace

std::int64_t FilmSpan::time_ns(std::int64_t frame) const {
  constexpr std::int64_t kNsPerMs = 1'000'000, kNsPerSecond = 1'000'000'000;
  // Whole seconds apart, so that no product leaves 64 bits.
  const std::int64_t ticks = frame * rate.denominator;
  const std::int64_t seconds = ticks / rate.numerator, rest = ticks % rate.numerator;
  return from_ms * kNsPerMs + seconds * kNsPerSecond + rest * kNsPerSecond / rate.numerator;
}

FilmSpan span_of(std::int64_t from_ms, std::int64_t to_ms, overlays::FrameRate rate) {
  constexpr std::int64_t kMsPerSecond = 1000;
  const std::int64_t parts = std::max<std::int64_t>(0, to_ms - from_ms) * rate.numerator;
  const std::int64_t each = kMsPerSecond * rate.denominator;
  return {from_ms, (parts + each - 1) / each, rate};
}

tl::expected<void, std::string> render_film(show::Playback& playback, const Graphics& graphics, const FilmSpan& span,
                                            const std::filesystem::path& out, const overlays::FilmShape& shape,
                                            const Advance& advance) {
  auto writer = overlays::FilmWriter::create(out, shape);
  if (!writer) return tl::unexpected(writer.error());
  const auto encoded =
      for_each_picture(playback, graphics, span, (*writer)->alpha(),
                       [&](std::int64_t frame, const Pixels& pixels) -> tl::expected<void, std::string> {
                         if (!advance(frame)) return tl::unexpected(std::string(kInterrupted));
                         return pixels.empty() ? (*writer)->repeat() : (*writer)->write(pixels);
                       });
  return encoded ? (*writer)->finish() : encoded;
}

tl::expected<void, std::string> render_pictures(show::Playback& playback, const Graphics& graphics,
                                                const FilmSpan& span, const std::filesystem::path& pattern,
                                                const Advance& advance) {
  std::string file;
  return for_each_picture(playback, graphics, span, overlays::AlphaMode::straight,
                          [&](std::int64_t frame, const Pixels& pixels) -> tl::expected<void, std::string> {
                            if (!advance(frame)) return tl::unexpected(std::string(kInterrupted));
                            if (!pixels.empty()) {
                              const auto png =
                                  overlays::encode_png(pixels, graphics.width, graphics.height, kCompression);
                              if (!png) return tl::unexpected(png.error());
                              file.assign(png->begin(), png->end());
                            }
                            return write_whole(*numbered(pattern, frame), file);
                          });
}

std::optional<std::filesystem::path> numbered(const std::filesystem::path& pattern, std::int64_t number) {
  static const std::regex kPattern("([^%]*)%(?:0([1-9]))?d([^%]*)");
  const std::string name = pattern.filename().string();
  std::smatch parts;
  if (!std::regex_match(name, parts, kPattern)) return std::nullopt;
  std::string digits = std::to_string(number);
  const std::size_t width = parts[2].matched ? std::size_t(std::stoi(parts[2])) : 1;
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return pattern.parent_path() / (parts[1].str() + digits + parts[3].str());
}

}  // namespace leitai::cli
