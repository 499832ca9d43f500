// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/clip_names.h"

#include <cmath>
#include <cstdint>
#include <cstdio>

#include "server/cli/facts.h"

namespace leitai::cli {

namespace {

constexpr std::size_t kMostTitleBytes = 150;  ///< file systems hold 255 for a name

std::string text_of(const contest::Store& store, const char* type, const std::string& id, const char* name) {
  const contest::Resource* found = store.find(type, id);
  return found == nullptr ? "" : text_in(found->data, name);
}

bool is_refused(unsigned char c) {
  return c < 0x20 || c == 0x7f || std::string_view("/\\:*?\"<>|").find(static_cast<char>(c)) != std::string_view::npos;
}

}  // namespace

std::string title_of(const Turn& turn, const contest::Store& store) {
  std::string round = text_of(store, "rounds", turn.round, "name");
  std::string name = text_of(store, "contestants", turn.contestant, "name");
  const std::string number = text_of(store, "contestants", turn.contestant, "number");
  if (round.empty()) round = turn.round;
  if (name.empty()) name = turn.contestant;
  return round + " · " + (number.empty() ? "" : number + " ") + name;
}

std::string file_part(std::string_view text, std::size_t most_bytes) {
  std::string part;
  for (const char c : text) part += is_refused(static_cast<unsigned char>(c)) ? '_' : c;
  if (part.size() > most_bytes) {
    std::size_t end = most_bytes;
    while (end > 0 && (static_cast<unsigned char>(part[end]) & 0xc0U) == 0x80U) --end;
    part.resize(end);
  }
  constexpr const char* kAround = " .";
  const auto first = part.find_first_not_of(kAround);
  if (first == std::string::npos) return "_";
  return part.substr(first, part.find_last_not_of(kAround) - first + 1);
}

std::string clip_name(const Turn& turn, const contest::Store& store, int number, int width,
                      const std::string& extension) {
  std::string digits = std::to_string(number);
  digits.insert(
      0, digits.size() < static_cast<std::size_t>(width) ? static_cast<std::size_t>(width) - digits.size() : 0, '0');
  return digits + " " + file_part(title_of(turn, store), kMostTitleBytes) + extension;
}

std::string site_time(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::max(0.0, std::floor(seconds)));
  char text[32];
  if (whole >= 3600)
    std::snprintf(text, sizeof text, "%d:%02d:%02d", static_cast<int>(whole / 3600), static_cast<int>(whole / 60 % 60),
                  static_cast<int>(whole % 60));
  else
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(whole / 60), static_cast<int>(whole % 60));
  return text;
}

}  // namespace leitai::cli
