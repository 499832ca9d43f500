// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "overlays/av/av.h"

/// A film's file, opened. Private to the room.
namespace leitai::overlays {

/// Opens a local film and reads what its tracks are. Playlists, lists of files and network addresses are no films.
tl::expected<av::Input, std::string> open_film(const std::filesystem::path& film);

/// The track of pictures; -1: it has sound alone.
int picture_track(const AVFormatContext& film);

/// Where film time is zero, in AV_TIME_BASE: at the first picture. (Sound may begin some milliseconds before it, with
/// what its encoder needs to get going.)
std::int64_t first_time(const AVFormatContext& film);

}  // namespace leitai::overlays
