// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "overlays/template/theme.h"
#include "server/platform/platform.h"

/// The theme of a show that runs.
namespace leitai::theme {

/// Follows a theme's folder and that of the theme it extends: once a save is whole, the theme is loaded, checked and
/// handed on. One with mistakes is told to the log, all of it and once, and the theme stays as it was.
class LiveTheme {
 public:
  using Use = std::function<void(const std::shared_ptr<const overlays::Theme>&)>;

  /// `loaded` is what is in use; its folder is followed, from how it was when `loaded` was read on. `use` is called
  /// with each new theme, on a thread of this object's own, until the destructor returns; it must not throw.
  LiveTheme(std::shared_ptr<const overlays::Theme> loaded, Use use);

 private:
  std::vector<std::filesystem::path> folders() const;
  void look(const std::string& signature);
  void tell(const std::vector<overlays::ThemeProblem>& problems) const;

  std::shared_ptr<const overlays::Theme> current_;
  Use use_;
  bool first_look_ = true;
  platform::FolderWatch watch_;  ///< the last: its thread uses the others
};

}  // namespace leitai::theme
