// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/picture_files.h"

#include <algorithm>

namespace leitai::overlays {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxNameBytes = 512;

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxNameBytes) return false;
  // A backslash and a colon mean folders and drives on Windows.
  return std::none_of(name.begin(), name.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == ':'; });
}

bool is_within(const fs::path& folder, const fs::path& file) {
  return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first == folder.end();
}

}  // namespace

std::optional<fs::path> find_picture(const std::vector<fs::path>& folders, std::string_view name) {
  if (!is_plain_name(name)) return std::nullopt;
  const fs::path relative(std::u8string(name.begin(), name.end()));
  if (relative.is_absolute()) return std::nullopt;
  for (const fs::path& folder : folders) {
    std::error_code error;
    const fs::path root = fs::canonical(folder, error);
    if (error) continue;
    const fs::path file = fs::canonical(root / relative, error);
    if (!error && is_within(root, file) && fs::is_regular_file(file, error)) return file;
  }
  return std::nullopt;
}

}  // namespace leitai::overlays
