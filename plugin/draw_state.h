// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <graphics/graphics.h>

namespace leitai::plugin {

/// Blending, sRGB and culling as premultiplied linear light needs them, and as they were afterwards.
class DrawState {
 public:
  DrawState() : srgb_(gs_framebuffer_srgb_enabled()), cull_(gs_get_cull_mode()) {
    gs_blend_state_push();
    gs_enable_blending(true);
    gs_blend_function(GS_BLEND_ONE, GS_BLEND_INVSRCALPHA);
    gs_blend_op(GS_BLEND_OP_ADD);
    gs_enable_framebuffer_srgb(true);
    gs_set_cull_mode(GS_NEITHER);
  }
  ~DrawState() {
    gs_load_vertexbuffer(nullptr);
    gs_load_indexbuffer(nullptr);
    gs_set_cull_mode(cull_);
    gs_enable_framebuffer_srgb(srgb_);
    gs_blend_state_pop();
  }
  DrawState(const DrawState&) = delete;
  DrawState& operator=(const DrawState&) = delete;

 private:
  bool srgb_;
  gs_cull_mode cull_;
};

}  // namespace leitai::plugin
