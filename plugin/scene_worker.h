// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "overlays/scene/scene.h"
#include "overlays/template/theme.h"
#include "plugin/air_feed.h"
#include "plugin/atlas_copy.h"
#include "plugin/handover.h"
#include "plugin/signal.h"

namespace leitai::plugin {

struct PictureSize {
  std::uint32_t width = 1920;
  std::uint32_t height = 1080;
};

/// A prepared scene on its way to the graphics thread and back.
struct ScenePackage {
  std::unique_ptr<overlays::PreparedScene> scene;
  std::shared_ptr<const overlays::AirChannel> air;
  std::uint64_t uploads_before = 0;  ///< batches of the upload line that must be on the card first
  std::uint64_t atlas = 0;           ///< the serial of the atlas that its glyphs are on
  std::int64_t refresh_ns = 0;       ///< show time from which on the worker is to be woken for the next one
  /// Show time, ms, at which it was first drawn; 0 before. Written by the graphics thread.
  std::atomic<std::int64_t> drawn_at_ms{0};
  ScenePackage* next = nullptr;
};

/// Pixels for the atlas on the card. They travel apart from the scenes: a scene may be overtaken
/// by the next before it is ever seen, its glyphs must arrive all the same.
struct UploadBatch {
  std::vector<overlays::AtlasUpload> uploads;
  /// Where these are the first of their atlas generation: the new, empty pages to put them on.
  std::unique_ptr<AtlasCopy> fresh_atlas;
  std::uint64_t atlas = 0;  ///< serial of the atlas, counted by the worker
  std::atomic<UploadBatch*> after{nullptr};
};

/// Finds themes by their names; "" is the show's. For threads that may read files.
using FindTheme = std::function<std::shared_ptr<const overlays::Theme>(const std::string& name)>;

/// Which picture is meant.
struct PictureName {
  std::string channel = "program";
  std::string theme;  ///< in place of the channel's own; empty: the channel's

  auto operator<=>(const PictureName&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// Follows a channel and prepares a scene for each change, on a thread of its own.
class SceneWorker {
 public:
  SceneWorker(AirFeed& feed, PictureName name, FindTheme find_theme, PictureSize fallback_size);
  ~SceneWorker();
  SceneWorker(const SceneWorker&) = delete;
  SceneWorker& operator=(const SceneWorker&) = delete;

  const PictureName& name() const { return name_; }

  /// The channel's size as last seen; from any thread.
  PictureSize size() const;

  /// A theme was saved: it is looked for again. From any thread.
  void find_theme_again();

  /// Sentences for the operator: what of the scene that was prepared last cannot be shown. From any thread but the
  /// graphics thread.
  std::vector<std::string> problems() const;

  /// Returns once the thread has ended, whoever ended it. What was handed over stays valid.
  void stop();

  /// For the graphics thread.
  Handover<ScenePackage>& scenes() { return scenes_; }
  Line<UploadBatch>& uploads() { return uploads_; }
  /// Batches before this one (counted from 1) are of no use any more: a fresh atlas follows.
  std::uint64_t first_useful_batch() const { return first_useful_batch_.load(std::memory_order_acquire); }
  /// The graphics thread gave something back, drew something for the first time, or came to a scene's
  /// refresh_ns.
  void wake() { signal_.raise(); }

 private:
  void run();
  void follow(const overlays::Air& air);
  void collect();
  void report_first_frames();
  void report_drawn(const ScenePackage& package);
  void prepare(const std::shared_ptr<const overlays::AirChannel>& air, std::uint64_t token);
  void take_theme(const overlays::AirChannel& air);
  void report_problems(std::span<const std::string> problems);
  bool make_preparer(PictureSize size);
  void hand_over_uploads(const overlays::PreparedScene& scene);

  AirFeed& feed_;
  const PictureName name_;
  const FindTheme find_theme_;
  std::atomic<std::uint64_t> size_;  ///< width in the upper half

  Handover<ScenePackage> scenes_;
  Line<UploadBatch> uploads_;
  std::atomic<std::uint64_t> first_useful_batch_{1};
  Signal signal_;
  std::atomic<bool> stopping_{false};

  std::atomic<bool> themes_changed_{true};

  mutable std::mutex problems_mutex_;
  std::vector<std::string> problems_;  ///< of the scene that was prepared last; the worker's to write

  // The worker thread's own.
  std::shared_ptr<const overlays::Theme> theme_;
  std::string theme_name_;
  std::unique_ptr<overlays::ScenePreparer> preparer_;
  PictureSize prepared_size_{0, 0};
  std::shared_ptr<const overlays::AirChannel> prepared_;
  std::int64_t refresh_ns_ = INT64_MAX;  ///< of the scene that was handed over last
  bool fresh_atlas_due_ = true;
  std::uint32_t atlas_generation_ = 0;
  std::uint64_t batches_ = 0;
  std::uint64_t atlas_serial_ = 0;
  std::vector<ScenePackage*> undrawn_;  ///< handed over, and not yet seen drawn

  int subscription_ = 0;
  std::mutex stop_mutex_;
  std::thread thread_;
};

}  // namespace leitai::plugin
