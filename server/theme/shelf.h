// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "overlays/template/theme.h"
#include "server/theme/theme.h"

namespace leitai::theme {

/// The themes of a show by name: its own, "", and those that channels ask for, read when they are first asked for.
/// Any thread that may read files.
class Shelf {
 public:
  /// `folder_of` says where a theme of a name lies.
  using FolderOf = std::function<std::filesystem::path(const std::string& name)>;
  using Changed = std::function<void(const std::string& name, const std::shared_ptr<const overlays::Theme>& theme)>;

  Shelf(std::shared_ptr<const overlays::Theme> main, FolderOf folder_of);
  ~Shelf();
  Shelf(const Shelf&) = delete;
  Shelf& operator=(const Shelf&) = delete;

  /// The show's own in place of one that there is not, or that is broken (the log says so once).
  std::shared_ptr<const overlays::Theme> find(const std::string& name);

  /// From now on saves of themes on the shelf are taken; `changed` is called after each, on a thread of its own.
  void follow(Changed changed);
  /// No more saves are taken, and `changed` is not called any more.
  void stop();

 private:
  struct Entry {
    std::shared_ptr<const overlays::Theme> theme;  ///< null: it cannot be used
    std::unique_ptr<LiveTheme> live;
  };
  Entry opened(const std::string& name) const;
  void watch(const std::string& name, Entry& entry);
  void take(const std::string& name, const std::shared_ptr<const overlays::Theme>& theme);

  const FolderOf folder_of_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  Changed changed_;
};

}  // namespace leitai::theme
