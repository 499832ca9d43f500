// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "overlays/paint/display_list.h"
#include "plugin/quad_cutter.h"
#include "plugin/vertex_store.h"

/// From a display list to vertices and a short list of draw calls, without a graphics API.
namespace leitai::plugin {

/// One technique of data/leitai.effect. A plan has none of the last: it draws what was drawn before.
enum class DrawKind : std::uint8_t { solid, edge, shadow, glyph, moved_glyph, emoji, ring, still };
constexpr std::size_t kDrawKindCount = 8;

/// Its pieces are in the edge store; those of the other kinds are in the plain store.
constexpr bool is_of_edges(DrawKind kind) {
  return kind == DrawKind::edge || kind == DrawKind::ring;
}

/// Pieces of one store that one draw call draws.
struct Batch {
  DrawKind kind = DrawKind::solid;
  std::uint16_t page = 0;
  std::uint32_t first_piece = 0;
  std::uint32_t piece_count = 0;
};

/// Quads become pieces (quad_cutter.h), and pieces of a kind share a draw call where nothing of
/// another kind has to lie between them. Keeps its memory: a list no larger than an earlier one is
/// planned without an allocation.
class PaintPlan {
 public:
  PaintPlan();

  void build(const overlays::DisplayList& list, const CutOptions& options);

  /// Boxes, apart, that hold every pixel that is drawn on, and few others. Replaces what `boxes` held.
  void touched(std::vector<PixelBox>& boxes) const;

  /// Areas where what is drawn lets nothing through; they may overlap.
  std::span<const overlays::Rect> covers() const { return covers_; }

  std::span<const Batch> batches() const { return batches_; }
  /// Streams: tint; shape.
  const VertexStore& plain() const { return plain_; }
  /// Streams: tint; shape; rim; far tint; where between the tints. Of a ring: tint; place; sweep.
  const VertexStore& edges() const { return edges_; }

 private:
  struct Member {
    std::uint32_t quad = 0;
    std::uint32_t next = 0;
  };
  struct Chain {
    std::uint32_t head = 0, tail = 0;
  };

  void start(const overlays::DisplayList& list);
  void find_covers(const overlays::DisplayList& list);
  void place(std::uint32_t index, const overlays::DisplayList& list);
  std::uint16_t layer_below(const PixelBox& box) const;
  void raise(const PixelBox& box, std::uint16_t layer);
  std::uint16_t join(DrawKind kind, std::uint16_t page, std::uint16_t below, std::uint32_t quad);
  void write(Batch& batch, const overlays::Quad& quad, const CutQuad& cut);

  std::vector<Batch> batches_;
  std::vector<Chain> chains_;
  std::vector<Member> members_;
  std::vector<CutQuad> cuts_;
  std::vector<overlays::Rect> covers_;         ///< in the order of painting
  std::vector<std::uint32_t> covering_quads_;  ///< whose they are
  std::vector<std::uint16_t> layers_;          ///< for each cell of the canvas: 1 + the last batch that touches it
  int width_ = 0;                              ///< canvas pixels
  int height_ = 0;
  int cells_wide_ = 0;
  int cells_high_ = 0;
  VertexStore plain_{2};
  VertexStore edges_{5};
};

}  // namespace leitai::plugin
