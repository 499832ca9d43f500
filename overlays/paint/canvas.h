// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

#include "overlays/paint/display_list.h"
#include "overlays/paint/pixel_rect.h"

namespace leitai::overlays {

/// Memory that begins with a line of the processor's cache.
template <typename T>
struct LineAllocator {
  using value_type = T;
  static constexpr std::align_val_t kLine{64};

  LineAllocator() = default;
  template <typename Other>
  explicit LineAllocator(const LineAllocator<Other>& /*other*/) {}

  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kLine)); }
  void deallocate(T* memory, std::size_t /*count*/) { ::operator delete(memory, kLine); }
  friend bool operator==(const LineAllocator&, const LineAllocator&) = default;
};

/// A picture in linear light: premultiplied RGBA, row by row, 65535 being 1. Of each row it knows the columns outside
/// of which it is empty: nobody needs to empty those again, nor to look at them.
class Canvas {
 public:
  using Pixels = std::vector<std::uint16_t, LineAllocator<std::uint16_t>>;

  Canvas() = default;
  /// Transparent. A size below 0 is none.
  Canvas(int width, int height);

  int width() const { return width_; }
  int height() const { return height_; }
  PixelRect area() const { return {0, 0, width_, height_}; }
  const Pixels& pixels() const { return pixels_; }  ///< width · height · 4
  const std::uint16_t* at(int x, int y) const { return &pixels_[index(x, y)]; }

  /// All of it in one colour.
  void clear(Color color = {});
  /// The first pixel of a part, which lies on the canvas, for who is about to write it: it may hold anything from now
  /// on. Nothing for a part that is empty.
  std::uint16_t* write(const PixelRect& part);
  /// What of a part that lies on the canvas may hold something: the rest is transparent. Empty where all is.
  PixelRect held(const PixelRect& part) const;
  /// Of `part`, only `kept`, which lies in it, may hold something from now on: who wrote the rest made it transparent.
  void keep_only(const PixelRect& part, const PixelRect& kept);

 private:
  struct Columns {
    int begin = 0, end = 0;

    bool is_empty() const { return begin >= end; }
    void add(int x0, int x1);
    void cut(int x0, int x1);
  };

  std::size_t index(int x, int y) const { return (std::size_t(y) * std::size_t(width_) + std::size_t(x)) * 4; }

  int width_ = 0;
  int height_ = 0;
  Pixels pixels_;
  std::vector<Columns> held_;  ///< of each row
};

}  // namespace leitai::overlays
