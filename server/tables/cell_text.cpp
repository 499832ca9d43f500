// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/tables/cell_text.h"

#include <algorithm>
#include <array>

#include "server/contest/decimal.h"

namespace leitai::tables {

namespace {

constexpr std::string_view kHardBlank = "\xC2\xA0";
constexpr std::string_view kWideBlank = "\xE3\x80\x80";
constexpr std::string_view kNoWidth = "\xEF\xBB\xBF";
constexpr std::array<std::string_view, 7> kBlanks = {" ", "\t", "\r", "\n", kHardBlank, kWideBlank, kNoWidth};

/// How many bytes of a blank the text begins, or ends, with.
std::size_t blank_before(std::string_view text) {
  for (const std::string_view blank : kBlanks)
    if (text.starts_with(blank)) return blank.size();
  return 0;
}
std::size_t blank_behind(std::string_view text) {
  for (const std::string_view blank : kBlanks)
    if (text.ends_with(blank)) return blank.size();
  return 0;
}

bool one_of(std::string_view word, std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find('|'), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

/// What makes a spreadsheet compute a cell, behind any apostrophes and blanks: so that an apostrophe that
/// is put there can be told from those that belong to the text.
bool begins_formula(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("' \t\r\n"), text.size()));
  return !text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  for (std::size_t blank = blank_before(text); blank > 0; blank = blank_before(text)) text.remove_prefix(blank);
  for (std::size_t blank = blank_behind(text); blank > 0; blank = blank_behind(text)) text.remove_suffix(blank);
  return text;
}

std::string_view cell_text(std::string_view cell) {
  cell = trimmed(cell);
  if (!cell.starts_with('\'') || !begins_formula(cell)) return cell;
  return trimmed(cell.substr(1));
}

std::string half_width(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(text[i + n]); };
    // U+FF01 to U+FF5E stand for ! to ~.
    if (i + 2 < text.size() && byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD)) {
      const unsigned code = 0xF000U | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU);
      if (code >= 0xFF01U && code <= 0xFF5EU) {
        result += static_cast<char>(code - 0xFF01U + '!');
        i += 3;
        continue;
      }
    }
    result += text[i++];
  }
  return result;
}

std::string folded(std::string_view text) {
  std::string word;
  const std::string narrow = half_width(text);
  for (std::string_view rest = narrow; !rest.empty();) {
    const std::size_t blank = blank_before(rest);
    const char c = rest.front();
    if (blank == 0 && c != '_' && c != '*') word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    rest.remove_prefix(std::max<std::size_t>(blank, 1));
  }
  return word;
}

std::optional<bool> flag_of(std::string_view text) {
  const std::string word = folded(text);
  if (one_of(word, "是|yes|y|true|1|√|✓|✔|对")) return true;
  if (one_of(word, "否|no|n|false|0|×|✗|✘|不")) return false;
  return std::nullopt;
}

bool says_absent(std::string_view text) {
  return one_of(folded(text), "缺席|缺|缺评|未到|absent|-|--|–|—|——|－");
}

std::optional<std::string> decimal_of(std::string_view text, bool comma) {
  std::string number = half_width(text);
  if (comma && std::count(number.begin(), number.end(), ',') == 1 && number.find('.') == std::string::npos)
    number[number.find(',')] = '.';
  if (!contest::parse_decimal(number)) return std::nullopt;
  return number;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return std::string(text);
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string guarded(std::string_view text) {
  const bool guard = begins_formula(text) && !contest::parse_decimal(text);
  return (guard ? "'" : "") + std::string(text);
}

}  // namespace leitai::tables
