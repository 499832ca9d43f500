// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "overlays/template/theme.h"
#include "plugin/config.h"
#include "server/http/inside.h"
#include "server/http/server.h"
#include "server/preview/preview.h"
#include "server/publish/publish.h"
#include "server/show/show.h"
#include "server/theme/shelf.h"

namespace leitai::plugin {

/// The server of `leitai serve`, inside OBS: show and local endpoint. Whatever cannot start
/// is missing and told; the rest runs.
class EmbeddedServer {
 public:
  struct Place {
    int canvas_width = 1920;  ///< pixels
    int canvas_height = 1080;
  };
  /// `themes` must live longer.
  EmbeddedServer(const Config& config, const Place& place, theme::Shelf& themes);
  ~EmbeddedServer();
  EmbeddedServer(const EmbeddedServer&) = delete;
  EmbeddedServer& operator=(const EmbeddedServer&) = delete;

  /// Null where it could not be opened.
  show::Show* show() const { return show_.get(); }
  /// From now on the show and its previews have this one. From any thread but the graphics thread.
  void use_theme(const std::shared_ptr<const overlays::Theme>& theme);
  /// Empty where nobody listens.
  std::string url() const { return server_ != nullptr ? server_->url() : std::string(); }

  /// The show's API, whether somebody listens or not. Null where there is no show.
  http::Inside* inside() const { return inside_.get(); }

  /// Sentences: what could not start, and why.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  void open_show(const Config& config, const Place& place, const overlays::Theme& theme);
  void open_inside(const Config& config);
  void prepare_publishing(const Config& config);
  void listen(const Config& config, theme::Shelf& themes);

  std::vector<std::string> problems_;
  std::unique_ptr<show::Show> show_;
  std::unique_ptr<preview::Preview> preview_;
  std::unique_ptr<http::Inside> inside_;
  std::unique_ptr<publish::Publisher> publisher_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace leitai::plugin
