// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/journal/journal.h"

namespace leitai::cli {

/// Which moments of a show a film holds: spans of show time, one behind the other. OBS's recordings have several where
/// they were paused.
class FilmTime {
 public:
  /// A film that begins at this moment and was never paused.
  static FilmTime from(std::int64_t begin_ms) { return FilmTime({{begin_ms, std::nullopt}}); }

  struct Span {
    std::int64_t from_ms = 0;           ///< show time
    std::optional<std::int64_t> to_ms;  ///< none: the journal does not tell
  };
  explicit FilmTime(std::vector<Span> spans) : spans_(std::move(spans)) {}

  const std::vector<Span>& spans() const { return spans_; }
  /// Seconds of film at a moment of the show. Within a pause and after the end: where the film stood; before the
  /// beginning: less than zero.
  double seconds_at(std::int64_t show_ms) const;
  /// Show time of a moment of the film, both in nanoseconds; behind its end it goes on.
  std::int64_t show_ns_at(std::int64_t film_ns) const;
  /// How long the film is by this; none where its end is not told.
  std::optional<double> seconds() const;

 private:
  std::vector<Span> spans_;  ///< at least one
};

enum class FilmKind {
  program,  ///< OBS's own recording, the resource `obs/recording`
  clean,    ///< the one beside it that has no graphics, `obs/clean-recording`
};

/// A recording of OBS, as the journal's facts tell it.
struct Recording {
  std::string file;  ///< as OBS named it; empty: it did not
  FilmTime time;
  FilmKind kind = FilmKind::program;
};

/// All of them, in order; the program's first.
tl::expected<std::vector<Recording>, journal::Error> recordings_of(const journal::Journal& journal);

/// The recording that lies in this file: the one of that name, else the only one of `kind`, else the only one. The
/// error is a sentence that says what to do.
tl::expected<Recording, std::string> recording_of(const std::vector<Recording>& recordings,
                                                  const std::filesystem::path& film, FilmKind kind);

}  // namespace leitai::cli
