// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "overlays/paint/display_list.h"
#include "plugin/quad_cutter.h"
#include "plugin/whole_pixels.h"

/// What lies beneath an opaque box need not be drawn: on a table most of the panel does.
namespace leitai::plugin {

/// The canvas pixels that the quad hides whatever lies beneath it, as two rectangles that may overlap;
/// those that are not worth looking at are empty.
std::array<overlays::Rect, 2> opaque_areas(const overlays::Quad& quad, const CutQuad& cut);

/// The first pixel whose centre is not before a coordinate of the canvas, as rasterisers see it: they
/// know 256 places within a pixel.
inline float first_pixel_from(float coordinate) {
  return static_cast<float>(ceil_of(coordinate - 0.5F - 1.0F / 512));
}

/// The pixels whose centres lie in a rectangle.
inline overlays::Rect pixels_of(const overlays::Rect& rect) {
  return {first_pixel_from(rect.x0), first_pixel_from(rect.y0), first_pixel_from(rect.x1), first_pixel_from(rect.y1)};
}

inline bool lies_within(const overlays::Rect& inner, const overlays::Rect& outer) {
  return outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && inner.x1 <= outer.x1 && inner.y1 <= outer.y1;
}

/// One of the covers hides the whole area.
inline bool is_hidden(const overlays::Rect& area, std::span<const overlays::Rect> covers) {
  for (const overlays::Rect& cover : covers) {
    if (lies_within(area, cover)) {
      return true;
    }
  }
  return false;
}

/// What a cover leaves of an area, where that is one rectangle; else the area.
inline overlays::Rect beside(const overlays::Rect& area, const overlays::Rect& cover) {
  overlays::Rect left = area;
  if (cover.x0 <= area.x0 && area.x1 <= cover.x1) {
    if (cover.y0 <= area.y0) {
      left.y0 = std::max(area.y0, cover.y1);
    } else if (area.y1 <= cover.y1) {
      left.y1 = std::min(area.y1, cover.y0);
    }
  } else if (cover.y0 <= area.y0 && area.y1 <= cover.y1) {
    if (cover.x0 <= area.x0) {
      left.x0 = std::max(area.x0, cover.x1);
    } else if (area.x1 <= cover.x1) {
      left.x1 = std::min(area.x1, cover.x0);
    }
  }
  return left;
}

/// Cuts an area into the rectangles that the covers leave of it.
template <class Part>
class VisibleParts {
 public:
  VisibleParts(std::span<const overlays::Rect> covers, Part& part) : covers_(covers), part_(part) {}

  void operator()(const overlays::Rect& area) {
    if (covers_.empty()) {
      return part_(area);
    }
    // What is smaller is not cut into several: that would cost more than it saves.
    constexpr float kWorthCutting = 16;
    if ((area.x1 - area.x0) * (area.y1 - area.y0) >= kWorthCutting) {
      return cut(area, 0);
    }
    overlays::Rect left = area;
    for (std::size_t i = 0; i < covers_.size() && !is_empty(left); ++i) {
      left = beside(left, covers_[i]);
    }
    if (!is_empty(left)) {
      part_(left);
    }
  }

 private:
  void cut(const overlays::Rect& area, std::size_t next) {
    if (is_empty(area)) {
      return;
    }
    for (std::size_t i = next; i < covers_.size() && parts_ < kMaxParts; ++i) {
      const overlays::Rect hidden = intersection(area, covers_[i]);
      if (!is_empty(hidden)) {
        cut({area.x0, area.y0, area.x1, hidden.y0}, i + 1);
        cut({area.x0, hidden.y0, hidden.x0, hidden.y1}, i + 1);
        cut({hidden.x1, hidden.y0, area.x1, hidden.y1}, i + 1);
        cut({area.x0, hidden.y1, area.x1, area.y1}, i + 1);
        return;
      }
    }
    ++parts_;
    part_(area);
  }

  /// More than that, and some of what is hidden is drawn all the same.
  static constexpr int kMaxParts = 128;

  std::span<const overlays::Rect> covers_;
  Part& part_;
  int parts_ = 0;
};

}  // namespace leitai::plugin
