// SPDX-License-Identifier: GPL-2.0-or-later
#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

#include "server/theme/theme.h"

namespace leitai::theme {

LiveTheme::LiveTheme(std::shared_ptr<const overlays::Theme> loaded, Use use)
    : current_(std::move(loaded)),
      use_(std::move(use)),
      watch_([this] { return folders(); },
             [this](const std::string& signature) {
               try {
                 look(signature);
               } catch (const std::exception& error) {
                 spdlog::error("the theme {} stays as it is: {}", current_->folder.string(), error.what());
               }
             }) {}

/// With that of the theme that it extends; one that could not be read has told of none.
std::vector<std::filesystem::path> LiveTheme::folders() const {
  return current_->folders.empty() ? std::vector{current_->folder} : current_->folders;
}

void LiveTheme::look(const std::string& signature) {
  const bool first = std::exchange(first_look_, false);
  // Files that were only touched; and where a watch begins, what was loaded a moment before.
  if (!current_->content_hash.empty() && overlays::content_hash_now(*current_) == current_->content_hash) return;
  auto loaded = overlays::load_theme(current_->folder);
  // Saved again while it was read: what was read may be of both. The watch comes back.
  if (platform::signature_of(folders()) != signature) return;
  if (!loaded) {
    // Whoever started with a broken theme has told so.
    if (!first || !current_->content_hash.empty()) tell(loaded.error());
    return;
  }
  if ((*loaded)->content_hash == current_->content_hash) return;
  current_ = std::move(*loaded);
  use_(current_);
  spdlog::info("the theme {} was saved and is in use", current_->folder.string());
}

void LiveTheme::tell(const std::vector<overlays::ThemeProblem>& problems) const {
  spdlog::error("the theme {} was saved with mistakes ({}) and stays as it was", current_->folder.string(),
                problems.size());
  for (const auto& problem : problems) spdlog::error("{}", problem.to_string());
}

}  // namespace leitai::theme
