// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/clean_text.h"

#include <cstdint>

namespace leitai::overlays {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Decoded {
  std::size_t bytes = 1;
  char32_t code = 0;
  bool valid = false;
};

/// How the second byte after `lead` must lie (Unicode, table 3-7: no overlong forms, no surrogates).
void second_byte_range(std::uint8_t lead, std::uint8_t& low, std::uint8_t& high) {
  low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
}

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) {
    return {1, lead, true};
  }
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                             : lead >= 0xE0 && lead <= 0xEF ? 3
                             : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                            : 0;
  if (length == 0) {
    return {};
  }
  char32_t code = lead & (0x7FU >> length);
  std::uint8_t low = 0;
  std::uint8_t high = 0;
  second_byte_range(lead, low, high);
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= text.size() || byte(i) < low || byte(i) > high) {
      return {i, 0, false};
    }
    code = code << 6 | (byte(i) & 0x3FU);
    low = 0x80;
    high = 0xBF;
  }
  return {length, code, true};
}

bool is_line_break(char32_t code) {
  return (code >= 0x0A && code <= 0x0D) || code == 0x85 || code == 0x2028 || code == 0x2029;
}

bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

constexpr std::string_view kSpaces[] = {" ", "\n", "\t", "\xC2\xA0", "\xE3\x80\x80"};

}  // namespace

CleanText clean_text(std::string_view text, LineFeeds line_feeds) {
  CleanText clean;
  while (!text.empty()) {
    const Decoded decoded = decode(text);
    std::string_view piece = decoded.valid ? text.substr(0, decoded.bytes) : kReplacement;
    text.remove_prefix(decoded.bytes);
    if (decoded.valid && is_line_break(decoded.code)) {
      if (decoded.code == '\r' && text.starts_with('\n')) {
        text.remove_prefix(1);
      }
      piece = line_feeds == LineFeeds::kept ? "\n" : " ";
    } else if (decoded.valid && is_control(decoded.code)) {
      piece = " ";
    }
    if (clean.utf8.size() + piece.size() > kMaxTextBytes) {
      clean.cut = true;
      break;
    }
    clean.utf8 += piece;
  }
  return clean;
}

std::string_view trim_end(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view space : kSpaces) {
      if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        again = true;
      }
    }
  }
  return text;
}

std::string_view trim_start(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view space : kSpaces) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
        again = true;
      }
    }
  }
  return text;
}

}  // namespace leitai::overlays
