// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "overlays/film/film.h"
#include "overlays/template/theme.h"
#include "server/cli/recordings.h"
#include "server/platform/platform.h"
#include "server/show/playback.h"

namespace leitai::cli {

/// A channel's graphics over a film.
struct OverFilm {
  std::filesystem::path film;
  std::filesystem::path out;
  overlays::FilmFormat format = overlays::FilmFormat::h264;
  int threads = 0;  ///< 0: as many as there are cores
  FilmTime time;    ///< which moments of the show it holds
  std::string channel = "program";
};

/// Draws them, with its progress on stderr, and says what there is to be said of the film. The program's exit status.
int draw_over_film(show::Playback& playback, std::shared_ptr<const overlays::Theme> theme, const OverFilm& what,
                   const platform::StopSignal& stop);

}  // namespace leitai::cli
