// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "plugin/channel_picture.h"
#include "plugin/config.h"
#include "plugin/embedded_server.h"
#include "plugin/paint_effect.h"
#include "plugin/task_thread.h"
#include "server/theme/theme.h"

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

  /// The picture of a channel, shared by all who ask while it lives. Null where there is nothing to
  /// draw with (problems() says why). Not for the graphics thread: it starts a thread.
  std::shared_ptr<ChannelPicture> picture(const std::string& channel);

  /// Names of the show's channels.
  std::vector<std::string> channels() const;
  PictureSize canvas() const { return canvas_; }

  /// Hands the show a command from any thread but its own; the answer, where it is a refusal, goes
  /// to the log, beginning with `what`.
  void post_command(std::string what, show::Command command);
  TaskThread& tasks() { return *tasks_; }

  const std::vector<std::string>& problems() const { return problems_; }
  /// Of the endpoint; empty where nobody listens.
  std::string url() const;
  /// Of the control page, with the token in its fragment; empty where nobody listens.
  std::string control_url() const;

 private:
  void start_server(const Paths& paths);
  void note_what_is_to_come();
  void use_theme(const std::shared_ptr<const overlays::Theme>& theme);

  std::vector<std::string> problems_;
  Config config_;
  PictureSize canvas_;
  std::shared_ptr<const PaintEffect> effect_;
  std::unique_ptr<EmbeddedServer> server_;
  std::mutex pictures_mutex_;
  struct KnownPicture {
    std::weak_ptr<ChannelPicture> picture;
    std::shared_ptr<SceneWorker> worker;  ///< the picture's; outlives it
  };
  std::map<std::string, KnownPicture> pictures_;
  std::unique_ptr<TaskThread> tasks_;
  std::unique_ptr<theme::LiveTheme> live_theme_;
};

}  // namespace leitai::plugin
