// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/gpu_painter.h"

#include <algorithm>

#include <graphics/vec3.h>
#include <util/bmem.h>

#include "plugin/graphics_scope.h"

namespace leitai::plugin {
namespace {

static_assert(sizeof(vec3) == sizeof(Float4) && alignof(vec3) <= alignof(Float4),
              "positions are handed to libobs as they lie in memory");

/// The description that a dynamic vertex buffer is made from; the buffer owns it.
gs_vb_data* vertex_layout(const VertexStore& store) {
  gs_vb_data* data = gs_vbdata_create();
  data->num = store.positions().size();
  data->points = static_cast<vec3*>(bzalloc(sizeof(vec3) * data->num));
  data->num_tex = store.stream_count();
  data->tvarray = static_cast<gs_tvertarray*>(bzalloc(sizeof(gs_tvertarray) * data->num_tex));
  for (std::size_t i = 0; i < data->num_tex; ++i) {
    data->tvarray[i].width = 4;
    data->tvarray[i].array = bzalloc(sizeof(Float4) * data->num);
  }
  return data;
}

/// Blending, sRGB and culling as this painter needs them, and as they were afterwards.
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

}  // namespace

GpuPainter::GpuPainter(std::shared_ptr<const PaintEffect> effect) : effect_(std::move(effect)) {}

GpuPainter::~GpuPainter() {
  const GraphicsScope graphics;
  gs_vertexbuffer_destroy(plain_.vertices);
  gs_vertexbuffer_destroy(edges_.vertices);
  gs_indexbuffer_destroy(indices_);
}

void GpuPainter::set_list(const overlays::DisplayList& list, const CutOptions& options) {
  plan_.build(list, options);
  sent_ = false;
}

void GpuPainter::make_indices(std::size_t pieces) {
  if (pieces <= indexed_pieces_) {
    return;
  }
  auto* indices = static_cast<std::uint32_t*>(bmalloc(sizeof(std::uint32_t) * pieces * 6));
  for (std::size_t piece = 0; piece < pieces; ++piece) {
    constexpr std::uint32_t kCorners[6] = {0, 1, 2, 2, 1, 3};
    for (std::size_t i = 0; i < 6; ++i) {
      indices[piece * 6 + i] = static_cast<std::uint32_t>(piece * 4) + kCorners[i];
    }
  }
  gs_indexbuffer_destroy(indices_);
  indices_ = gs_indexbuffer_create(GS_UNSIGNED_LONG, indices, pieces * 6, 0);
  indexed_pieces_ = pieces;
}

void GpuPainter::send(const VertexStore& store, Buffer& buffer) {
  if (store.piece_count() == 0) {
    return;
  }
  if (buffer.pieces != store.capacity()) {
    gs_vertexbuffer_destroy(buffer.vertices);
    buffer.vertices = gs_vertexbuffer_create(vertex_layout(store), GS_DYNAMIC);
    buffer.pieces = store.capacity();
    make_indices(buffer.pieces);
  }
  // Direct3D copies the whole arrays whatever `num` says: they are as long as the buffer.
  gs_tvertarray streams[VertexStore::kMaxStreams];
  for (std::size_t i = 0; i < store.stream_count(); ++i) {
    streams[i] = {4, const_cast<Float4*>(store.stream(i).data())};
  }
  gs_vb_data data{};
  data.num = store.piece_count() * 4;
  data.points = reinterpret_cast<vec3*>(const_cast<Float4*>(store.positions().data()));
  data.num_tex = store.stream_count();
  data.tvarray = streams;
  gs_vertexbuffer_flush_direct(buffer.vertices, &data);
}

void GpuPainter::send_all() {
  if (!sent_) {
    send(plan_.plain(), plain_);
    send(plan_.edges(), edges_);
    sent_ = true;
  }
}

void GpuPainter::draw_batch(const Batch& batch, const AtlasCopy& atlas) {
  if (batch.piece_count == 0) {
    return;
  }
  const bool is_emoji = batch.kind == DrawKind::emoji;
  if (is_emoji || batch.kind == DrawKind::glyph || batch.kind == DrawKind::moved_glyph) {
    gs_texture_t* page = atlas.page(is_emoji, batch.page);
    if (page == nullptr) {
      return;
    }
    if (is_emoji) {
      gs_effect_set_texture_srgb(effect_->sheet(), page);
    } else {
      gs_effect_set_texture(effect_->sheet(), page);
    }
  }
  const Buffer& buffer = batch.kind == DrawKind::edge ? edges_ : plain_;
  if (buffer.vertices == nullptr || indices_ == nullptr) {
    return;
  }
  gs_load_vertexbuffer(buffer.vertices);
  gs_load_indexbuffer(indices_);
  gs_technique_t* technique = effect_->technique(batch.kind);
  gs_technique_begin(technique);
  gs_technique_begin_pass(technique, 0);
  gs_draw(GS_TRIS, batch.first_piece * 6, batch.piece_count * 6);
  gs_technique_end_pass(technique);
  gs_technique_end(technique);
}

void GpuPainter::draw(const AtlasCopy& atlas) {
  if (plan_.batches().empty()) {
    return;
  }
  send_all();
  const DrawState state;
  for (const Batch& batch : plan_.batches()) {
    draw_batch(batch, atlas);
  }
}

}  // namespace leitai::plugin
