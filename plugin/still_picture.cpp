// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/still_picture.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <graphics/vec4.h>

#include "plugin/covers.h"
#include "plugin/draw_state.h"

namespace leitai::plugin {
namespace {

using overlays::Rect;

/// Textures come in steps of this, so that a picture that grows a little does not ask for another.
constexpr int kBoundsStep = 16;

float area_of(const Rect& rect) {
  return (rect.x1 - rect.x0) * (rect.y1 - rect.y0);
}

Rect area_of_piece(const VertexStore& store, std::size_t piece) {
  const Float4* corners = store.positions().data() + piece * 4;
  Rect area{corners[0].x, corners[0].y, corners[0].x, corners[0].y};
  for (std::size_t i = 1; i < 4; ++i) {
    area = {std::min(area.x0, corners[i].x), std::min(area.y0, corners[i].y), std::max(area.x1, corners[i].x),
            std::max(area.y1, corners[i].y)};
  }
  return area;
}

float filled_area(const VertexStore& store) {
  float area = 0;
  for (std::size_t piece = 0; piece < store.piece_count(); ++piece) {
    area += area_of(area_of_piece(store, piece));
  }
  return area;
}

/// Each piece once, in the order of the store.
std::span<const std::uint32_t> order_of(const VertexStore& store, std::vector<std::uint32_t>& order) {
  order.resize(std::max(order.size(), store.piece_count()));
  std::iota(order.begin(), order.end(), 0);
  return std::span(order).first(store.piece_count());
}

}  // namespace

StillPicture::StillPicture(const std::shared_ptr<const PaintEffect>& effect) : effect_(effect), rest_painter_(effect) {}

StillPicture::~StillPicture() {
  release();
}

void StillPicture::release() {
  gs_texrender_destroy(std::exchange(light_, nullptr));
  gs_texrender_destroy(std::exchange(encoded_, nullptr));
  kept_ = false;
}

void StillPicture::keep(GpuPainter& painter, const Sheets& sheets, std::uint32_t width, std::uint32_t height) {
  // Drawing little anew costs less than blending all, and much more.
  constexpr float kMostlyOpaque = 2;
  const PaintPlan& plan = painter.plan();
  cells_.find(plan, static_cast<int>(width), static_cast<int>(height), boxes_);
  find_bounds(width, height);
  kept_ = false;
  if (bounds_.empty()) {
    return;
  }
  take_opaque(plan);
  take_rest(plan);
  is_encoded_ = filled_area(pieces_) > kMostlyOpaque * (filled_area(rest_plain_) + filled_area(rest_edges_));
  if (!is_encoded_) {
    take_all();
  }
  kept_ = render(painter, sheets);
  if (kept_) {
    buffer_.send(pieces_, order_of(pieces_, order_));
  }
  if (kept_ && is_encoded_) {
    // One order is the start of any longer one.
    const VertexStore& longer = rest_plain_.piece_count() > rest_edges_.piece_count() ? rest_plain_ : rest_edges_;
    const auto order = order_of(longer, order_);
    rest_painter_.send(rest_plain_, order.first(rest_plain_.piece_count()), rest_edges_,
                       order.first(rest_edges_.piece_count()));
  }
}

void StillPicture::find_bounds(std::uint32_t width, std::uint32_t height) {
  bounds_ = boxes_.empty() ? PixelBox{} : boxes_.front();
  for (const PixelBox& box : boxes_) {
    bounds_ = {std::min(bounds_.x0, box.x0), std::min(bounds_.y0, box.y0), std::max(bounds_.x1, box.x1),
               std::max(bounds_.y1, box.y1)};
  }
  const auto up = [](int value) { return (value + kBoundsStep - 1) / kBoundsStep * kBoundsStep; };
  bounds_ = {bounds_.x0 / kBoundsStep * kBoundsStep, bounds_.y0 / kBoundsStep * kBoundsStep,
             std::min(up(bounds_.x1), static_cast<int>(width)), std::min(up(bounds_.y1), static_cast<int>(height))};
}

void StillPicture::take_opaque(const PaintPlan& plan) {
  pieces_.clear();
  auto add_part = [this](const Rect& part) { add(part); };
  const auto covers = plan.covers();
  for (std::size_t i = 0; i < covers.size(); ++i) {
    VisibleParts(covers.first(i), add_part)(covers[i]);
  }
}

/// All pieces that are not drawn within an opaque area altogether.
void StillPicture::take_rest(const PaintPlan& plan) {
  rest_plain_.clear();
  rest_edges_.clear();
  rest_batches_.clear();
  for (const Batch& batch : plan.batches()) {
    const bool of_edges = is_of_edges(batch.kind);
    const VertexStore& from = of_edges ? plan.edges() : plan.plain();
    const auto order = of_edges ? plan.edge_order() : plan.plain_order();
    VertexStore& rest = of_edges ? rest_edges_ : rest_plain_;
    Batch taken{batch.kind, batch.page, static_cast<std::uint32_t>(rest.piece_count()), 0};
    for (const std::uint32_t piece : order.subspan(batch.first_piece, batch.piece_count)) {
      if (!is_hidden(area_of_piece(from, piece), plan.covers())) {
        rest.add_copy(from, piece);
        ++taken.piece_count;
      }
    }
    if (taken.piece_count > 0) {
      rest_batches_.push_back(taken);
    }
  }
}

void StillPicture::take_all() {
  pieces_.clear();
  for (const PixelBox& box : boxes_) {
    add(box.rect());
  }
}

void StillPicture::add(const Rect& rect) {
  const auto left = static_cast<float>(bounds_.x0), top = static_cast<float>(bounds_.y0);
  std::size_t vertex = pieces_.add_piece();
  for (const float y : {rect.y0, rect.y1}) {
    for (const float x : {rect.x0, rect.x1}) {
      pieces_.position(vertex) = {x, y, 0, 1};
      pieces_.stream(0, vertex) = {x - left, y - top, 0, 0};
      ++vertex;
    }
  }
}

bool StillPicture::render(GpuPainter& painter, const Sheets& sheets) {
  gs_texrender_t*& target = is_encoded_ ? encoded_ : light_;
  gs_texrender_destroy(std::exchange(is_encoded_ ? light_ : encoded_, nullptr));
  if (target == nullptr) {
    target = gs_texrender_create(is_encoded_ ? GS_RGBA : GS_RGBA16F, GS_ZS_NONE);
  }
  gs_texrender_reset(target);
  if (!gs_texrender_begin(target, static_cast<std::uint32_t>(bounds_.x1 - bounds_.x0),
                          static_cast<std::uint32_t>(bounds_.y1 - bounds_.y0))) {
    return false;
  }
  vec4 nothing;
  vec4_zero(&nothing);
  gs_clear(GS_CLEAR_COLOR, &nothing, 0, 0);
  gs_ortho(static_cast<float>(bounds_.x0), static_cast<float>(bounds_.x1), static_cast<float>(bounds_.y0),
           static_cast<float>(bounds_.y1), -100, 100);
  painter.draw(sheets);
  gs_texrender_end(target);
  return true;
}

bool StillPicture::suits_target() const {
  if (!is_encoded_) {
    return true;
  }
  // An HDR canvas holds no eight-bit sRGB; of a window's it is not known.
  gs_texture_t* target = gs_get_render_target();
  if (target == nullptr) {
    return false;
  }
  const gs_color_format format = gs_texture_get_color_format(target);
  return format == GS_RGBA || format == GS_BGRA || format == GS_BGRX;
}

void StillPicture::draw(const Sheets& sheets) {
  const DrawState state;
  if (is_encoded_) {
    rest_painter_.draw(rest_batches_, sheets);
    gs_enable_blending(false);
    gs_enable_framebuffer_srgb(false);
  }
  gs_effect_set_texture(effect_->sheet(), gs_texrender_get_texture(is_encoded_ ? encoded_ : light_));
  buffer_.draw(effect_->technique(DrawKind::still), 0, pieces_.piece_count());
  if (is_encoded_) {
    gs_enable_blending(true);
    gs_enable_framebuffer_srgb(true);
  }
}

}  // namespace leitai::plugin
