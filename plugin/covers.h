// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "overlays/paint/display_list.h"
#include "plugin/quad_cutter.h"

/// What lies beneath an opaque box need not be drawn: on a table most of the panel does.
namespace leitai::plugin {

/// The canvas pixels that the quad hides whatever lies beneath it, as one rectangle; nothing where
/// that is not worth looking at.
std::optional<overlays::Rect> opaque_area(const overlays::Quad& quad, const CutQuad& cut);

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

/// Cuts an area into the rectangles that the covers leave of it.
template <class Part>
class VisibleParts {
 public:
  VisibleParts(std::span<const overlays::Rect> covers, Part& part) : covers_(covers), part_(part) {}

  void operator()(const overlays::Rect& area) {
    // Of what is smaller, the cut would cost more than it saves.
    constexpr float kWorthCutting = 512;
    if ((area.x1 - area.x0) * (area.y1 - area.y0) >= kWorthCutting) {
      cut(area, 0);
    } else if (!is_hidden(area, covers_)) {
      part_(area);
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
