// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/touched_cells.h"

#include <algorithm>
#include <cmath>

namespace leitai::plugin {
namespace {

/// Wide and low: rows of a table lie close together.
constexpr int kCellWidth = 32;
constexpr int kCellHeight = 4;

}  // namespace

void TouchedCells::find(const PaintPlan& plan, int width, int height, std::vector<PixelBox>& boxes) {
  width_ = width;
  height_ = height;
  cells_wide_ = std::max(1, (width + kCellWidth - 1) / kCellWidth);
  cells_high_ = std::max(1, (height + kCellHeight - 1) / kCellHeight);
  cells_.assign(static_cast<std::size_t>(cells_wide_) * static_cast<std::size_t>(cells_high_), 0);
  mark(plan.plain());
  mark(plan.edges());
  gather(boxes);
}

void TouchedCells::mark(const VertexStore& store) {
  const auto corners = store.positions();
  for (std::size_t first = 0; first < store.piece_count() * 4; first += 4) {
    const auto [left, right] =
        std::minmax({corners[first].x, corners[first + 1].x, corners[first + 2].x, corners[first + 3].x});
    const auto [top, bottom] =
        std::minmax({corners[first].y, corners[first + 1].y, corners[first + 2].y, corners[first + 3].y});
    mark({static_cast<int>(std::floor(left)), static_cast<int>(std::floor(top)), static_cast<int>(std::ceil(right)),
          static_cast<int>(std::ceil(bottom))});
  }
}

void TouchedCells::mark(const PixelBox& box) {
  const int from = std::max(box.x0, 0) / kCellWidth;
  const int to = std::min((box.x1 + kCellWidth - 1) / kCellWidth, cells_wide_);
  for (int y = std::max(box.y0, 0) / kCellHeight; y <= (box.y1 - 1) / kCellHeight && y < cells_high_; ++y) {
    std::uint8_t* row = cells_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(cells_wide_);
    std::fill(row + std::min(from, to), row + to, std::uint8_t{1});
  }
}

void TouchedCells::gather(std::vector<PixelBox>& boxes) const {
  boxes.clear();
  std::size_t above = 0;  // where the boxes begin that reach down to this row of cells
  for (int row = 0; row < cells_high_; ++row) {
    const std::uint8_t* cells = cells_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(cells_wide_);
    const int y0 = row * kCellHeight, y1 = std::min(y0 + kCellHeight, height_);
    const std::size_t begin = boxes.size();
    for (int cell = 0; cell < cells_wide_; ++cell) {
      if (cells[cell] == 0) {
        continue;
      }
      if (cell == 0 || cells[cell - 1] == 0) {
        boxes.push_back({cell * kCellWidth, y0, 0, y1});
      }
      boxes.back().x1 = std::min((cell + 1) * kCellWidth, width_);
    }
    const auto spans_the_same = [](const PixelBox& a, const PixelBox& b) { return a.x0 == b.x0 && a.x1 == b.x1; };
    const auto upper = boxes.begin() + static_cast<std::ptrdiff_t>(above);
    const auto lower = boxes.begin() + static_cast<std::ptrdiff_t>(begin);
    if (std::equal(upper, lower, lower, boxes.end(), spans_the_same)) {
      std::for_each(upper, lower, [&](PixelBox& box) { box.y1 = y1; });
      boxes.erase(lower, boxes.end());
    } else {
      above = begin;
    }
  }
}

}  // namespace leitai::plugin
