// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/moving_textures.h"

#include <algorithm>
#include <cstring>

#include <util/platform.h>

namespace leitai::plugin {
namespace {

constexpr std::size_t kTexelBytes = 4;

/// Rows from a picture into a mapped texture that is two texels wider and higher. What was in there is not known.
void write_bordered(std::uint8_t* out, std::size_t line, const std::uint8_t* from, std::size_t width,
                    std::size_t height) {
  const std::size_t row = width * kTexelBytes;
  std::memset(out, 0, row + 2 * kTexelBytes);
  for (std::size_t y = 0; y < height; ++y, from += row) {
    out += line;
    std::memset(out, 0, kTexelBytes);
    std::memcpy(out + kTexelBytes, from, row);
    std::memset(out + kTexelBytes + row, 0, kTexelBytes);
  }
  std::memset(out + line, 0, row + 2 * kTexelBytes);
}

}  // namespace

MovingTextures::~MovingTextures() {
  destroy_retired();
  for (const Slot& slot : slots_) {
    if (slot.texture != nullptr) {
      gs_texture_destroy(slot.texture);
    }
  }
}

void MovingTextures::destroy_retired() {
  std::for_each_n(retired_.begin(), retired_count_, gs_texture_destroy);
  retired_count_ = 0;
}

void MovingTextures::use(std::span<const std::shared_ptr<overlays::MovingPicture>> pictures) {
  const std::array<Slot, overlays::kMaxMovingOfScene> before = slots_;
  std::array<bool, overlays::kMaxMovingOfScene> kept{};
  slots_ = {};
  for (std::size_t i = 0; i < std::min(pictures.size(), slots_.size()); ++i) {
    slots_[i].picture = pictures[i].get();
    for (std::size_t old = 0; slots_[i].picture != nullptr && old < before.size(); ++old) {
      if (before[old].picture == slots_[i].picture && !kept[old]) {
        slots_[i] = before[old];
        kept[old] = true;
        break;
      }
    }
    slots_[i].wanted = false;
  }
  for (std::size_t old = 0; old < before.size(); ++old) {
    if (before[old].texture != nullptr && !kept[old]) {
      retired_[retired_count_++] = before[old].texture;
    }
  }
}

void MovingTextures::want(const overlays::DisplayList& list) {
  if (slots_.front().picture == nullptr) {
    return;
  }
  for (Slot& slot : slots_) {
    slot.wanted = false;
  }
  for (const overlays::Quad& quad : list.quads) {
    if (quad.kind == overlays::QuadKind::moving && quad.page < slots_.size()) {
      Slot& slot = slots_[quad.page];
      slot.want = slot.wanted ? std::max(slot.want, quad.number) : quad.number;
      slot.wanted = slot.picture != nullptr;
    }
  }
}

bool MovingTextures::upload(std::uint64_t deadline_ns) {
  destroy_retired();
  bool changed = false;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const std::size_t turn = (next_ + i) % slots_.size();
    if (!refresh(slots_[turn])) {
      continue;
    }
    changed = true;
    if (os_gettime_ns() >= deadline_ns) {
      next_ = turn + 1;
      return true;
    }
  }
  return changed;
}

/// False where the texture is as it was.
bool MovingTextures::refresh(Slot& slot) {
  if (!slot.wanted || (slot.filled && slot.held == slot.want)) {
    return false;
  }
  const auto due = slot.picture->due(slot.want);
  const auto width = static_cast<std::size_t>(slot.picture->width());
  const auto height = static_cast<std::size_t>(slot.picture->height());
  if (due.rgba.empty() || due.rgba.size() < width * height * kTexelBytes || (slot.filled && slot.held == due.number)) {
    return false;
  }
  if (slot.texture == nullptr) {
    slot.texture = gs_texture_create(static_cast<std::uint32_t>(width + 2), static_cast<std::uint32_t>(height + 2),
                                     GS_RGBA, 1, nullptr, GS_DYNAMIC);
  }
  std::uint8_t* out = nullptr;
  std::uint32_t line = 0;
  if (slot.texture == nullptr || !gs_texture_map(slot.texture, &out, &line)) {
    return false;
  }
  write_bordered(out, line, due.rgba.data(), width, height);
  gs_texture_unmap(slot.texture);
  slot.filled = true;
  slot.held = due.number;
  return true;
}

}  // namespace leitai::plugin
