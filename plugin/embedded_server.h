// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "overlays/template/theme.h"
#include "plugin/config.h"
#include "server/http/server.h"
#include "server/preview/preview.h"
#include "server/show/show.h"

namespace leitai::plugin {

/// The server of `leitai serve`, inside OBS: theme, show and local endpoint. Whatever cannot start
/// is missing and told; the rest runs.
class EmbeddedServer {
 public:
  struct Place {
    std::filesystem::path themes;  ///< the shipped ones
    int canvas_width = 1920;       ///< pixels
    int canvas_height = 1080;
  };
  EmbeddedServer(const Config& config, const Place& place);
  ~EmbeddedServer();
  EmbeddedServer(const EmbeddedServer&) = delete;
  EmbeddedServer& operator=(const EmbeddedServer&) = delete;

  /// Null where it could not be opened.
  show::Show* show() const { return show_.get(); }
  /// The one in use; without templates where it is broken.
  std::shared_ptr<const overlays::Theme> theme() const;
  /// From now on the show and its previews have this one. From any thread but the graphics thread.
  void use_theme(std::shared_ptr<const overlays::Theme> theme);
  /// Empty where nobody listens.
  std::string url() const { return server_ != nullptr ? server_->url() : std::string(); }

  /// Sentences: what could not start, and why.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  void load_theme(const std::string& name, const std::filesystem::path& shipped, const std::filesystem::path& folder);
  void open_show(const Config& config, const Place& place);
  void listen(const Config& config);

  std::vector<std::string> problems_;
  mutable std::mutex theme_mutex_;
  std::shared_ptr<const overlays::Theme> theme_;
  std::unique_ptr<show::Show> show_;
  std::unique_ptr<preview::Preview> preview_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace leitai::plugin
