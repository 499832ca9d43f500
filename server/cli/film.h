// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "overlays/film/film.h"
#include "overlays/template/theme.h"
#include "server/show/playback.h"

/// A channel's graphics over a time, as pictures of a film.
namespace leitai::cli {

/// What is drawn.
struct Graphics {
  std::shared_ptr<const overlays::Theme> theme;
  std::string channel = "program";
  int width = 1920;   ///< pixels
  int height = 1080;  ///< pixels
};

/// Pictures at a constant rate, from a show time on.
struct FilmSpan {
  std::int64_t from_ms = 0;
  std::int64_t frames = 0;
  overlays::FrameRate rate;

  /// Nanoseconds of show time.
  std::int64_t time_ns(std::int64_t frame) const;
};
/// The pictures that begin before `to_ms`.
FilmSpan span_of(std::int64_t from_ms, std::int64_t to_ms, overlays::FrameRate rate);

/// Called with how many pictures are done; false ends the work, which then fails with kInterrupted.
using Advance = std::function<bool(std::int64_t frames)>;
inline constexpr const char* kInterrupted = "interrupted";

/// Writes a film, painting on a thread of its own. The error is a sentence.
tl::expected<void, std::string> render_film(show::Playback& playback, const Graphics& graphics, const FilmSpan& span,
                                            const std::filesystem::path& out, const overlays::FilmShape& shape,
                                            const Advance& advance);

/// Writes PNG files, numbered from 0. `pattern` has one %d, or %0Nd, in its file's name.
tl::expected<void, std::string> render_pictures(show::Playback& playback, const Graphics& graphics,
                                                const FilmSpan& span, const std::filesystem::path& pattern,
                                                const Advance& advance);

/// The file of a picture; nothing where the name is no pattern.
std::optional<std::filesystem::path> numbered(const std::filesystem::path& pattern, std::int64_t number);

}  // namespace leitai::cli
