// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/layer_map.h"

#include <algorithm>

namespace leitai::plugin {
namespace {

bool overlap(const overlays::Rect& a, const overlays::Rect& b) {
  return (a.x0 < b.x1) & (b.x0 < a.x1) & (a.y0 < b.y1) & (b.y0 < a.y1);
}

}  // namespace

void LayerMap::clear(int canvas_height) {
  bands_ = Bands(canvas_height);
  for (Band& band : lists_) {
    band.lists = 0;
  }
  entries_.clear();
  entries_.reserve(kMaxEntries + Bands::kCount);
}

std::uint16_t LayerMap::highest(const overlays::Rect& area, std::uint16_t known) const {
  const Bands::Range range = bands_.of(area);
  for (int b = range.first; b <= range.last; ++b) {
    const Band& band = lists_[static_cast<std::size_t>(b)];
    for (std::size_t list = band.lists; list-- > std::min<std::size_t>(known, kLists - 1);) {
      const std::uint16_t found = highest_of(band.heads[list], area, known);
      if (found > known) {
        known = found;
        break;
      }
    }
  }
  return known;
}

std::uint16_t LayerMap::highest_of(std::uint32_t head, const overlays::Rect& area, std::uint16_t known) const {
  for (std::uint32_t i = head; i != kEnd; i = entries_[i].next) {
    const Entry& entry = entries_[i];
    if (overlap(entry.area, area) && entry.layer > known) {
      known = entry.layer;
      if (known < kLists) {
        break;
      }
    }
  }
  return known;
}

void LayerMap::add(const overlays::Rect& area, std::uint16_t layer) {
  const std::size_t list = std::min<std::size_t>(layer, kLists) - 1;
  const Bands::Range range = bands_.of(area);
  for (int b = range.first; b <= range.last; ++b) {
    Band& band = lists_[static_cast<std::size_t>(b)];
    while (band.lists <= list) {
      band.heads[band.lists++] = kEnd;
    }
    entries_.push_back({area, band.heads[list], layer});
    band.heads[list] = static_cast<std::uint32_t>(entries_.size() - 1);
  }
}

}  // namespace leitai::plugin
