// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <graphics/graphics.h>

#include "plugin/vertex_store.h"

namespace leitai::plugin {

/// A vertex store's copy on the card. In the graphics context.
class PieceBuffer {
 public:
  PieceBuffer() = default;
  ~PieceBuffer();
  PieceBuffer(const PieceBuffer&) = delete;
  PieceBuffer& operator=(const PieceBuffer&) = delete;

  /// `order`: each piece once, in the order in which they are to be drawn.
  void send(const VertexStore& store, std::span<const std::uint32_t> order);

  /// Draws pieces that were sent, from a place of their order on; none where the card had no room for them.
  void draw(gs_technique_t* technique, std::size_t first_piece, std::size_t piece_count) const;

 private:
  void make_room(const VertexStore& store);
  void send_order(std::span<const std::uint32_t> order);

  gs_vertbuffer_t* vertices_ = nullptr;
  gs_indexbuffer_t* indices_ = nullptr;
  std::size_t room_ = 0;  ///< pieces
};

}  // namespace leitai::plugin
