// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>

#include "overlays/paint/cpu_painter.h"
#include "overlays/paint/display_list.h"
#include "plugin/gpu_painter.h"
#include "tests/plugin/harness/obs_runtime.h"

namespace leitai::test {

/// How far two pictures are apart, over all channels of all pixels, in steps of 1/255.
struct Difference {
  std::size_t channels = 0;
  std::size_t beyond_3 = 0;
  int largest = 0;
  int x = 0, y = 0;  ///< where the largest is

  double share_within_3() const {
    return channels == 0 ? 0 : 1 - static_cast<double>(beyond_3) / static_cast<double>(channels);
  }
  void add(const Difference& other);
};

Difference difference(const Pixels& a, const Pixels& b);

/// Both painters, side by side.
class Painters {
 public:
  explicit Painters(const ObsRuntime& obs);

  /// What each draws of the list over nothing.
  Pixels gpu(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas);
  /// The same, kept as a texture first.
  Pixels gpu_kept(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas);
  Pixels cpu(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas) const;
  Difference compare(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas);

  std::size_t draw_calls() const { return painter_->draw_calls(); }

 private:
  /// A list's pages on the card, those of moving pictures too.
  struct Copies {
    plugin::AtlasCopy atlas;
    plugin::MovingTextures moving;
    plugin::Sheets sheets() const { return {atlas, moving}; }
  };
  void set(const overlays::DisplayList& list, const overlays::AtlasPixels& atlas, Copies& copies);

  const ObsRuntime& obs_;
  std::shared_ptr<const plugin::PaintEffect> effect_;
  std::unique_ptr<plugin::GpuPainter> painter_;
};

}  // namespace leitai::test
