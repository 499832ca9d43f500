// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/outflow.h"

#include <algorithm>

namespace leitai::overlays {
namespace {

/// Bytes, thirty-two lines of the cache: about what a core has room for on the way.
constexpr std::size_t kALittle = 32 * 64;

}  // namespace

void Outflow::begin(kernels::PixelRows<const std::uint16_t> from, int pixels, int rows,
                    kernels::PixelRows<std::uint16_t> to) {
  while (rows_ > 0) {
    go_on();
  }
  from_ = from;
  to_ = to;
  row_bytes_ = std::size_t(pixels) * 4 * sizeof(std::uint16_t);
  done_ = 0;
  rows_ = rows;
}

void Outflow::go_on() {
  if (rows_ <= 0) {
    return;
  }
  const std::size_t count = std::min(kALittle, row_bytes_ - done_);
  kernels::stream(reinterpret_cast<const std::uint8_t*>(from_.pixels) + done_, count,
                  reinterpret_cast<std::uint8_t*>(to_.pixels) + done_);
  done_ += count;
  if (done_ == row_bytes_) {
    done_ = 0;
    --rows_;
    from_.pixels += from_.stride * 4;
    to_.pixels += to_.stride * 4;
  }
}

void Outflow::finish() {
  while (rows_ > 0) {
    go_on();
  }
  kernels::done_streaming();
}

}  // namespace leitai::overlays
