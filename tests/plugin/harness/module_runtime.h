// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <obs.h>

#include "overlays/json/json.h"
#include "tests/plugin/harness/obs_runtime.h"

namespace leitai::test {

/// A folder of its own under the system's temporary one, removed at the end.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// libobs with the built module loaded, as OBS Studio loads it.
class ModuleRuntime {
 public:
  /// `settings` is the whole config.json.
  ModuleRuntime(const std::filesystem::path& folder, const json::Json& settings, int width = 640, int height = 360);
  ~ModuleRuntime();

  static json::Json settings(const std::filesystem::path& folder);

  const ObsRuntime& obs() const { return *obs_; }
  std::string log() const { return obs_->log(); }
  /// As the log tells it; empty where nobody listens.
  std::string url() const;

  /// The answer's status and body.
  struct Answer {
    int status = 0;
    std::string body;
    json::Json json() const { return json::parse(body).value_or(json::Json()); }
  };
  Answer get(const std::string& path) const;
  Answer post(const std::string& path, const json::Json& body) const;

  /// Puts an overlay source of a channel on the program.
  obs_source_t* show_source(const char* channel = "program");
  void drop_source();

  /// Waits for a frame of the program that `accept` likes; none within two minutes.
  std::optional<Pixels> wait_for_frame(const std::function<bool(const Pixels&)>& accept) const;
  /// Waits for that many more frames.
  bool wait_for_frames(int count) const;

 private:
  static void take_frame(void* self, float seconds);

  std::unique_ptr<ObsRuntime> obs_;
  obs_source_t* source_ = nullptr;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Pixels frame_;
  int frames_ = 0;
};

constexpr const char* kToken = "0123456789abcdef0123456789abcdef";

/// What stands in a source's properties, line by line.
std::string properties_text(obs_source_t* source);

/// Waits until it is so, at most two minutes.
bool until(const std::function<bool()>& holds);

}  // namespace leitai::test
