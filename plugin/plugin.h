// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "plugin/channel_picture.h"
#include "plugin/config.h"
#include "plugin/embedded_server.h"
#include "plugin/followed_air.h"
#include "plugin/paint_effect.h"
#include "plugin/program_pass.h"
#include "plugin/task_thread.h"
#include "plugin/themes.h"

namespace leitai::plugin {

/// Where the module finds its files.
struct Paths {
  std::filesystem::path config;  ///< config.json
  std::filesystem::path effect;  ///< leitai.effect
  std::filesystem::path themes;  ///< folder of the shipped themes
};

/// What the module is, from its load to its unload.
class Plugin {
 public:
  /// Always works; what could not start is told by problems() and in the log.
  explicit Plugin(const Paths& paths);
  ~Plugin();
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  /// The loaded module's; null before and after.
  static Plugin* instance();

  /// A picture, shared by all who ask while it lives. Null where there is nothing to draw with
  /// (problems() says why). Not for the graphics thread: it starts a thread.
  std::shared_ptr<ChannelPicture> picture(const PictureName& name);

  /// What of that picture cannot be shown now: sentences about files. Not for the graphics thread.
  std::vector<std::string> unseen(const PictureName& name) const;

  /// Names of the show's channels.
  std::vector<std::string> channels() const;
  /// Names of the themes that a channel or a source can have.
  std::vector<std::string> themes() const;
  PictureSize canvas() const { return canvas_; }

  /// The graphics thread's.
  ProgramPass& program_pass() { return program_pass_; }

  /// A call of the HTTP API, without HTTP; 503 where there is no show. It waits for the disk.
  http::Inside::Answer ask(std::string_view method, std::string_view target, std::string body) const;
  /// The round of whoever is on stage; empty where nobody is.
  std::string round_on_stage() const;
  /// Null where there is none.
  show::Show* show() const { return server_ != nullptr ? server_->show() : nullptr; }

  /// Does a request of plugin/requests.h later, on a thread that may wait. A refusal goes to the log,
  /// beginning with `what`.
  void post_request(std::string what, const char* request, std::string body);
  /// The same with any call.
  using ToAsk = std::function<http::Inside::Answer(const Plugin& plugin)>;
  void post_call(std::string what, ToAsk call);
  TaskThread& tasks() { return *tasks_; }

  const std::vector<std::string>& problems() const { return problems_; }
  /// Of the endpoint, or of the server that is followed; empty where there is none.
  std::string url() const;
  const Config& config() const { return config_; }
  /// What there is to know of the plugin in a sentence of the locale.
  enum class State { ready, not_listening, no_show, following, cut_off };
  State state() const;
  /// Of the control page, with the token in its fragment; empty where nobody listens.
  std::string control_url() const;

 private:
  void start(const Paths& paths);
  void start_server();
  void follow_another(const std::filesystem::path& folder);
  void take_saved_theme(const std::string& name, const std::shared_ptr<const overlays::Theme>& theme);

  std::vector<std::string> problems_;
  std::filesystem::path shipped_themes_;
  Config config_;
  PictureSize canvas_;
  ProgramPass program_pass_;
  std::shared_ptr<const PaintEffect> effect_;
  std::unique_ptr<theme::Shelf> themes_;
  std::unique_ptr<EmbeddedServer> server_;
  std::unique_ptr<FollowedAir> followed_;
  std::unique_ptr<ShowAir> own_air_;
  AirFeed* feed_ = nullptr;  ///< of the two; null: there is nothing to draw
  mutable std::mutex pictures_mutex_;
  struct KnownPicture {
    std::weak_ptr<ChannelPicture> picture;
    std::shared_ptr<SceneWorker> worker;  ///< the picture's; outlives it
  };
  std::map<PictureName, KnownPicture> pictures_;
  std::unique_ptr<TaskThread> tasks_;
};

}  // namespace leitai::plugin
