// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/theme/shelf.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace leitai::theme {

namespace {

/// A name that asks for one more than so many gets the show's own.
constexpr std::size_t kMaxThemes = 16;

/// Names come over HTTP: they must not lead to any folder.
bool is_name(const std::string& name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  return !name.empty() && name.size() <= 64 && name.front() != '.' && std::all_of(name.begin(), name.end(), plain);
}

}  // namespace

Shelf::Shelf(std::shared_ptr<const overlays::Theme> main, FolderOf folder_of) : folder_of_(std::move(folder_of)) {
  entries_[""].theme = std::move(main);
}

Shelf::~Shelf() {
  stop();
}

std::shared_ptr<const overlays::Theme> Shelf::find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  auto found = entries_.find(name);
  if (found == entries_.end()) {
    if (!is_name(name) || entries_.size() >= kMaxThemes) return entries_[""].theme;
    found = entries_.emplace(name, opened(name)).first;
    if (changed_) watch(name, found->second);
  }
  return found->second.theme != nullptr ? found->second.theme : entries_[""].theme;
}

Shelf::Entry Shelf::opened(const std::string& name) const {
  auto loaded = overlays::load_theme(folder_of_(name));
  if (loaded) return {std::move(*loaded), nullptr};
  const std::string first = loaded.error().empty() ? std::string() : ": " + loaded.error().front().to_string();
  spdlog::error("a channel's theme {} cannot be used, the show's own is{}", name, first);
  return {};
}

/// With the mutex held. A broken one is looked after too: it may be mended.
void Shelf::watch(const std::string& name, Entry& entry) {
  auto theme = entry.theme;
  if (theme == nullptr) {
    auto nothing = std::make_shared<overlays::Theme>();
    nothing->folder = folder_of_(name);
    theme = std::move(nothing);
  }
  entry.live = std::make_unique<LiveTheme>(
      std::move(theme), [this, name](const std::shared_ptr<const overlays::Theme>& saved) { take(name, saved); });
}

void Shelf::take(const std::string& name, const std::shared_ptr<const overlays::Theme>& theme) {
  Changed changed;
  {
    const std::lock_guard lock(mutex_);
    entries_[name].theme = theme;
    changed = changed_;
  }
  if (changed) changed(name, theme);
}

void Shelf::follow(Changed changed) {
  const std::lock_guard lock(mutex_);
  changed_ = std::move(changed);
  for (auto& [name, entry] : entries_) watch(name, entry);
}

void Shelf::stop() {
  std::vector<std::unique_ptr<LiveTheme>> ending;
  {
    const std::lock_guard lock(mutex_);
    changed_ = nullptr;
    for (auto& [name, entry] : entries_) ending.push_back(std::move(entry.live));
  }
  // Without the mutex: each waits for a save that is being taken.
  ending.clear();
}

}  // namespace leitai::theme
