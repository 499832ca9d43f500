// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/themes.h"

#include "server/platform/platform.h"
#include "server/theme/shelf.h"

namespace leitai::cli {

namespace fs = std::filesystem;

fs::path shipped_theme(const std::string& name) {
  const auto program = platform::executable_path();
  auto beside = program.parent_path().parent_path() / "share" / "leitai" / "themes" / name;
  std::error_code ignored;
  if (!program.empty() && fs::is_directory(beside, ignored)) return beside;
  return fs::path(LEITAI_SOURCE_THEMES) / name;
}

fs::path channel_theme(const std::string& name, const fs::path& show) {
  std::error_code ignored;
  const fs::path own = show.parent_path() / name;
  return fs::exists(own / "theme.json", ignored) ? own : shipped_theme(name);
}

tl::expected<std::shared_ptr<const overlays::Theme>, std::string> open_theme(const fs::path& folder) {
  const auto chosen = folder.empty() ? shipped_theme(kDefaultTheme) : folder;
  auto theme = overlays::load_theme(chosen);
  if (theme) return *theme;
  const auto& problems = theme.error();
  std::string message = "the theme " + chosen.string() + " cannot be used";
  if (!problems.empty()) message += ": " + problems.front().to_string();
  if (problems.size() > 1) {
    message += " (and " + std::to_string(problems.size() - 1) + " more: leitai check " + chosen.string() + ")";
  }
  return tl::unexpected(message);
}

std::shared_ptr<const overlays::Theme> theme_of(const overlays::AirChannel& channel,
                                                std::shared_ptr<const overlays::Theme> theme, const fs::path& show) {
  theme::Shelf themes(std::move(theme), [&show](const std::string& name) { return channel_theme(name, show); });
  return themes.find(channel.theme);
}

}  // namespace leitai::cli
