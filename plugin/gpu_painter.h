// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <memory>

#include <graphics/graphics.h>

#include "overlays/paint/display_list.h"
#include "plugin/batch_painter.h"
#include "plugin/paint_plan.h"

namespace leitai::plugin {

/// Draws display lists as overlays/paint does, in a handful of draw calls. A list that stands still
/// is neither planned nor sent to the card again.
class GpuPainter {
 public:
  explicit GpuPainter(std::shared_ptr<const PaintEffect> effect);
  /// Enters the graphics context.
  ~GpuPainter();
  GpuPainter(const GpuPainter&) = delete;
  GpuPainter& operator=(const GpuPainter&) = delete;

  /// What draw() draws from now on. Needs no graphics context.
  void set_list(const overlays::DisplayList& list, const CutOptions& options);

  /// Adds the list to the render target in linear light; a canvas pixel is a unit of the current
  /// matrix. Leaves every state as it was. In the graphics context.
  void draw(const Sheets& sheets);

  const PaintPlan& plan() const { return plan_; }

  std::size_t draw_calls() const { return plan_.batches().size(); }

 private:
  PaintPlan plan_;
  std::unique_ptr<BatchPainter> painter_;
  bool sent_ = true;
};

}  // namespace leitai::plugin
