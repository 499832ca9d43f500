// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include <obs.h>

#include "plugin/channel_picture.h"
#include "plugin/handover.h"
#include "plugin/plugin.h"

namespace leitai::plugin {

/// The source `leitai_overlay`: shows one channel, with a theme of its own or the channel's. tick(), render() and
/// update() belong to the graphics thread.
class OverlaySource {
 public:
  OverlaySource(Plugin& plugin, obs_source_t* source, obs_data_t* settings);
  ~OverlaySource() = default;
  OverlaySource(const OverlaySource&) = delete;
  OverlaySource& operator=(const OverlaySource&) = delete;

  /// Of the channel; from any thread.
  PictureSize size() const;

  /// As its settings have it; not for the graphics thread.
  PictureName name() const;

  /// Which picture was drawn last, and when first. Graphics thread.
  Drawn drawn() const;

  void update(obs_data_t* settings);
  void tick();
  void render();

 private:
  /// A picture on its way to the graphics thread, or back to be let go of.
  struct Slot {
    std::shared_ptr<ChannelPicture> picture;
    Slot* next = nullptr;
  };
  using Slots = Handover<Slot>;

  void fetch_later();

  Plugin& plugin_;
  obs_source_t* source_;  ///< whose data this is
  PictureName name_;
  std::shared_ptr<Slots> slots_ = std::make_shared<Slots>();
  std::unique_ptr<Slot> shown_;
  std::atomic<std::uint64_t> size_;
};

/// Tells libobs about the source.
void register_overlay_source();

}  // namespace leitai::plugin
