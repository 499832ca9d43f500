// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <graphics/graphics.h>

#include "plugin/gpu_painter.h"
#include "plugin/paint_effect.h"
#include "plugin/piece_buffer.h"
#include "plugin/touched_cells.h"

namespace leitai::plugin {

/// A picture that stands still, kept on the card: drawn again, it costs a texel for each pixel that
/// it touches, whatever it is made of. Where it is opaque its bytes are copied as they were encoded,
/// the rest is blended from sixteen bits a channel, so that it is the same picture. All in the
/// graphics context.
class StillPicture {
 public:
  explicit StillPicture(std::shared_ptr<const PaintEffect> effect);
  ~StillPicture();
  StillPicture(const StillPicture&) = delete;
  StillPicture& operator=(const StillPicture&) = delete;

  bool is_kept() const { return kept_; }
  void forget() { kept_ = false; }

  /// Keeps what the painter draws, planned for whole pixels, on a canvas of that size. Where the card
  /// has no room for it nothing is kept.
  void keep(GpuPainter& painter, const AtlasCopy& atlas, std::uint32_t width, std::uint32_t height);

  /// Adds what is kept to the render target, whose pixels must be the canvas's.
  void draw();

 private:
  bool render(gs_texrender_t* target, GpuPainter& painter, const AtlasCopy& atlas, std::uint32_t width,
              std::uint32_t height) const;
  void cut(const PaintPlan& plan, std::uint32_t width, std::uint32_t height);
  void add(const overlays::Rect& rect);

  std::shared_ptr<const PaintEffect> effect_;
  gs_texrender_t* light_ = nullptr;    ///< linear, premultiplied
  gs_texrender_t* encoded_ = nullptr;  ///< as an eight-bit render target holds it
  /// The opaque parts, then the parts that are blended, then all of it to be blended.
  VertexStore pieces_{0};
  std::size_t opaque_ = 0;
  std::size_t blended_ = 0;
  PieceBuffer buffer_;
  std::vector<std::uint32_t> order_;
  TouchedCells cells_;
  std::vector<PixelBox> boxes_;
  bool kept_ = false;
};

}  // namespace leitai::plugin
