// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/embedded_server.h"

#include <system_error>

#include "server/web/pages.h"

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

std::map<std::string, http::Page> pages() {
  std::map<std::string, http::Page> result;
  for (const auto& [path, file] : web::files()) {
    result.emplace(path, http::Page{file.content_type, file.body});
  }
  return result;
}

}  // namespace

EmbeddedServer::EmbeddedServer(const Config& config, const Place& place) {
  load_theme(config.theme, place.themes, config.show.parent_path());
  open_show(config, place);
  if (show_ != nullptr) {
    listen(config);
  }
}

EmbeddedServer::~EmbeddedServer() {
  if (server_ != nullptr) {
    server_->stop();
  }
}

std::shared_ptr<const overlays::Theme> EmbeddedServer::theme() const {
  const std::lock_guard lock(theme_mutex_);
  return theme_;
}

void EmbeddedServer::use_theme(std::shared_ptr<const overlays::Theme> theme) {
  if (show_ != nullptr) {
    show_->use_theme({theme->name, theme->content_hash, preview::template_infos(*theme)});
  }
  if (preview_ != nullptr) {
    preview_->use_theme(theme);
  }
  const std::lock_guard lock(theme_mutex_);
  theme_ = std::move(theme);
}

void EmbeddedServer::load_theme(const std::string& name, const fs::path& shipped, const fs::path& folder) {
  const fs::path where = theme_folder(name, shipped, folder);
  auto loaded = overlays::load_theme(where);
  if (loaded) {
    theme_ = std::move(*loaded);
    return;
  }
  auto empty = std::make_shared<overlays::Theme>();
  empty->folder = where;
  theme_ = std::move(empty);
  problems_.push_back("the theme " + where.string() + " is broken: nothing can be taken until it is mended");
  const auto& findings = loaded.error();
  for (std::size_t i = 0; i < findings.size() && i < kMaxThemeProblems; ++i) {
    problems_.push_back(findings[i].to_string());
  }
}

void EmbeddedServer::open_show(const Config& config, const Place& place) {
  std::error_code error;
  fs::create_directories(config.show.parent_path(), error);
  show::Options options;
  options.file = config.show;
  options.program_width = place.canvas_width;
  options.program_height = place.canvas_height;
  options.version = LEITAI_VERSION;
  options.theme_name = theme_->name;
  options.theme_hash = theme_->content_hash;
  options.templates = preview::template_infos(*theme_);
  auto opened = show::Show::open(std::move(options));
  if (!opened) {
    problems_.push_back("the show " + config.show.string() + " cannot be opened: " + opened.error().message);
    return;
  }
  show_ = std::move(*opened);
}

void EmbeddedServer::listen(const Config& config) {
  http::Hooks hooks;
  hooks.pages = pages();
  preview_ = std::make_unique<preview::Preview>(theme_, *show_);
  hooks.preview_png = [this](const http::PreviewRequest& request) {
    return preview_->still(request.channel, request.width, request.at_ms, request.take)
        .map([](const preview::Still& still) { return http::PreviewPicture(*still.png, still.changes_at_ms); });
  };
  http::Options options;
  options.bind = config.bind;
  options.port = config.port;
  options.hosts = config.hosts;
  options.token = config.token;
  options.version = LEITAI_VERSION;
  auto started = http::Server::start(std::move(options), *show_, std::move(hooks));
  if (!started) {
    problems_.push_back("nobody listens: " + started.error());
    return;
  }
  server_ = std::move(*started);
}

}  // namespace leitai::plugin
