// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/gpu_painter.h"

#include "plugin/draw_state.h"
#include "plugin/graphics_scope.h"

namespace leitai::plugin {

GpuPainter::GpuPainter(std::shared_ptr<const PaintEffect> effect)
    : painter_(std::make_unique<BatchPainter>(std::move(effect))) {}

GpuPainter::~GpuPainter() {
  const GraphicsScope graphics;
  painter_.reset();
}

void GpuPainter::set_list(const overlays::DisplayList& list, const CutOptions& options) {
  plan_.build(list, options);
  sent_ = false;
}

void GpuPainter::draw(const Sheets& sheets) {
  if (plan_.batches().empty()) {
    return;
  }
  if (!sent_) {
    painter_->send(plan_.plain(), plan_.plain_order(), plan_.edges(), plan_.edge_order());
    sent_ = true;
  }
  const DrawState state;
  painter_->draw(plan_.batches(), sheets);
}

}  // namespace leitai::plugin
