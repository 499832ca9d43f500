// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "overlays/paint/kernels.h"

namespace leitai::overlays {

/// Rows that are done, on their way past the caches to where nobody reads soon. Memory takes longer to write them than
/// a tile takes to be painted, and takes a little at any time: they go out between the parts of the next tile.
class Outflow {
 public:
  Outflow() = default;
  /// Writes the rest, and waits until all is written.
  ~Outflow();
  Outflow(const Outflow&) = delete;
  Outflow& operator=(const Outflow&) = delete;

  /// `rows` rows of so many pixels. What was begun before is finished first; `from` stays as it is until this is.
  void begin(kernels::PixelRows<const std::uint16_t> from, int pixels, int rows, kernels::PixelRows<std::uint16_t> to);
  /// A row of it.
  void go_on();

 private:
  void write_rest();

  kernels::PixelRows<const std::uint16_t> from_{};
  kernels::PixelRows<std::uint16_t> to_{};
  std::size_t row_bytes_ = 0;
  int rows_ = 0;
};

}  // namespace leitai::overlays
