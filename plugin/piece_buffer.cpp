// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/piece_buffer.h"

#include <graphics/vec3.h>
#include <util/bmem.h>

namespace leitai::plugin {
namespace {

static_assert(sizeof(vec3) == sizeof(Float4) && alignof(vec3) <= alignof(Float4),
              "positions are handed to libobs as they lie in memory");

constexpr std::size_t kCornersOfPiece = 6;

/// The description that a dynamic vertex buffer is made from; the buffer owns it.
gs_vb_data* vertex_layout(const VertexStore& store) {
  gs_vb_data* data = gs_vbdata_create();
  data->num = store.positions().size();
  data->points = static_cast<vec3*>(bzalloc(sizeof(vec3) * data->num));
  data->num_tex = store.stream_count();
  if (data->num_tex > 0) {
    data->tvarray = static_cast<gs_tvertarray*>(bzalloc(sizeof(gs_tvertarray) * data->num_tex));
  }
  for (std::size_t i = 0; i < data->num_tex; ++i) {
    data->tvarray[i].width = 4;
    data->tvarray[i].array = bzalloc(sizeof(Float4) * data->num);
  }
  return data;
}

gs_indexbuffer_t* make_indices(std::size_t pieces) {
  // The buffer owns the array.
  void* indices = bzalloc(sizeof(std::uint32_t) * pieces * kCornersOfPiece);
  return gs_indexbuffer_create(GS_UNSIGNED_LONG, indices, pieces * kCornersOfPiece, GS_DYNAMIC);
}

}  // namespace

PieceBuffer::~PieceBuffer() {
  gs_vertexbuffer_destroy(vertices_);
  gs_indexbuffer_destroy(indices_);
}

void PieceBuffer::make_room(const VertexStore& store) {
  gs_vertexbuffer_destroy(vertices_);
  gs_indexbuffer_destroy(indices_);
  room_ = store.capacity();
  vertices_ = gs_vertexbuffer_create(vertex_layout(store), GS_DYNAMIC);
  indices_ = make_indices(room_);
}

void PieceBuffer::send(const VertexStore& store, std::span<const std::uint32_t> order) {
  if (store.piece_count() == 0) {
    return;
  }
  if (room_ != store.capacity()) {
    make_room(store);
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
  gs_vertexbuffer_flush_direct(vertices_, &data);
  send_order(order);
}

void PieceBuffer::send_order(std::span<const std::uint32_t> order) {
  auto* indices = indices_ != nullptr ? static_cast<std::uint32_t*>(gs_indexbuffer_get_data(indices_)) : nullptr;
  if (indices == nullptr) {
    return;
  }
  for (const std::uint32_t piece : order) {
    for (const std::uint32_t corner : {0U, 1U, 2U, 2U, 1U, 3U}) {
      *indices++ = piece * 4 + corner;
    }
  }
  gs_indexbuffer_flush(indices_);
}

void PieceBuffer::draw(gs_technique_t* technique, std::size_t first_piece, std::size_t piece_count) const {
  if (vertices_ == nullptr || indices_ == nullptr || piece_count == 0) {
    return;
  }
  gs_load_vertexbuffer(vertices_);
  gs_load_indexbuffer(indices_);
  gs_technique_begin(technique);
  gs_technique_begin_pass(technique, 0);
  gs_draw(GS_TRIS, static_cast<std::uint32_t>(first_piece * kCornersOfPiece),
          static_cast<std::uint32_t>(piece_count * kCornersOfPiece));
  gs_technique_end_pass(technique);
  gs_technique_end(technique);
}

}  // namespace leitai::plugin
