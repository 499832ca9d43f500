// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "plugin/bands.h"
#include "plugin/covers.h"

namespace leitai::plugin {

/// Tells each quad of a list what hides it. Keeps its memory.
class CoverFinder {
 public:
  /// Looks at the quads and their measures; what is hidden altogether becomes invisible.
  void find(const overlays::DisplayList& list, std::span<CutQuad> cuts);
  /// Nothing hides anything.
  void find_none();

  /// What the quads painted after that one hide and it reaches.
  std::span<const overlays::Rect> covers_of(std::size_t quad) const;

  /// All areas where what is drawn lets nothing through; they may overlap.
  std::span<const overlays::Rect> all() const { return covers_; }

 private:
  static constexpr std::size_t kMaxCovers = 128;
  static constexpr std::size_t kMaxParts = 1U << 16U;
  /// A bit for each cover.
  using Set = std::array<std::uint64_t, kMaxCovers / 64>;
  struct Range {
    std::uint32_t first = 0, count = 0;
  };

  bool settle_line(std::span<CutQuad> line, std::size_t first);
  void settle(const overlays::Quad& quad, CutQuad& cut, std::size_t index);
  Range look_up(const overlays::Rect& bounds);
  void add(const overlays::Rect& cover);

  Bands bands_;
  std::array<Set, Bands::kCount> in_band_{};
  std::vector<overlays::Rect> covers_;
  std::vector<overlays::Rect> parts_;  ///< the covers of each quad, one quad's after the other's
  std::vector<Range> ranges_;
};

}  // namespace leitai::plugin
