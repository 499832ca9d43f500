// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/outflow.h"

namespace leitai::overlays {

Outflow::~Outflow() {
  write_rest();
  kernels::done_streaming();
}

void Outflow::begin(kernels::PixelRows<const std::uint16_t> from, int pixels, int rows,
                    kernels::PixelRows<std::uint16_t> to) {
  write_rest();
  from_ = from;
  to_ = to;
  row_bytes_ = std::size_t(pixels) * 4 * sizeof(std::uint16_t);
  rows_ = rows;
}

void Outflow::go_on() {
  if (rows_ <= 0) {
    return;
  }
  kernels::stream(reinterpret_cast<const std::uint8_t*>(from_.pixels), row_bytes_,
                  reinterpret_cast<std::uint8_t*>(to_.pixels));
  from_.pixels += from_.stride * 4;
  to_.pixels += to_.stride * 4;
  --rows_;
}

void Outflow::write_rest() {
  while (rows_ > 0) {
    go_on();
  }
}

}  // namespace leitai::overlays
