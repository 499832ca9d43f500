// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "plugin/atlas_copy.h"
#include "plugin/moving_textures.h"
#include "plugin/paint_effect.h"
#include "plugin/paint_plan.h"
#include "plugin/piece_buffer.h"

namespace leitai::plugin {

/// The textures that pieces are drawn from.
struct Sheets {
  const AtlasCopy& atlas;
  const MovingTextures& moving;
};

/// Pieces on the card, and the draw calls that draw them. In the graphics context.
class BatchPainter {
 public:
  explicit BatchPainter(std::shared_ptr<const PaintEffect> effect) : effect_(std::move(effect)) {}

  /// Both stores of a plan, and the orders of their pieces.
  void send(const VertexStore& plain, std::span<const std::uint32_t> plain_order, const VertexStore& edges,
            std::span<const std::uint32_t> edge_order);

  /// Draws batches of what was sent, blended as it is set (DrawState).
  void draw(std::span<const Batch> batches, const Sheets& sheets) const;

 private:
  bool set_sheet(const Batch& batch, const Sheets& sheets) const;
  void draw(const Batch& batch, const Sheets& sheets) const;

  std::shared_ptr<const PaintEffect> effect_;
  PieceBuffer plain_;
  PieceBuffer edges_;
};

}  // namespace leitai::plugin
