// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "overlays/paint/display_list.h"
#include "plugin/bands.h"

namespace leitai::plugin {

/// Which layers areas of the canvas were drawn in. Answers exactly, and looks at little: areas are
/// kept by the bands that they reach and by their layer. Keeps its memory.
class LayerMap {
 public:
  /// Forgets everything.
  void clear(int canvas_height);

  /// The highest layer above `known` in which something was drawn that the area shares a point with;
  /// `known` where there is none.
  std::uint16_t highest(const overlays::Rect& area, std::uint16_t known) const;

  /// Something is drawn there. Layers count from 1.
  void add(const overlays::Rect& area, std::uint16_t layer);

  /// So many areas are kept that looking at them takes long.
  bool is_full() const { return entries_.size() >= kMaxEntries; }

 private:
  static constexpr std::size_t kMaxEntries = 8192;
  /// Those from the last on share a list.
  static constexpr std::size_t kLists = 24;
  static constexpr std::uint32_t kEnd = 0xFFFFFFFF;

  struct Entry {
    overlays::Rect area;
    std::uint32_t next;
    std::uint16_t layer;
  };
  struct Band {
    std::array<std::uint32_t, kLists> heads;
    std::size_t lists = 0;  ///< those from there on are empty
  };

  std::uint16_t highest_of(std::uint32_t head, const overlays::Rect& area, std::uint16_t known) const;

  Bands bands_;
  std::array<Band, Bands::kCount> lists_;
  std::vector<Entry> entries_;
};

}  // namespace leitai::plugin
