// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include <obs.h>

#include "overlays/json/json.h"
#include "tests/bench/overlay/frame_meter.h"
#include "tests/bench/plugin_client.h"
#include "tests/plugin/harness/obs_runtime.h"

namespace leitai::bench {

/// How long a scenario runs.
struct Spans {
  std::chrono::milliseconds warm;
  std::chrono::milliseconds measured;
};

/// Lets go of a source.
struct ReleaseSource {
  void operator()(obs_source_t* source) const { obs_source_release(source); }
};
using Source = std::unique_ptr<obs_source_t, ReleaseSource>;

/// Makes a source, or ends the program.
Source make_source(const char* id, const char* name, const json::Json& settings);

/// The real libobs at 1080p60 in this process.
class Stage {
 public:
  /// `folder` is made anew.
  explicit Stage(const std::filesystem::path& folder);
  /// Takes what is on the program off it.
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Loads the plugin, with a show of its own and the shipped theme, to which the bench's templates
  /// are added; puts its overlay on the program.
  void open_plugin();

  const std::filesystem::path& folder() const { return folder_; }
  const test::ObsRuntime& obs() const { return *obs_; }
  /// Of the plugin.
  Client& client() { return *client_; }
  obs_source_t* overlay() const { return overlay_.get(); }

  /// The program's picture into a file of the folder, opaque.
  void save_picture(const std::string& file) const;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<test::ObsRuntime> obs_;
  std::unique_ptr<Client> client_;
  Source overlay_;
};

/// Calls a function at once, and then once a second until its end, on a thread of its own.
class EverySecond {
 public:
  explicit EverySecond(std::function<void(int second)> call);
  ~EverySecond();
  EverySecond(const EverySecond&) = delete;
  EverySecond& operator=(const EverySecond&) = delete;

 private:
  void run();

  std::function<void(int)> call_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

/// Runs `show` every second, and tells what this process and those that it started use meanwhile:
/// CPU for each rendered frame, memory, frames, draw calls.
json::Json measure(Stage& stage, const Spans& spans, const std::function<void(int second)>& show);

}  // namespace leitai::bench
