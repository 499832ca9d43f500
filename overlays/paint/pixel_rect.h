// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>

namespace leitai::overlays {

/// Pixels, half-open.
struct PixelRect {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

inline bool is_empty(const PixelRect& rect) {
  return rect.x0 >= rect.x1 || rect.y0 >= rect.y1;
}

inline PixelRect intersection(const PixelRect& a, const PixelRect& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

/// The smallest that holds both; one that is empty adds nothing.
inline PixelRect united(const PixelRect& a, const PixelRect& b) {
  if (is_empty(b)) return a;
  if (is_empty(a)) return b;
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

}  // namespace leitai::overlays
