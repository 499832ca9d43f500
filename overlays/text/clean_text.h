// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace leitai::overlays {

/// The longest text that is shaped, in bytes; what follows is cut at a character's edge.
constexpr std::size_t kMaxTextBytes = 4096;

struct CleanText {
  std::string utf8;  ///< valid, without control characters
  bool cut = false;  ///< longer than kMaxTextBytes
};

enum class LineFeeds { spaces, kept };

/// What can be shaped of `text`: bad UTF-8 becomes U+FFFD (one for each maximal wrong part, as the
/// Unicode standard recommends), control characters and line breaks become spaces, a carriage
/// return with its line feed one. Kept: every kind of line break becomes a line feed.
CleanText clean_text(std::string_view text, LineFeeds line_feeds);

/// `text` without white space at its end.
std::string_view trim_end(std::string_view text);
/// `text` without white space at its start.
std::string_view trim_start(std::string_view text);

}  // namespace leitai::overlays
