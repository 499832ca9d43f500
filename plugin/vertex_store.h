// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leitai::plugin {

/// Four floats as the graphics API takes them; a position is {x, y, 0, 1}, but that z is no place in a soft edge.
struct alignas(16) Float4 {
  float x = 0, y = 0, z = 0, w = 0;
};

/// Vertex streams of one layout, four vertices a piece. Memory is kept from frame to frame: writing
/// allocates only where a frame needs more than any before it.
class VertexStore {
 public:
  static constexpr std::size_t kMaxStreams = 3;

  explicit VertexStore(std::size_t stream_count) : stream_count_(stream_count) {}

  std::size_t stream_count() const { return stream_count_; }
  std::size_t piece_count() const { return used_ / 4; }
  /// Pieces that fit without an allocation.
  std::size_t capacity() const { return positions_.size() / 4; }

  void clear() { used_ = 0; }

  /// The first of four fresh vertices.
  std::size_t add_piece() {
    if (used_ + 4 > positions_.size()) {
      grow();
    }
    const std::size_t first = used_;
    used_ += 4;
    return first;
  }

  /// A copy of another store's piece, of one layout with this.
  void add_copy(const VertexStore& from, std::size_t piece) {
    const std::size_t first = add_piece();
    std::copy_n(&from.positions_[piece * 4], 4, &positions_[first]);
    for (std::size_t i = 0; i < stream_count_; ++i) {
      std::copy_n(&from.streams_[i][piece * 4], 4, &streams_[i][first]);
    }
  }

  Float4& position(std::size_t vertex) { return positions_[vertex]; }
  Float4& stream(std::size_t index, std::size_t vertex) { return streams_[index][vertex]; }

  /// Whole arrays of capacity() · 4 elements; only the first piece_count() · 4 are of this frame.
  std::span<const Float4> positions() const { return positions_; }
  std::span<const Float4> stream(std::size_t index) const { return streams_[index]; }

 private:
  void grow() {
    const std::size_t size = positions_.empty() ? std::size_t{1024} : positions_.size() * 2;
    positions_.resize(size);
    for (std::size_t i = 0; i < stream_count_; ++i) {
      streams_[i].resize(size);
    }
  }

  std::size_t stream_count_;
  std::size_t used_ = 0;
  std::vector<Float4> positions_;
  std::vector<Float4> streams_[kMaxStreams];
};

}  // namespace leitai::plugin
