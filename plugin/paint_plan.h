// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "overlays/paint/display_list.h"
#include "plugin/cover_finder.h"
#include "plugin/layer_map.h"
#include "plugin/quad_cutter.h"
#include "plugin/vertex_store.h"

/// From a display list to vertices and a short list of draw calls, without a graphics API.
namespace leitai::plugin {

/// What a technique of data/leitai.effect draws; some draw several. A plan has none of the last: it draws what was
/// drawn before.
enum class DrawKind : std::uint8_t { solid, edge, shadow, glyph, moved_glyph, emoji, moving, ring, still };
constexpr std::size_t kDrawKindCount = 9;

/// Its pieces are in the edge store; those of the other kinds are in the plain store.
constexpr bool is_of_edges(DrawKind kind) {
  return kind == DrawKind::edge || kind == DrawKind::ring;
}

/// Pieces of one store that one draw call draws: those at `first_piece` and on of the store's order.
struct Batch {
  DrawKind kind = DrawKind::solid;
  std::uint16_t page = 0;
  std::uint32_t first_piece = 0;
  std::uint32_t piece_count = 0;
};

/// Quads become pieces (quad_cutter.h), and pieces of a kind share a draw call where nothing of
/// another kind has to lie between them. What opaque boxes hide is cut away first: rows that pass over
/// one another have then little left that lies over the others. Keeps its memory: a list no larger than
/// an earlier one is planned without an allocation.
class PaintPlan {
 public:
  PaintPlan();

  void build(const overlays::DisplayList& list, const CutOptions& options);

  /// Areas where what is drawn lets nothing through; they may overlap.
  std::span<const overlays::Rect> covers() const { return covers_.all(); }

  std::span<const Batch> batches() const { return batches_; }
  /// Streams: tint; shape.
  const VertexStore& plain() const { return plain_; }
  /// Streams: tint; shape; second tint, or a ring's sweep.
  const VertexStore& edges() const { return edges_; }
  /// The pieces of each store, in the order in which they are drawn.
  std::span<const std::uint32_t> plain_order() const { return plain_order_; }
  std::span<const std::uint32_t> edge_order() const { return edge_order_; }

 private:
  /// Pieces of one kind, one after another in their store, that are drawn by one batch.
  struct Part {
    DrawKind kind = DrawKind::solid;
    std::uint16_t page = 0;
    std::uint32_t first = 0, count = 0;
  };
  /// Glyphs that stand beside one another, drawn by one batch. Where those lie that nothing hides is
  /// asked once for all.
  struct Line {
    Part part;
    overlays::Rect around;
    bool last_is_free = false;
    std::vector<overlays::Rect> areas;
  };
  struct Member {
    std::uint32_t first = 0, count = 0;  ///< pieces
    std::uint32_t next = 0;
  };
  struct Chain {
    std::uint32_t head = 0, tail = 0;
  };

  void start(const overlays::DisplayList& list, const CutOptions& options);
  void add(const overlays::Quad& quad, const CutQuad& cut);
  void add_glyph(const overlays::Quad& quad, const CutQuad& cut);
  void add_box(const overlays::Quad& quad, const CutQuad& cut);
  void end_line();
  template <class Cut>
  Part cut_part(DrawKind kind, std::uint16_t page, VertexStore& store, Cut cut);
  const VertexStore& store_of(DrawKind kind) const { return is_of_edges(kind) ? edges_ : plain_; }
  overlays::Rect area_of_piece(const VertexStore& store, std::uint32_t piece) const;
  void find_areas(const Part& part, std::vector<overlays::Rect>& areas) const;
  std::uint16_t place(const Part& part, std::span<const overlays::Rect> areas);
  void occupy(std::span<const overlays::Rect> areas, std::uint16_t layer);
  std::uint16_t join(std::size_t batch, const Part& part);
  void order_pieces();

  std::vector<Batch> batches_;
  std::vector<Chain> chains_;
  std::vector<Member> members_;
  std::vector<CutQuad> cuts_;
  CoverFinder covers_;
  LayerMap layers_;
  std::size_t floor_ = 0;  ///< nothing joins a batch before it any more
  Line line_;
  std::vector<overlays::Rect> inside_areas_, edge_areas_;  ///< of the quad in hand
  int height_ = 0;                                         ///< canvas pixels
  std::vector<overlays::Rect> last_edge_areas_;            ///< of the quad that added some last
  std::uint16_t last_edge_layer_ = 0;
  bool pixel_aligned_ = true;
  VertexStore plain_{2};
  VertexStore edges_{3};
  std::vector<std::uint32_t> plain_order_, edge_order_;
};

}  // namespace leitai::plugin
