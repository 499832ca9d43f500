// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

extern "C" {
#include <libavutil/rational.h>
}

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/moving/moving_file.h"

namespace leitai::overlays {

/// A piece of a film's track, as it lies in the file.
struct FilmPacket {
  std::int64_t pts = 0, dts = 0, duration = 0;  ///< AV_NOPTS_VALUE: not said; of the duration 0
  std::int64_t place = -1;                      ///< in the file; -1: not said
  bool is_key = false;                          ///< decoding can begin here
  bool is_hidden = false;                       ///< decoded for the sake of others
};

/// Pictures that are decoded together, from a key on: what they look like depends on nothing else. They overlap where
/// pictures before a key need it ("open" groups).
struct FilmGroup {
  std::size_t first = 0, last = 0;  ///< packets
};

/// The pictures of a film, in the order in which they are shown.
struct FilmIndex {
  MovingTimes times;
  std::vector<FilmGroup> groups;
  std::vector<std::uint32_t> group_of;   ///< for each picture
  std::vector<std::int64_t> picture_of;  ///< for each packet; -1: it is not shown
};

/// `picture_duration` stands in for the last picture's where nothing says how long it stands, in `time_base`.
tl::expected<FilmIndex, std::string> index_of(const std::vector<FilmPacket>& packets, AVRational time_base,
                                              std::int64_t picture_duration);

}  // namespace leitai::overlays
