// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "overlays/template/theme.h"
#include "plugin/frame_clock.h"
#include "plugin/gpu_painter.h"
#include "plugin/scene_worker.h"
#include "plugin/still_picture.h"

namespace leitai::plugin {

/// A picture that was drawn.
struct Drawn {
  std::uint64_t token = 0;    ///< its position in the journal; 0: nothing was drawn yet
  std::uint64_t time_ns = 0;  ///< when OBS first asked for it, on OBS's clock
};

/// The picture of one channel on the graphics card, shared by all sources that show it. Its worker
/// prepares scenes on a thread of its own; tick() and render() belong to the graphics thread, take
/// no lock, and allocate nothing while the picture is steady.
class ChannelPicture {
 public:
  ChannelPicture(AirFeed& feed, PictureName name, FindTheme find_theme, std::shared_ptr<const PaintEffect> effect,
                 PictureSize fallback_size);
  /// Enters the graphics context.
  ~ChannelPicture();
  ChannelPicture(const ChannelPicture&) = delete;
  ChannelPicture& operator=(const ChannelPicture&) = delete;

  PictureSize size() const { return worker_->size(); }

  /// Once for each video frame (further calls with the same `frame_ns` do nothing): takes the
  /// newest scene and evaluates it at the frame's show time.
  void tick(std::uint64_t frame_ns);

  /// Adds the picture to the render target, as often in a frame as OBS likes.
  void render();

  /// Reads the feed until it is stopped, and does not end with the picture: whoever closes the feed
  /// stops it first, and by that waits for a picture that is just ending.
  const std::shared_ptr<SceneWorker>& worker() const { return worker_; }

  /// Which picture was drawn last, and when its first draw began. From any thread.
  Drawn drawn() const {
    return {drawn_token_.load(std::memory_order_acquire), drawn_ns_.load(std::memory_order_relaxed)};
  }

  /// For tests and the log.
  std::size_t draw_calls() const { return painter_.draw_calls(); }

 private:
  void take_newest();
  void skip_useless_uploads();
  void upload();
  void upload_glyphs();
  void upload_part(UploadBatch& batch, std::uint64_t deadline_ns);
  void promote_if_ready();
  void evaluate();
  void draw();
  void plan(const CutOptions& options);
  bool stands_still(const CutOptions& options) const;
  void report_drawn(std::uint64_t begun_ns);

  AirFeed& feed_;
  std::shared_ptr<SceneWorker> worker_;
  GpuPainter painter_;
  std::unique_ptr<StillPicture> still_;
  std::atomic<std::uint64_t> drawn_token_{0};
  std::atomic<std::uint64_t> drawn_ns_{0};

  // Everything below is the graphics thread's.
  FrameClock clock_;
  std::uint64_t clock_number_ = 0;
  std::uint64_t frame_ns_ = 0;
  std::int64_t time_ns_ = 0;
  std::int64_t next_change_ns_ = 0;
  ScenePackage* current_ = nullptr;
  ScenePackage* waiting_ = nullptr;  ///< its glyphs are still on their way to the card
  /// The glyphs of `current_`; those of another atlas generation, being filled; and pages that
  /// nobody draws from any more, until the graphics context is at hand.
  struct Atlas {
    std::unique_ptr<AtlasCopy> pages;
    std::uint64_t serial = 0;
  };
  Atlas atlas_;
  Atlas next_atlas_;
  std::unique_ptr<AtlasCopy> retired_atlas_;
  std::unique_ptr<MovingTextures> moving_;
  std::uint64_t uploaded_ = 0;     ///< batches that are on the card
  std::size_t upload_offset_ = 0;  ///< uploads of the batch in hand that are
  overlays::DisplayList list_;
  CutOptions drawn_with_;
  bool plan_is_old_ = false;  ///< the painter was told of another list
  int frames_unchanged_ = 0;  ///< since `list_` was evaluated, counted as far as it matters
  int frames_before_still_;   ///< how many of them make a picture that stands still
  int renders_without_still_ = 0;
  bool uploaded_this_frame_ = false;
};

}  // namespace leitai::plugin
