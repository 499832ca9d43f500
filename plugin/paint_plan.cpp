// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/paint_plan.h"

#include <algorithm>

#include "plugin/covers.h"

namespace leitai::plugin {
namespace {

using overlays::DisplayList;
using overlays::Quad;
using overlays::QuadKind;
using overlays::Rect;

/// What lies in different cells does not overlap. Wide and low: rows of a table lie close together.
constexpr int kCellWidth = 32;
constexpr int kCellHeight = 4;
constexpr std::uint32_t kEnd = 0xFFFFFFFF;
/// How far back a quad looks for a batch to join.
constexpr std::size_t kLookBack = 48;
constexpr std::size_t kMaxBatches = 0xFFF0;
constexpr std::size_t kMaxCovers = 64;

DrawKind kind_of(const Quad& quad, const CutQuad& cut) {
  switch (quad.kind) {
    case QuadKind::box:
      return DrawKind::edge;
    case QuadKind::shadow:
      return DrawKind::shadow;
    case QuadKind::glyph:
      return cut.texel_exact ? DrawKind::glyph : DrawKind::moved_glyph;
    case QuadKind::emoji:
      return DrawKind::emoji;
    case QuadKind::ring:
      return DrawKind::ring;
  }
  return DrawKind::solid;
}

}  // namespace

PaintPlan::PaintPlan() {
  batches_.reserve(256);
  chains_.reserve(256);
  covers_.reserve(kMaxCovers);
  covering_quads_.reserve(kMaxCovers);
}

void PaintPlan::start(const DisplayList& list) {
  batches_.clear();
  chains_.clear();
  members_.clear();
  cuts_.clear();
  covers_.clear();
  covering_quads_.clear();
  plain_.clear();
  edges_.clear();
  width_ = list.width;
  height_ = list.height;
  cells_wide_ = std::max(1, (list.width + kCellWidth - 1) / kCellWidth);
  cells_high_ = std::max(1, (list.height + kCellHeight - 1) / kCellHeight);
  layers_.assign(static_cast<std::size_t>(cells_wide_) * static_cast<std::size_t>(cells_high_), 0);
}

void PaintPlan::build(const DisplayList& list, const CutOptions& options) {
  start(list);
  const Rect canvas{0, 0, static_cast<float>(list.width), static_cast<float>(list.height)};
  for (const Quad& quad : list.quads) {
    cuts_.push_back(measure(quad, canvas, options));
  }
  if (options.upright) {
    find_covers(list);
  }
  for (std::uint32_t i = 0; i < list.quads.size(); ++i) {
    if (cuts_[i].visible && batches_.size() < kMaxBatches) {
      place(i, list);
    }
  }
  for (std::size_t b = 0; b < batches_.size(); ++b) {
    Batch& batch = batches_[b];
    const VertexStore& store = is_of_edges(batch.kind) ? edges_ : plain_;
    batch.first_piece = static_cast<std::uint32_t>(store.piece_count());
    for (std::uint32_t m = chains_[b].head; m != kEnd; m = members_[m].next) {
      write(batch, list.quads[members_[m].quad], cuts_[members_[m].quad]);
    }
    batch.piece_count = static_cast<std::uint32_t>(store.piece_count()) - batch.first_piece;
  }
}

void PaintPlan::find_covers(const DisplayList& list) {
  for (std::uint32_t i = 0; i < list.quads.size() && covers_.size() < kMaxCovers; ++i) {
    if (const auto area = opaque_area(list.quads[i], cuts_[i])) {
      covers_.push_back(*area);
      covering_quads_.push_back(i);
    }
  }
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < list.quads.size() && next < covers_.size(); ++i) {
    next += covering_quads_[next] == i ? 1 : 0;
    CutQuad& cut = cuts_[i];
    cut.covers = std::span(covers_).subspan(next);
    cut.visible = cut.visible && !is_hidden(cut.bounds.rect(), cut.covers);
  }
}

void PaintPlan::place(std::uint32_t index, const DisplayList& list) {
  const Quad& quad = list.quads[index];
  const CutQuad& cut = cuts_[index];
  const std::uint16_t below = layer_below(cut.bounds);
  const bool textured = quad.kind == QuadKind::glyph || quad.kind == QuadKind::emoji;
  std::uint16_t layer = join(kind_of(quad, cut), textured ? quad.page : std::uint16_t{0}, below, index);
  const bool has_inside = quad.kind == QuadKind::box || quad.kind == QuadKind::shadow;
  if (has_inside && !inside_is_hidden(quad, cut)) {
    // A quad's inside and its edges share no pixel: their order among themselves is free.
    layer = std::max(layer, join(DrawKind::solid, 0, below, index));
  }
  raise(cut.bounds, layer);
}

