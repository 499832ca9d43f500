// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/batch_painter.h"

#include <graphics/vec4.h>

namespace leitai::plugin {

void BatchPainter::send(const VertexStore& plain, std::span<const std::uint32_t> plain_order, const VertexStore& edges,
                        std::span<const std::uint32_t> edge_order) {
  plain_.send(plain, plain_order);
  edges_.send(edges, edge_order);
}

void BatchPainter::draw(std::span<const Batch> batches, const Sheets& sheets) const {
  for (const Batch& batch : batches) {
    draw(batch, sheets);
  }
}

/// The batch's texture, set; true too where it has none. False where that is not on the card.
bool BatchPainter::set_sheet(const Batch& batch, const Sheets& sheets) const {
  const bool moves = batch.kind == DrawKind::moving, is_emoji = batch.kind == DrawKind::emoji;
  if (!moves && !is_emoji && batch.kind != DrawKind::glyph && batch.kind != DrawKind::moved_glyph) {
    return true;
  }
  gs_texture_t* sheet = moves ? sheets.moving.texture(batch.page) : sheets.atlas.page(is_emoji, batch.page);
  if (sheet == nullptr) {
    return false;
  }
  if (moves || is_emoji) {
    // A moving picture has a texel of nothing around it.
    const float before = moves ? 1.0F : 0.0F;
    vec4 place;
    vec4_set(&place, 1.0F / static_cast<float>(gs_texture_get_width(sheet)),
             1.0F / static_cast<float>(gs_texture_get_height(sheet)), before, before);
    gs_effect_set_vec4(effect_->sheet_place(), &place);
    gs_effect_set_texture_srgb(effect_->sheet(), sheet);
  } else {
    gs_effect_set_texture(effect_->sheet(), sheet);
  }
  return true;
}

void BatchPainter::draw(const Batch& batch, const Sheets& sheets) const {
  if (set_sheet(batch, sheets)) {
    const PieceBuffer& buffer = is_of_edges(batch.kind) ? edges_ : plain_;
    buffer.draw(effect_->technique(batch.kind), batch.first_piece, batch.piece_count);
  }
}

}  // namespace leitai::plugin
