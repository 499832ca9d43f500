// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/batch_painter.h"

namespace leitai::plugin {

void BatchPainter::send(const VertexStore& plain, std::span<const std::uint32_t> plain_order, const VertexStore& edges,
                        std::span<const std::uint32_t> edge_order) {
  plain_.send(plain, plain_order);
  edges_.send(edges, edge_order);
}

void BatchPainter::draw(std::span<const Batch> batches, const AtlasCopy& atlas) const {
  for (const Batch& batch : batches) {
    draw(batch, atlas);
  }
}

void BatchPainter::draw(const Batch& batch, const AtlasCopy& atlas) const {
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
  const PieceBuffer& buffer = is_of_edges(batch.kind) ? edges_ : plain_;
  buffer.draw(effect_->technique(batch.kind), batch.first_piece, batch.piece_count);
}

}  // namespace leitai::plugin
