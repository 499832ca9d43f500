// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "plugin/paint_plan.h"

namespace leitai::plugin {

/// Where a plan draws, in cells of a canvas. Keeps its memory.
class TouchedCells {
 public:
  /// Boxes, apart, that hold every pixel that is drawn on, and few others. Replaces what `boxes` held.
  void find(const PaintPlan& plan, int width, int height, std::vector<PixelBox>& boxes);

 private:
  void mark(const VertexStore& store);
  void mark(const PixelBox& box);
  void gather(std::vector<PixelBox>& boxes) const;

  std::vector<std::uint8_t> cells_;
  int width_ = 0;  ///< canvas pixels
  int height_ = 0;
  int cells_wide_ = 0;
  int cells_high_ = 0;
};

}  // namespace leitai::plugin
