// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/gpu_painter.h"

#include "plugin/draw_state.h"
#include "plugin/graphics_scope.h"

namespace leitai::plugin {

GpuPainter::GpuPainter(std::shared_ptr<const PaintEffect> effect)
    : effect_(std::move(effect)), plain_(std::make_unique<PieceBuffer>()), edges_(std::make_unique<PieceBuffer>()) {}

GpuPainter::~GpuPainter() {
  const GraphicsScope graphics;
  plain_.reset();
  edges_.reset();
}

void GpuPainter::set_list(const overlays::DisplayList& list, const CutOptions& options) {
  plan_.build(list, options);
  sent_ = false;
}

void GpuPainter::send_all() {
  if (!sent_) {
    plain_->send(plan_.plain(), plan_.plain_order());
    edges_->send(plan_.edges(), plan_.edge_order());
    sent_ = true;
  }
}

void GpuPainter::draw_batch(const Batch& batch, const AtlasCopy& atlas) {
  if (batch.piece_count == 0) {
    return;
  }
  const bool is_emoji = batch.kind == DrawKind::emoji;
  if (is_emoji || batch.kind == DrawKind::glyph || batch.kind == DrawKind::moved_glyph) {
    gs_texture_t* page = atlas.page(is_emoji, batch.page);
    if (page == nullptr) {
      return;
    }
    if (is_emoji) {
      gs_effect_set_texture_srgb(effect_->sheet(), page);
    } else {
      gs_effect_set_texture(effect_->sheet(), page);
    }
  }
  const PieceBuffer& buffer = is_of_edges(batch.kind) ? *edges_ : *plain_;
  buffer.draw(effect_->technique(batch.kind), batch.first_piece, batch.piece_count);
}

void GpuPainter::draw(const AtlasCopy& atlas) {
  if (plan_.batches().empty()) {
    return;
  }
  send_all();
  const DrawState state;
  for (const Batch& batch : plan_.batches()) {
    draw_batch(batch, atlas);
  }
}

}  // namespace leitai::plugin
