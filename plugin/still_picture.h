// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <graphics/graphics.h>

#include "plugin/batch_painter.h"
#include "plugin/gpu_painter.h"
#include "plugin/paint_effect.h"
#include "plugin/piece_buffer.h"
#include "plugin/touched_cells.h"

namespace leitai::plugin {

/// A picture that stands still, kept on the card: drawn again, it costs about a texel for each pixel
/// that it touches, whatever it is made of, and is the same picture. Where most of it is opaque, those
/// areas are kept as the bytes that they were encoded to, and the little around them is drawn anew;
/// else all of it is kept with sixteen bits a channel, and blended. What is kept is as large as what is
/// drawn. All in the graphics context.
class StillPicture {
 public:
  explicit StillPicture(const std::shared_ptr<const PaintEffect>& effect);
  ~StillPicture();
  StillPicture(const StillPicture&) = delete;
  StillPicture& operator=(const StillPicture&) = delete;

  bool is_kept() const { return kept_; }
  void forget() { kept_ = false; }
  /// Forgets it, and gives back the room that it takes on the card.
  void release();

  /// Keeps what the painter draws, planned for whole pixels, on a canvas of that size. Where the card
  /// has no room for it nothing is kept.
  void keep(GpuPainter& painter, const Sheets& sheets, std::uint32_t width, std::uint32_t height);

  /// Whether what is kept can be added to the current render target: encoded bytes go to one that holds
  /// the like.
  bool suits_target() const;

  /// Adds what is kept to the render target, whose pixels must be the canvas's.
  void draw(const Sheets& sheets);

 private:
  void find_bounds(std::uint32_t width, std::uint32_t height);
  void take_opaque(const PaintPlan& plan);
  void take_rest(const PaintPlan& plan);
  void take_all();
  void add(const overlays::Rect& rect);
  bool render(GpuPainter& painter, const Sheets& sheets);

  std::shared_ptr<const PaintEffect> effect_;
  bool is_encoded_ = false;          ///< as an eight-bit render target holds it; else linear, premultiplied
  gs_texrender_t* light_ = nullptr;  ///< one of the two, after what was kept last
  gs_texrender_t* encoded_ = nullptr;
  PixelBox bounds_;        ///< of the texture, on the canvas
  VertexStore pieces_{1};  ///< of the texture
  PieceBuffer buffer_;

  // What is drawn before the opaque areas.
  VertexStore rest_plain_{2}, rest_edges_{3};
  std::vector<Batch> rest_batches_;
  BatchPainter rest_painter_;

  std::vector<std::uint32_t> order_;
  TouchedCells cells_;
  std::vector<PixelBox> boxes_;
  bool kept_ = false;
};

}  // namespace leitai::plugin
