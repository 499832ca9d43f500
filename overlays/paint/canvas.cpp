// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/canvas.h"

#include <algorithm>
#include <cmath>

#include "overlays/paint/span_painting.h"

namespace leitai::overlays {

void Canvas::Columns::add(int x0, int x1) {
  *this = is_empty() ? Columns{x0, x1} : Columns{std::min(begin, x0), std::max(end, x1)};
}

/// What lies on both sides stays, and what is between them with it.
void Canvas::Columns::cut(int x0, int x1) {
  if (begin >= x0 && begin < x1) begin = x1;
  if (end > x0 && end <= x1) end = x0;
}

Canvas::Canvas(int width, int height)
    : width_(std::max(0, width)),
      height_(std::max(0, height)),
      pixels_(std::size_t(width_) * std::size_t(height_) * 4),
      held_(std::size_t(height_)) {}

void Canvas::clear(Color color) {
  float light[4];
  light_of(color, 1, light);
  std::uint16_t pixel[4];
  std::transform(light, light + 4, pixel, [](float v) { return static_cast<std::uint16_t>(std::lround(v)); });
  for (std::size_t i = 0; i + 4 <= pixels_.size(); i += 4) {
    std::copy_n(pixel, 4, &pixels_[i]);
  }
  const bool is_clear = std::all_of(pixel, pixel + 4, [](std::uint16_t v) { return v == 0; });
  std::fill(held_.begin(), held_.end(), is_clear ? Columns{} : Columns{0, width_});
}

std::uint16_t* Canvas::write(const PixelRect& part) {
  if (is_empty(part)) return nullptr;
  for (int y = part.y0; y < part.y1; ++y) {
    held_[std::size_t(y)].add(part.x0, part.x1);
  }
  return &pixels_[index(part.x0, part.y0)];
}

PixelRect Canvas::held(const PixelRect& part) const {
  PixelRect all{};
  for (int y = part.y0; y < part.y1; ++y) {
    const Columns& row = held_[std::size_t(y)];
    all = united(all, intersection({row.begin, y, row.end, y + 1}, part));
  }
  return all;
}

void Canvas::keep_only(const PixelRect& part, const PixelRect& kept) {
  for (int y = part.y0; y < part.y1; ++y) {
    Columns& row = held_[std::size_t(y)];
    row.cut(part.x0, part.x1);
    if (y >= kept.y0 && y < kept.y1) row.add(kept.x0, kept.x1);
  }
}

}  // namespace leitai::overlays
