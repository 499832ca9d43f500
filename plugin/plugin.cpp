// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/plugin.h"

#include <obs.h>

#include "plugin/log.h"
#include "plugin/requests.h"
#include "server/platform/memory.h"

namespace leitai::plugin {
namespace {

Plugin* g_instance = nullptr;

PictureSize canvas_of_obs() {
  obs_video_info video{};
  return obs_get_video_info(&video) ? PictureSize{video.base_width, video.base_height} : PictureSize{};
}

}  // namespace

Plugin::Plugin(const Paths& paths)
    : shipped_themes_(paths.themes), canvas_(canvas_of_obs()), tasks_(std::make_unique<TaskThread>()) {
  if (auto effect = PaintEffect::load(paths.effect.string())) {
    effect_ = std::move(*effect);
  } else {
    problems_.push_back(effect.error());
  }
  start(paths);
  for (const std::string& problem : problems_) {
    log_error(problem);
  }
  if (server_ != nullptr && !url().empty()) {
    log_info("version " LEITAI_VERSION " at " + url() + ", show " + config_.show.string() +
             (config_.rehearsal ? ", a rehearsal" : ""));
  }
  if (themes_ != nullptr) {
    themes_->follow([this](const std::string& name, const std::shared_ptr<const overlays::Theme>& theme) {
      take_saved_theme(name, theme);
    });
  }
  // Compiling shaders and reading a theme leaves a megabyte or more behind, and the next hours ask for less.
  platform::give_back_memory();
  g_instance = this;
}

Plugin::~Plugin() {
  g_instance = nullptr;
  if (themes_ != nullptr) {
    themes_->stop();
  }
  tasks_.reset();
  // Sources are gone by now, or going on another thread; should one remain, its picture stands still
  // from here on.
  for (const auto& [name, known] : pictures_) {
    if (known.worker != nullptr) {
      known.worker->stop();
    }
  }
}

Plugin* Plugin::instance() {
  return g_instance;
}

void Plugin::start(const Paths& paths) {
  auto config = load_config(paths.config);
  if (!config) {
    problems_.push_back(config.error());
    return;
  }
  config_ = std::move(*config);
  themes_ = open_themes(config_, shipped_themes_, problems_);
  if (config_.follow_url.empty()) {
    start_server();
  } else {
    follow_another(paths.config.parent_path());
  }
}

void Plugin::start_server() {
  server_ = std::make_unique<EmbeddedServer>(
      config_, EmbeddedServer::Place{static_cast<int>(canvas_.width), static_cast<int>(canvas_.height)}, *themes_);
  problems_.insert(problems_.end(), server_->problems().begin(), server_->problems().end());
  if (show() != nullptr) {
    own_air_ = std::make_unique<ShowAir>(*show());
    feed_ = own_air_.get();
  }
}

void Plugin::follow_another(const std::filesystem::path& folder) {
  followed_ = std::make_unique<FollowedAir>(FollowedAir::Options{config_.follow_url, config_.token,
                                                                 [this] { return themes_->find("")->content_hash; },
                                                                 folder / "followed-pictures"});
  feed_ = followed_.get();
}

std::shared_ptr<ChannelPicture> Plugin::picture(const PictureName& name) {
  if (effect_ == nullptr || feed_ == nullptr) {
    return nullptr;
  }
  const std::lock_guard lock(pictures_mutex_);
  KnownPicture& known = pictures_[name];
  std::shared_ptr<ChannelPicture> picture = known.picture.lock();
  if (picture == nullptr) {
    if (known.worker != nullptr) {
      known.worker->stop();
    }
    const auto find_theme = [this](const std::string& theme) { return themes_->find(theme); };
    picture = std::make_shared<ChannelPicture>(*feed_, name, find_theme, effect_, canvas_);
    known = {picture, picture->worker()};
  }
  return picture;
}

std::vector<std::string> Plugin::unseen(const PictureName& name) const {
  const std::lock_guard lock(pictures_mutex_);
  const auto known = pictures_.find(name);
  return known != pictures_.end() && known->second.worker != nullptr ? known->second.worker->problems()
                                                                     : std::vector<std::string>();
}

void Plugin::take_saved_theme(const std::string& name, const std::shared_ptr<const overlays::Theme>& theme) {
  if (server_ != nullptr && name.empty()) {
    server_->use_theme(theme);
  }
  const std::lock_guard lock(pictures_mutex_);
  for (const auto& [picture, known] : pictures_) {
    if (known.worker != nullptr) {
      known.worker->find_theme_again();
    }
  }
}

std::vector<std::string> Plugin::channels() const {
  std::vector<std::string> names = {"program"};
  const auto air = feed_ != nullptr ? feed_->air() : nullptr;
  for (const auto& [id, channel] : air != nullptr ? air->channels : overlays::Air().channels) {
    if (id != names.front()) {
      names.push_back(id);
    }
  }
  return names;
}

std::vector<std::string> Plugin::themes() const {
  return themes_ != nullptr ? theme_names(config_, shipped_themes_) : std::vector<std::string>();
}

Plugin::State Plugin::state() const {
  if (followed_ != nullptr) {
    return followed_->connected() ? State::following : State::cut_off;
  }
  if (show() == nullptr) {
    return State::no_show;
  }
  return url().empty() ? State::not_listening : State::ready;
}

http::Inside::Answer Plugin::ask(std::string_view method, std::string_view target, std::string body) const {
  if (show() == nullptr) {
    const char* why =
        followed_ != nullptr ? "this OBS follows another Leitai: ask that one" : "there is no show; OBS's log says why";
    const json::Json problem = {{"type", "about:blank"},
                                {"title", "Service Unavailable"},
                                {"status", 503},
                                {"detail", why},
                                {"errors", json::Json::array()}};
    return {503, json::dump(problem)};
  }
  return server_->inside()->ask(method, target, std::move(body));
}

std::string Plugin::round_on_stage() const {
  const show::SnapshotPtr snapshot = show() != nullptr ? show()->snapshot() : nullptr;
  const contest::Resource* stage = snapshot != nullptr ? snapshot->store.find("stage", "stage") : nullptr;
  const auto round = stage != nullptr ? stage->data.find("round") : json::Json::const_iterator();
  return stage != nullptr && round != stage->data.end() && round->is_string() ? round->get<std::string>()
                                                                              : std::string();
}

void Plugin::post_request(std::string what, const char* request, std::string body) {
  post_call(std::move(what), [request, body = std::move(body)](const Plugin& plugin) {
    return run_request(plugin, *find_request(request), body);
  });
}

void Plugin::post_call(std::string what, ToAsk call) {
  tasks_->post([this, what = std::move(what), call = std::move(call)] {
    const http::Inside::Answer answer = call(*this);
    if (answer.status >= 400) {
      const auto problem = json::parse(answer.body).value_or(json::Json::object());
      log_warning(what + ": " + problem.value("detail", std::to_string(answer.status)));
    }
  });
}

std::string Plugin::url() const {
  if (followed_ != nullptr) {
    return config_.follow_url;
  }
  return server_ != nullptr ? server_->url() : std::string();
}

std::string Plugin::control_url() const {
  const std::string base = url();
  return base.empty() ? base : base + "/control#token=" + config_.token;
}

}  // namespace leitai::plugin
