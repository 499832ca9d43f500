// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/still_picture.h"

#include <numeric>

#include <graphics/vec4.h>

#include "plugin/covers.h"
#include "plugin/draw_state.h"

namespace leitai::plugin {
namespace {

using overlays::Rect;

/// The render target holds eight-bit sRGB, as `encoded_` does. An HDR canvas does not; of a window's
/// it is not known.
bool target_is_encoded() {
  gs_texture_t* target = gs_get_render_target();
  if (target == nullptr) {
    return false;
  }
  const gs_color_format format = gs_texture_get_color_format(target);
  return format == GS_RGBA || format == GS_BGRA || format == GS_BGRX;
}

}  // namespace

StillPicture::StillPicture(std::shared_ptr<const PaintEffect> effect)
    : effect_(std::move(effect)),
      light_(gs_texrender_create(GS_RGBA16F, GS_ZS_NONE)),
      encoded_(gs_texrender_create(GS_RGBA, GS_ZS_NONE)) {}

StillPicture::~StillPicture() {
  gs_texrender_destroy(light_);
  gs_texrender_destroy(encoded_);
}

bool StillPicture::render(gs_texrender_t* target, GpuPainter& painter, const AtlasCopy& atlas, std::uint32_t width,
                          std::uint32_t height) const {
  gs_texrender_reset(target);
  if (!gs_texrender_begin(target, width, height)) {
    return false;
  }
  vec4 nothing;
  vec4_zero(&nothing);
  gs_clear(GS_CLEAR_COLOR, &nothing, 0, 0);
  gs_ortho(0, static_cast<float>(width), 0, static_cast<float>(height), -100, 100);
  painter.draw(atlas);
  gs_texrender_end(target);
  return true;
}

void StillPicture::keep(GpuPainter& painter, const AtlasCopy& atlas, std::uint32_t width, std::uint32_t height) {
  kept_ = render(light_, painter, atlas, width, height) && render(encoded_, painter, atlas, width, height);
  if (kept_) {
    cut(painter.plan(), width, height);
    order_.resize(pieces_.piece_count());
    std::iota(order_.begin(), order_.end(), 0);
    buffer_.send(pieces_, order_);
  }
}

void StillPicture::add(const Rect& rect) {
  const std::size_t first = pieces_.add_piece();
  pieces_.position(first) = {rect.x0, rect.y0, 0, 1};
  pieces_.position(first + 1) = {rect.x1, rect.y0, 0, 1};
  pieces_.position(first + 2) = {rect.x0, rect.y1, 0, 1};
  pieces_.position(first + 3) = {rect.x1, rect.y1, 0, 1};
}

void StillPicture::cut(const PaintPlan& plan, std::uint32_t width, std::uint32_t height) {
  pieces_.clear();
  auto add_part = [this](const Rect& part) { add(part); };
  const auto covers = plan.covers();
  for (std::size_t i = 0; i < covers.size(); ++i) {
    VisibleParts(covers.first(i), add_part)(covers[i]);
  }
  opaque_ = pieces_.piece_count();
  cells_.find(plan, static_cast<int>(width), static_cast<int>(height), boxes_);
  for (const PixelBox& box : boxes_) {
    VisibleParts(covers, add_part)(box.rect());
  }
  blended_ = pieces_.piece_count() - opaque_;
  for (const PixelBox& box : boxes_) {
    add(box.rect());
  }
}

void StillPicture::draw() {
  const DrawState state;
  gs_technique_t* technique = effect_->technique(DrawKind::still);
  const bool copies = target_is_encoded();
  if (copies) {
    gs_enable_blending(false);
    gs_enable_framebuffer_srgb(false);
    gs_effect_set_texture(effect_->sheet(), gs_texrender_get_texture(encoded_));
    buffer_.draw(technique, 0, opaque_);
    gs_enable_blending(true);
    gs_enable_framebuffer_srgb(true);
  }
  gs_effect_set_texture(effect_->sheet(), gs_texrender_get_texture(light_));
  if (copies) {
    buffer_.draw(technique, opaque_, blended_);
  } else {
    buffer_.draw(technique, opaque_ + blended_, pieces_.piece_count() - opaque_ - blended_);
  }
}

}  // namespace leitai::plugin