std::uint16_t PaintPlan::layer_below(const PixelBox& box) const {
  std::uint16_t highest = 0;
  for (int y = box.y0 / kCellHeight; y <= (box.y1 - 1) / kCellHeight && y < cells_high_; ++y) {
    const std::uint16_t* row = layers_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(cells_wide_);
    for (int x = box.x0 / kCellWidth; x <= (box.x1 - 1) / kCellWidth && x < cells_wide_; ++x) {
      highest = std::max(highest, row[x]);
    }
  }
  return highest;
}

void PaintPlan::raise(const PixelBox& box, std::uint16_t layer) {
  for (int y = box.y0 / kCellHeight; y <= (box.y1 - 1) / kCellHeight && y < cells_high_; ++y) {
    std::uint16_t* row = layers_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(cells_wide_);
    for (int x = box.x0 / kCellWidth; x <= (box.x1 - 1) / kCellWidth && x < cells_wide_; ++x) {
      row[x] = std::max(row[x], layer);
    }
  }
}

void PaintPlan::touched(std::vector<PixelBox>& boxes) const {
  boxes.clear();
  std::size_t above = 0;  // where the boxes begin that reach down to this row of cells
  for (int row = 0; row < cells_high_; ++row) {
    const std::uint16_t* cells = layers_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(cells_wide_);
    const int y0 = row * kCellHeight, y1 = std::min(y0 + kCellHeight, height_);
    const std::size_t begin = boxes.size();
    for (int cell = 0; cell < cells_wide_; ++cell) {
      if (cells[cell] == 0) {
        continue;
      }
      if (cell == 0 || cells[cell - 1] == 0) {
        boxes.push_back({cell * kCellWidth, y0, 0, y1});
      }
      boxes.back().x1 = std::min((cell + 1) * kCellWidth, width_);
    }
    const auto spans_the_same = [](const PixelBox& a, const PixelBox& b) { return a.x0 == b.x0 && a.x1 == b.x1; };
    const auto upper = boxes.begin() + static_cast<std::ptrdiff_t>(above);
    const auto lower = boxes.begin() + static_cast<std::ptrdiff_t>(begin);
    if (std::equal(upper, lower, lower, boxes.end(), spans_the_same)) {
      std::for_each(upper, lower, [&](PixelBox& box) { box.y1 = y1; });
      boxes.erase(lower, boxes.end());
    } else {
      above = begin;
    }
  }
}

/// `below` counts the batches that the quad must not be drawn before; it may join the last of them.
std::uint16_t PaintPlan::join(DrawKind kind, std::uint16_t page, std::uint16_t below, std::uint32_t quad) {
  const auto member = static_cast<std::uint32_t>(members_.size());
  members_.push_back({quad, kEnd});
  const std::size_t earliest = below == 0 ? 0 : below - std::size_t{1};
  const std::size_t look_back = batches_.size() > kLookBack ? batches_.size() - kLookBack : 0;
  for (std::size_t b = std::max(earliest, look_back); b < batches_.size(); ++b) {
    if (batches_[b].kind == kind && batches_[b].page == page) {
      members_[chains_[b].tail].next = member;
      chains_[b].tail = member;
      return static_cast<std::uint16_t>(b + 1);
    }
  }
  batches_.push_back({kind, page, 0, 0});
  chains_.push_back({member, member});
  return static_cast<std::uint16_t>(batches_.size());
}

void PaintPlan::write(Batch& batch, const Quad& quad, const CutQuad& cut) {
  switch (batch.kind) {
    case DrawKind::solid:
      return cut_inside(quad, cut, plain_);
    case DrawKind::edge:
      return cut_box_edges(quad, cut, edges_);
    case DrawKind::shadow:
      return cut_shadow_edges(quad, cut, plain_);
    case DrawKind::glyph:
    case DrawKind::moved_glyph:
    case DrawKind::emoji:
      return cut_glyph(quad, cut, plain_);
    case DrawKind::ring:
      return cut_ring(quad, cut, edges_);
    case DrawKind::still:
      return;
  }
}

}  // namespace leitai::plugin
