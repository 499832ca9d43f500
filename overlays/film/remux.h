// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

/// Films, taken apart and put together without being encoded anew. Films are local files: Matroska, WebM, MP4,
/// QuickTime, Flash video, MPEG transport streams. Film time is seconds from the film's beginning, whatever its first
/// time stamp says. Errors are sentences.
namespace leitai::overlays {

/// Called now and then with how far it is, 0 to 1; false: give up, and leave no file behind.
using FilmProgress = std::function<bool(double part)>;

/// How long a film is; 0: the file does not tell.
tl::expected<double, std::string> film_seconds(const std::filesystem::path& film);

/// What became of a part that was asked for.
struct CutPart {
  double from_s = 0;    ///< film time of its first picture: a key frame, at the moment that was asked for or before it
  double to_s = 0;      ///< film time of its end
  bool broken = false;  ///< the film could not be read up to the end of the part
};

/// Copies all tracks from the last key frame at or before `from_s` up to `to_s` into a film of its own, of the kind
/// that the name of `out` says; its times begin at zero. `out` is there, whole, or not at all.
tl::expected<CutPart, std::string> cut_film(const std::filesystem::path& film, const std::filesystem::path& out,
                                            double from_s, double to_s, const FilmProgress& progress);

struct Chapter {
  double from_s = 0;  ///< film time; it lasts until the next one begins
  std::string title;  ///< UTF-8
};

/// Copies the film with these chapters, in order of time, in place of those that it had. MP4, QuickTime and Matroska
/// hold chapters; others are refused.
tl::expected<void, std::string> copy_with_chapters(const std::filesystem::path& film, const std::filesystem::path& out,
                                                   const std::vector<Chapter>& chapters, const FilmProgress& progress);

}  // namespace leitai::overlays
