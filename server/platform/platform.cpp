// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/platform/platform.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "server/platform/platform_common.h"

namespace leitai::platform {

ShowClock::ShowClock(std::int64_t not_before_ms)
    : offset_ns_(std::max(wall_clock_ms(), not_before_ms) * 1'000'000 - boot_clock_ns()) {}

std::int64_t ShowClock::now_ns() const {
  return boot_clock_ns() + offset_ns_;
}

std::int64_t ShowClock::now_ms() const {
  return now_ns() / 1'000'000;
}

std::string random_hex(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  // A token that can be guessed is worse than no program.
  if (!fill_random(bytes)) std::abort();
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(size * 2);
  for (const auto byte : bytes) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

bool is_web_address(std::string_view url) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) return false;
  return std::all_of(url.begin(), url.end(), [](unsigned char c) {
    return c > 0x20 && c != 0x7f && c != '"' && c != '\'' && c != '\\' && c != '`' && c != '<' && c != '>';
  });
}

std::filesystem::path beside_of(const std::filesystem::path& file) {
  constexpr std::size_t kBytes = 8;
  return file.parent_path() / (".write-" + random_hex(kBytes));
}

LockError held_error(const std::string& file, std::string_view first_line) {
  const bool is_number = !first_line.empty() && first_line.size() <= 10 &&
                         std::all_of(first_line.begin(), first_line.end(), [](char c) { return c >= '0' && c <= '9'; });
  LockError error{LockFault::held, file + " is held by another program", {}};
  if (is_number) {
    error.holder = first_line;
    error.message += " (process " + error.holder + ")";
  }
  return error;
}

}  // namespace leitai::platform
