// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/cover_finder.h"

#include <algorithm>
#include <bit>

namespace leitai::plugin {

using overlays::Rect;

void CoverFinder::find_none() {
  covers_.clear();
  parts_.clear();
  ranges_.clear();
}

void CoverFinder::find(const overlays::DisplayList& list, std::span<CutQuad> cuts) {
  find_none();
  constexpr std::size_t kUsualParts = 4096;
  covers_.reserve(kMaxCovers);
  parts_.reserve(kUsualParts);
  ranges_.reserve(list.quads.capacity());
  ranges_.resize(cuts.size());
  bands_ = Bands(list.height);
  in_band_.fill({});
  // From the top down: what was seen so far is painted later.
  for (std::size_t end = cuts.size(); end > 0;) {
    std::size_t first = end - 1;
    while (cuts[first].of_line) {
      --first;
    }
    const std::span<CutQuad> line = cuts.subspan(first, end - first);
    if (!settle_line(line, first)) {
      for (std::size_t i = end; i-- > first;) {
        settle(list.quads[i], cuts[i], i);
      }
    }
    end = first;
  }
}

/// Glyphs that share a line, or a quad alone. False where each has to be looked at.
bool CoverFinder::settle_line(std::span<CutQuad> line, std::size_t first) {
  if (line.size() < 2) {
    return false;
  }
  PixelBox around = line.front().bounds;
  for (const CutQuad& glyph : line.subspan(1)) {
    if (glyph.visible) {
      around = {std::min(around.x0, glyph.bounds.x0), std::min(around.y0, glyph.bounds.y0),
                std::max(around.x1, glyph.bounds.x1), std::max(around.y1, glyph.bounds.y1)};
    }
  }
  const Range near = look_up(around.rect());
  const bool hidden = is_hidden(around.rect(), std::span(parts_).subspan(near.first, near.count));
  if (near.count > 0 && !hidden) {
    parts_.resize(near.first);
    return false;
  }
  for (std::size_t i = 0; i < line.size(); ++i) {
    ranges_[first + i] = near;
    line[i].visible &= !hidden;
  }
  return true;
}

void CoverFinder::settle(const overlays::Quad& quad, CutQuad& cut, std::size_t index) {
  if (!cut.visible) {
    return;
  }
  ranges_[index] = look_up(cut.bounds.rect());
  cut.visible = !is_hidden(cut.bounds.rect(), covers_of(index));
  if (quad.kind == overlays::QuadKind::box) {
    for (const Rect& cover : opaque_areas(quad, cut)) {
      add(cover);
    }
  }
}

CoverFinder::Range CoverFinder::look_up(const Rect& bounds) {
  Range range{static_cast<std::uint32_t>(parts_.size()), 0};
  const Bands::Range bands = bands_.of(bounds);
  for (std::size_t word = 0; word < Set{}.size(); ++word) {
    std::uint64_t near = 0;
    for (int b = bands.first; b <= bands.last; ++b) {
      near |= in_band_[static_cast<std::size_t>(b)][word];
    }
    for (; near != 0 && parts_.size() < kMaxParts; near &= near - 1) {
      const Rect& cover = covers_[word * 64 + static_cast<std::size_t>(std::countr_zero(near))];
      if (!is_empty(intersection(bounds, cover))) {
        parts_.push_back(cover);
        ++range.count;
      }
    }
  }
  return range;
}

void CoverFinder::add(const Rect& cover) {
  if (is_empty(cover) || covers_.size() == kMaxCovers) {
    return;
  }
  const Bands::Range bands = bands_.of(cover);
  for (int b = bands.first; b <= bands.last; ++b) {
    in_band_[static_cast<std::size_t>(b)][covers_.size() / 64] |= std::uint64_t{1} << (covers_.size() % 64);
  }
  covers_.push_back(cover);
}

std::span<const Rect> CoverFinder::covers_of(std::size_t quad) const {
  return quad < ranges_.size() ? std::span(parts_).subspan(ranges_[quad].first, ranges_[quad].count)
                               : std::span<const Rect>{};
}

}  // namespace leitai::plugin
