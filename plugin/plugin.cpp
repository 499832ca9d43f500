// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/plugin.h"

#include <obs.h>

#include "plugin/log.h"

namespace leitai::plugin {
namespace {

Plugin* g_instance = nullptr;

PictureSize canvas_of_obs() {
  obs_video_info video{};
  return obs_get_video_info(&video) ? PictureSize{video.base_width, video.base_height} : PictureSize{};
}

}  // namespace

Plugin::Plugin(const Paths& paths) : canvas_(canvas_of_obs()), tasks_(std::make_unique<TaskThread>()) {
  if (auto effect = PaintEffect::load(paths.effect.string())) {
    effect_ = std::move(*effect);
  } else {
    problems_.push_back(effect.error());
  }
  start_server(paths);
  for (const std::string& problem : problems_) {
    log_error(problem);
  }
  if (!url().empty()) {
    log_info("version " LEITAI_VERSION " at " + url() + ", show " + config_.show.string());
  }
  if (server_ != nullptr && server_->show() != nullptr) {
    live_theme_ = std::make_unique<theme::LiveTheme>(
        server_->theme(), [this](const std::shared_ptr<const overlays::Theme>& theme) { use_theme(theme); });
  }
  g_instance = this;
}

Plugin::~Plugin() {
  g_instance = nullptr;
  live_theme_.reset();
  tasks_.reset();
  // Sources are gone by now, or going on another thread; should one remain, its picture stands still
  // from here on.
  for (const auto& [channel, known] : pictures_) {
    if (known.worker != nullptr) {
      known.worker->stop();
    }
  }
}

Plugin* Plugin::instance() {
  return g_instance;
}

void Plugin::start_server(const Paths& paths) {
  auto config = load_config(paths.config);
  if (!config) {
    problems_.push_back(config.error());
    return;
  }
  config_ = std::move(*config);
  note_what_is_to_come();
  server_ = std::make_unique<EmbeddedServer>(
      config_, EmbeddedServer::Place{paths.themes, static_cast<int>(canvas_.width), static_cast<int>(canvas_.height)});
  problems_.insert(problems_.end(), server_->problems().begin(), server_->problems().end());
}

void Plugin::note_what_is_to_come() {
  if (!config_.follow_url.empty()) {
    problems_.push_back("follow_url is set: this version runs its own show and follows nobody");
  }
  if (config_.global_overlay) {
    problems_.push_back("global_overlay is set: this version draws where a Leitai source is");
  }
}

std::shared_ptr<ChannelPicture> Plugin::picture(const std::string& channel) {
  if (effect_ == nullptr || server_ == nullptr || server_->show() == nullptr) {
    return nullptr;
  }
  const std::lock_guard lock(pictures_mutex_);
  KnownPicture& known = pictures_[channel];
  std::shared_ptr<ChannelPicture> picture = known.picture.lock();
  if (picture == nullptr) {
    if (known.worker != nullptr) {
      known.worker->stop();
    }
    picture = std::make_shared<ChannelPicture>(*server_->show(), channel, server_->theme(), effect_, canvas_);
    known = {picture, picture->worker()};
  }
  return picture;
}

void Plugin::use_theme(const std::shared_ptr<const overlays::Theme>& theme) {
  // First: a picture that is made from here on has it.
  server_->use_theme(theme);
  const std::lock_guard lock(pictures_mutex_);
  for (const auto& [channel, known] : pictures_) {
    if (known.worker != nullptr) {
      known.worker->use_theme(theme);
    }
  }
}

std::vector<std::string> Plugin::channels() const {
  std::vector<std::string> names = {"program"};
  if (server_ != nullptr && server_->show() != nullptr) {
    for (const auto& [id, resource] : server_->show()->snapshot()->store.all("channels")) {
      if (id != names.front()) {
        names.push_back(id);
      }
    }
  }
  return names;
}

void Plugin::post_command(std::string what, show::Command command) {
  tasks_->post([this, what = std::move(what), command = std::move(command)]() mutable {
    if (server_ == nullptr || server_->show() == nullptr) {
      log_warning(what + ": there is no show");
      return;
    }
    if (const auto answer = server_->show()->submit({}, std::move(command)); !answer) {
      log_warning(what + ": " + answer.error().detail);
    }
  });
}

std::string Plugin::url() const {
  return server_ != nullptr ? server_->url() : std::string();
}

std::string Plugin::control_url() const {
  const std::string base = url();
  return base.empty() ? base : base + "/control#token=" + config_.token;
}

}  // namespace leitai::plugin
