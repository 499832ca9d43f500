// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <memory>
#include <string>

#include <graphics/graphics.h>
#include <tl/expected.hpp>

#include "plugin/paint_plan.h"

namespace leitai::plugin {

/// data/leitai.effect, compiled, linked and drawn with once: a technique's first draw takes up to
/// 0.2 s, which no frame on air can spare. Shared by all painters.
class PaintEffect {
 public:
  /// Enters the graphics context.
  static tl::expected<std::shared_ptr<const PaintEffect>, std::string> load(const std::string& file);
  ~PaintEffect();
  PaintEffect(const PaintEffect&) = delete;
  PaintEffect& operator=(const PaintEffect&) = delete;

  gs_technique_t* technique(DrawKind kind) const { return techniques_[static_cast<std::size_t>(kind)]; }
  /// The texture that glyphs, emoji and moving pictures are read from.
  gs_eparam_t* sheet() const { return sheet_; }
  /// Where the texels of a picture lie in that: see leitai.effect.
  gs_eparam_t* sheet_place() const { return sheet_place_; }

 private:
  PaintEffect() = default;

  gs_effect_t* effect_ = nullptr;
  std::array<gs_technique_t*, kDrawKindCount> techniques_{};
  gs_eparam_t* sheet_ = nullptr;
  gs_eparam_t* sheet_place_ = nullptr;
};

}  // namespace leitai::plugin
