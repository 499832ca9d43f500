// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/cli/turns.h"
#include "server/contest/contest.h"

namespace leitai::cli {

/// What a turn is called before people: "Final · 12 Name"; ids stand where the show has no names any more.
std::string title_of(const Turn& turn, const contest::Store& store);

/// A text as part of a file's name on every system: no separators, no signs that Windows refuses, no control
/// characters, no spaces or full stops around it, at most `most_bytes` of whole characters. "_" where nothing is left.
std::string file_part(std::string_view text, std::size_t most_bytes);

/// "03 Final · 12 Name.mkv": `number` counts turns as they came on, `width` digits.
std::string clip_name(const Turn& turn, const contest::Store& store, int number, int width,
                      const std::string& extension);

/// "1:02:03" or "02:03": how video sites want it.
std::string site_time(double seconds);

}  // namespace leitai::cli
