// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/paint_plan.h"

#include <algorithm>
#include <tuple>

namespace leitai::plugin {
namespace {

using overlays::DisplayList;
using overlays::Quad;
using overlays::QuadKind;
using overlays::Rect;

constexpr std::uint32_t kEnd = 0xFFFFFFFF;
/// How far back a quad looks for a batch to join.
constexpr std::size_t kLookBack = 48;
constexpr std::size_t kMaxBatches = 0xFFF0;

DrawKind kind_of_glyph(const Quad& quad, const CutQuad& cut) {
  if (quad.kind != QuadKind::glyph) {
    return quad.kind == QuadKind::emoji ? DrawKind::emoji : DrawKind::moving;
  }
  return cut.texel_exact ? DrawKind::glyph : DrawKind::moved_glyph;
}

Rect around(const Rect& a, const Rect& b) {
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

bool of_one_line(const Rect& line, const Rect& glyph) {
  return glyph.y0 < line.y1 && line.y0 < glyph.y1 && glyph.x0 < line.x1 + kWidestGap && line.x0 < glyph.x1 + kWidestGap;
}

}  // namespace

PaintPlan::PaintPlan() {
  batches_.reserve(256);
  chains_.reserve(256);
  for (std::vector<Rect>* areas : {&line_.areas, &inside_areas_, &edge_areas_, &last_edge_areas_}) {
    areas->reserve(256);
  }
}

void PaintPlan::start(const DisplayList& list, const CutOptions& options) {
  batches_.clear();
  chains_.clear();
  members_.clear();
  cuts_.clear();
  plain_.clear();
  edges_.clear();
  height_ = list.height;
  layers_.clear(height_);
  floor_ = 0;
  last_edge_layer_ = 0;
  line_.part.count = 0;
  pixel_aligned_ = options.pixel_aligned;
  // A list has room for the most quads that it will ever hold: a part or two of each are members.
  cuts_.reserve(list.quads.capacity());
  members_.reserve(2 * list.quads.capacity());
}

void PaintPlan::build(const DisplayList& list, const CutOptions& options) {
  start(list, options);
  const Rect canvas{0, 0, static_cast<float>(list.width), static_cast<float>(list.height)};
  for (std::size_t i = 0; i < list.quads.size(); ++i) {
    CutQuad& cut = cuts_.emplace_back();
    if (i == 0) {
      measure(list.quads[i], canvas, options, cut);
    } else {
      measure_next(list.quads[i], list.quads[i - 1], cuts_[i - 1], canvas, options, cut);
    }
  }
  if (options.upright) {
    covers_.find(list, cuts_);
  } else {
    covers_.find_none();
  }
  for (std::size_t i = 0; i < cuts_.size() && batches_.size() < kMaxBatches; ++i) {
    if (cuts_[i].visible) {
      cuts_[i].covers = covers_.covers_of(i);
      add(list.quads[i], cuts_[i]);
    }
  }
  end_line();
  order_pieces();
}

void PaintPlan::add(const Quad& quad, const CutQuad& cut) {
  switch (quad.kind) {
    case QuadKind::glyph:
    case QuadKind::emoji:
    case QuadKind::moving:
      return add_glyph(quad, cut);
    case QuadKind::box:
    case QuadKind::shadow:
    case QuadKind::ring:
      end_line();
      return add_box(quad, cut);
  }
}

template <class Cut>
PaintPlan::Part PaintPlan::cut_part(DrawKind kind, std::uint16_t page, VertexStore& store, Cut cut) {
  const auto first = static_cast<std::uint32_t>(store.piece_count());
  cut(store);
  return {kind, page, first, static_cast<std::uint32_t>(store.piece_count()) - first};
}

void PaintPlan::add_glyph(const Quad& quad, const CutQuad& cut) {
  const Part part =
      cut_part(kind_of_glyph(quad, cut), quad.page, plain_, [&](VertexStore& store) { cut_glyph(quad, cut, store); });
  if (part.count == 0) {
    return;
  }
  const Rect glyph = cut.bounds.rect();
  if (line_.part.count > 0 && line_.part.kind == part.kind && line_.part.page == part.page &&
      of_one_line(line_.around, glyph)) {
    line_.part.count += part.count;
    line_.around = around(line_.around, glyph);
  } else {
    end_line();
    line_.part = part;
    line_.around = glyph;
  }
  const bool is_free = cut.covers.empty();
  if (is_free && line_.last_is_free && part.count == 1) {
    line_.areas.back() = around(line_.areas.back(), glyph);
  } else if (is_free && cut.axis_aligned) {
    line_.areas.push_back(glyph);
  } else {
    for (std::uint32_t i = 0; i < part.count; ++i) {
      line_.areas.push_back(area_of_piece(plain_, part.first + i));
    }
  }
  line_.last_is_free = is_free && part.count == 1;
}

void PaintPlan::end_line() {
  if (line_.part.count > 0) {
    occupy(line_.areas, place(line_.part, line_.areas));
  }
  line_.part.count = 0;
  line_.last_is_free = false;
  line_.areas.clear();
}

/// A box, a shadow or a ring.
void PaintPlan::add_box(const Quad& quad, const CutQuad& cut) {
  Part inside, edge;
  if (quad.kind != QuadKind::ring) {
    inside = cut_part(DrawKind::solid, 0, plain_, [&](VertexStore& store) { cut_inside(quad, cut, store); });
  }
  if (quad.kind == QuadKind::box) {
    edge = cut_part(DrawKind::edge, 0, edges_, [&](VertexStore& store) { cut_box_edges(quad, cut, store); });
  } else if (quad.kind == QuadKind::shadow) {
    edge = cut_part(DrawKind::shadow, 0, plain_, [&](VertexStore& store) { cut_shadow_edges(quad, cut, store); });
  } else {
    edge = cut_part(DrawKind::ring, 0, edges_, [&](VertexStore& store) { cut_ring(quad, cut, store); });
  }
  find_areas(inside, inside_areas_);
  find_areas(edge, edge_areas_);
  // A quad's inside and its edges share no pixel: their order among themselves is free.
  const std::uint16_t inside_layer = place(inside, inside_areas_);
  const std::uint16_t edge_layer = place(edge, edge_areas_);
  occupy(inside_areas_, inside_layer);
  // Boxes that lie on one another have their edges in the same places.
  if (edge_layer != last_edge_layer_ || edge_areas_ != last_edge_areas_) {
    occupy(edge_areas_, edge_layer);
    last_edge_layer_ = edge_layer;
    std::swap(last_edge_areas_, edge_areas_);
  }
}

/// What of the canvas a piece touches: whole pixels where the canvas's are the output's.
Rect PaintPlan::area_of_piece(const VertexStore& store, std::uint32_t piece) const {
  const Float4* corners = store.positions().data() + std::size_t{piece} * 4;
  const auto [a, b, c, d] = std::tie(corners[0], corners[1], corners[2], corners[3]);
  const Rect area{std::min(std::min(a.x, b.x), std::min(c.x, d.x)), std::min(std::min(a.y, b.y), std::min(c.y, d.y)),
                  std::max(std::max(a.x, b.x), std::max(c.x, d.x)), std::max(std::max(a.y, b.y), std::max(c.y, d.y))};
  return pixel_aligned_ ? pixels_of(area) : area;
}

void PaintPlan::find_areas(const Part& part, std::vector<Rect>& areas) const {
  areas.clear();
  for (std::uint32_t i = 0; i < part.count; ++i) {
    const Rect area = area_of_piece(store_of(part.kind), part.first + i);
    if (!is_empty(area)) {
      areas.push_back(area);
    }
  }
}

/// The layer of the batch that draws the part: the first of its kind that comes after all that lies beneath.
std::uint16_t PaintPlan::place(const Part& part, std::span<const Rect> areas) {
  if (part.count == 0) {
    return 0;
  }
  const auto joins = [&](std::size_t batch) {
    return batches_[batch].kind == part.kind && batches_[batch].page == part.page;
  };
  const std::size_t look_back = batches_.size() > kLookBack ? batches_.size() - kLookBack : 0;
  std::size_t batch = std::max(floor_, look_back);
  while (batch < batches_.size() && !joins(batch)) {
    ++batch;
  }
  // Layer n is drawn by batch n − 1, which what lies over it may join.
  auto below = static_cast<std::uint16_t>(batch + 1);
  for (std::size_t i = 0; i < areas.size() && below < batches_.size(); ++i) {
    below = layers_.highest(areas[i], below);
  }
  batch = std::max(batch, below - std::size_t{1});
  while (batch < batches_.size() && !joins(batch)) {
    ++batch;
  }
  return join(batch, part);
}

std::uint16_t PaintPlan::join(std::size_t batch, const Part& part) {
  const auto member = static_cast<std::uint32_t>(members_.size());
  if (batch == batches_.size()) {
    batches_.push_back({part.kind, part.page, 0, 0});
    chains_.push_back({member, member});
    members_.push_back({part.first, part.count, kEnd});
    return static_cast<std::uint16_t>(batches_.size());
  }
  Member& last = members_[chains_[batch].tail];
  if (last.first + last.count == part.first) {
    last.count += part.count;
  } else {
    last.next = member;
    chains_[batch].tail = member;
    members_.push_back({part.first, part.count, kEnd});
  }
  return static_cast<std::uint16_t>(batch + 1);
}

void PaintPlan::occupy(std::span<const Rect> areas, std::uint16_t layer) {
  // Whatever lies over the first batch that could be joined may join it.
  if (layer <= floor_ + 1) {
    return;
  }
  for (const Rect& area : areas) {
    if (layers_.is_full()) {
      layers_.clear(height_);
      floor_ = batches_.size();
      return;
    }
    layers_.add(area, layer);
  }
}

void PaintPlan::order_pieces() {
  plain_order_.clear();
  edge_order_.clear();
  plain_order_.reserve(plain_.capacity());
  edge_order_.reserve(edges_.capacity());
  for (std::size_t b = 0; b < batches_.size(); ++b) {
    std::vector<std::uint32_t>& order = is_of_edges(batches_[b].kind) ? edge_order_ : plain_order_;
    batches_[b].first_piece = static_cast<std::uint32_t>(order.size());
    for (std::uint32_t m = chains_[b].head; m != kEnd; m = members_[m].next) {
      for (std::uint32_t i = 0; i < members_[m].count; ++i) {
        order.push_back(members_[m].first + i);
      }
    }
    batches_[b].piece_count = static_cast<std::uint32_t>(order.size()) - batches_[b].first_piece;
  }
}

}  // namespace leitai::plugin
