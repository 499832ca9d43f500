// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include <graphics/graphics.h>

#include "overlays/moving/moving.h"
#include "overlays/paint/display_list.h"

namespace leitai::plugin {

/// A scene's moving pictures as textures: the one of each that is due, a texel of nothing around it. Belongs to the
/// graphics thread; only upload() and the destructor need the graphics context. Nothing allocates but upload() where a
/// picture has no texture yet.
class MovingTextures {
 public:
  MovingTextures() = default;
  ~MovingTextures();
  MovingTextures(const MovingTextures&) = delete;
  MovingTextures& operator=(const MovingTextures&) = delete;

  /// Those of another scene, as PreparedScene::moving() gives them. What plays on keeps its texture: what was given the
  /// last time must still be there. Those of the last call are not touched any more.
  void use(std::span<const std::shared_ptr<overlays::MovingPicture>> pictures);

  /// Which of their pictures the quads of a list show.
  void want(const overlays::DisplayList& list);

  /// Brings what is due and decoded to the card: one picture at least, and no other after `deadline_ns` (OBS's clock);
  /// those that had to wait come first the next time. True where a texture has changed.
  bool upload(std::uint64_t deadline_ns);

  /// Null where nothing of that picture is on the card yet.
  gs_texture_t* texture(std::size_t page) const {
    return page < slots_.size() && slots_[page].filled ? slots_[page].texture : nullptr;
  }

 private:
  struct Slot {
    overlays::MovingPicture* picture = nullptr;
    gs_texture_t* texture = nullptr;
    bool wanted = false;  ///< by a quad
    bool filled = false;
    std::uint32_t want = 0;  ///< the picture's number
    std::uint32_t held = 0;
  };

  static bool refresh(Slot& slot);
  void destroy_retired();

  std::array<Slot, overlays::kMaxMovingOfScene> slots_{};
  std::size_t next_ = 0;  ///< whose turn it is
  /// Of pictures that are gone. Textures are made after these went, so that there are no more of them than slots.
  std::array<gs_texture_t*, overlays::kMaxMovingOfScene> retired_{};
  std::size_t retired_count_ = 0;
};

}  // namespace leitai::plugin
