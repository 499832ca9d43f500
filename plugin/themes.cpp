// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/themes.h"

#include <set>
#include <system_error>

#include "overlays/template/theme.h"

namespace leitai::plugin {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDefaultTheme = "arena";
/// A broken theme may have hundreds of findings; the log holds the first.
constexpr std::size_t kMaxThemeProblems = 20;

/// A path, or the name of a shipped theme.
fs::path theme_folder(const std::string& name, const fs::path& shipped, const fs::path& folder) {
  if (name.empty()) {
    return shipped / kDefaultTheme;
  }
  std::error_code error;
  fs::path own = folder / fs::path(name);
  if (!fs::exists(own, error) && fs::exists(shipped / name / "theme.json", error)) {
    return shipped / name;
  }
  return own;
}

std::shared_ptr<const overlays::Theme> load_main(const fs::path& where, std::vector<std::string>& problems) {
  auto loaded = overlays::load_theme(where);
  if (loaded) {
    return std::move(*loaded);
  }
  problems.push_back("the theme " + where.string() + " is broken: nothing can be taken until it is mended");
  const auto& findings = loaded.error();
  for (std::size_t i = 0; i < findings.size() && i < kMaxThemeProblems; ++i) {
    problems.push_back(findings[i].to_string());
  }
  auto empty = std::make_shared<overlays::Theme>();
  empty->folder = where;
  return empty;
}

}  // namespace

std::unique_ptr<theme::Shelf> open_themes(const Config& config, const fs::path& shipped,
                                          std::vector<std::string>& problems) {
  const fs::path folder = config.show.parent_path();
  auto main = load_main(theme_folder(config.theme, shipped, folder), problems);
  return std::make_unique<theme::Shelf>(
      std::move(main), [shipped, folder](const std::string& name) { return theme_folder(name, shipped, folder); });
}

std::vector<std::string> theme_names(const Config& config, const fs::path& shipped) {
  std::set<std::string> names;
  for (const fs::path& folder : {shipped, config.show.parent_path()}) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (fs::exists(entry.path() / "theme.json", error)) {
        names.insert(entry.path().filename().string());
      }
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace leitai::plugin
