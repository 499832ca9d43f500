// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/embedded_server.h"

#include <system_error>

#include "overlays/media/picture.h"
#include "server/web/pages.h"

namespace leitai::plugin {
namespace {

namespace fs = std::filesystem;

std::map<std::string, http::Page> pages() {
  std::map<std::string, http::Page> result;
  for (const auto& [path, file] : web::files()) {
    result.emplace(path, http::Page{std::string(file.content_type), std::string(file.body)});
  }
  return result;
}

}  // namespace

EmbeddedServer::EmbeddedServer(const Config& config, const Place& place, theme::Shelf& themes) {
  open_show(config, place, *themes.find(""));
  if (show_ != nullptr) {
    open_inside(config);
    prepare_publishing(config);
    listen(config, themes);
  }
}

EmbeddedServer::~EmbeddedServer() {
  if (publisher_ != nullptr) {
    publisher_->stop();
  }
  if (server_ != nullptr) {
    server_->stop();
  }
}

void EmbeddedServer::use_theme(const std::shared_ptr<const overlays::Theme>& theme) {
  if (show_ != nullptr) {
    show_->use_theme({theme->name, theme->content_hash, preview::template_infos(*theme)});
  }
  if (preview_ != nullptr) {
    preview_->use_theme(theme);
  }
}

void EmbeddedServer::open_show(const Config& config, const Place& place, const overlays::Theme& theme) {
  std::error_code error;
  fs::create_directories(config.show.parent_path(), error);
  show::Options options;
  options.file = config.show;
  options.program_width = place.canvas_width;
  options.program_height = place.canvas_height;
  options.rehearsal = config.rehearsal;
  options.version = LEITAI_VERSION;
  options.theme_name = theme.name;
  options.theme_hash = theme.content_hash;
  options.templates = preview::template_infos(theme);
  auto opened = show::Show::open(std::move(options));
  if (!opened) {
    problems_.push_back("the show " + config.show.string() + " cannot be opened: " + opened.error().message);
    return;
  }
  show_ = std::move(*opened);
}

void EmbeddedServer::open_inside(const Config& config) {
  http::Options options;
  options.token = config.token;
  options.version = LEITAI_VERSION;
  inside_ = std::make_unique<http::Inside>(std::move(options), *show_);
}

void EmbeddedServer::prepare_publishing(const Config& config) {
  if (config.publish.empty()) {
    return;
  }
  auto target = publish::parse_target(config.publish, config.publish_secret, config.publish_ca);
  if (!target) {
    problems_.push_back("nothing is published: " + target.error());
    return;
  }
  publisher_ = std::make_unique<publish::Publisher>(std::vector{std::move(*target)}, *show_);
}

void EmbeddedServer::listen(const Config& config, theme::Shelf& themes) {
  http::Hooks hooks;
  hooks.pages = pages();
  hooks.qr_svg = overlays::qr_svg;
  hooks.check_picture = [](std::string_view bytes) {
    return overlays::check_picture(bytes).map([](const overlays::PictureInfo& info) {
      return http::PictureInfo{info.type, info.width, info.height};
    });
  };
  preview_ = std::make_unique<preview::Preview>(themes.find(""), *show_,
                                                [&themes](const std::string& name) { return themes.find(name); });
  hooks.preview_png = [this](const http::PreviewRequest& request) {
    return preview_->still(request.channel, request.width, request.at_ms, request.take)
        .map([](const preview::Still& still) { return http::PreviewPicture(*still.png, still.changes_at_ms); });
  };
  if (publisher_ != nullptr) {
    hooks.publishing = [this] { return publisher_->states(); };
  }
  http::Options options;
  options.bind = config.bind;
  options.port = config.port;
  options.hosts = config.hosts;
  options.proxies = config.proxies;
  options.ballots_at = config.ballots_at;
  options.token = config.token;
  options.version = LEITAI_VERSION;
  auto started = http::Server::start(std::move(options), *show_, std::move(hooks));
  if (!started) {
    problems_.push_back("nobody listens: " + started.error());
    return;
  }
  server_ = std::move(*started);
  if (publisher_ != nullptr) {
    publisher_->start(*server_);
  }
}

}  // namespace leitai::plugin
