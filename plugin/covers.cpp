// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/covers.h"

#include <algorithm>
#include <cmath>

namespace leitai::plugin {
namespace {

using overlays::Quad;
using overlays::QuadKind;
using overlays::Rect;

/// Canvas pixels: smaller ones hide too little.
constexpr float kLeastArea = 512;

float area_of(const Rect& rect) {
  return std::max(rect.x1 - rect.x0, 0.0F) * std::max(rect.y1 - rect.y0, 0.0F);
}

/// The whole pixels whose centres lie within, those on the edge included.
Rect pixels_within(const Rect& rect) {
  constexpr float kNearly = 1.0F / 1024;
  return {std::ceil(rect.x0 - 0.5F - kNearly), std::ceil(rect.y0 - 0.5F - kNearly),
          std::floor(rect.x1 + 0.5F + kNearly), std::floor(rect.y1 + 0.5F + kNearly)};
}

Rect inset(const Rect& rect, float x, float y) {
  return {rect.x0 + x, rect.y0 + y, rect.x1 - x, rect.y1 - y};
}

}  // namespace

std::optional<Rect> opaque_area(const Quad& quad, const CutQuad& cut) {
  const bool opaque = quad.kind == QuadKind::box && quad.color.a >= 1 && quad.color2.a >= 1 && cut.opacity >= 1;
  if (!opaque || !cut.visible || !cut.axis_aligned) {
    return std::nullopt;
  }
  // Within the soft edge, and within a border that lets light through.
  const float border = quad.border.a < 1 ? std::max(quad.border_width, 0.0F) : 0;
  const Rect body = inset(quad.rect, border + 0.5F * cut.aa, border + 0.5F * cut.aa);
  const float half = std::min(quad.rect.x1 - quad.rect.x0, quad.rect.y1 - quad.rect.y0) / 2;
  const float corner = std::min(*std::max_element(std::begin(quad.radius), std::end(quad.radius)), half);
  const float left_out = std::max(corner - border, 0.0F);
  const Rect wide = inset(body, 0, left_out);
  const Rect high = inset(body, left_out, 0);
  const Rect& larger = area_of(wide) > area_of(high) ? wide : high;
  if (is_empty(larger)) {
    return std::nullopt;
  }
  Rect area = intersection(on_canvas(quad, larger), cut.clip);
  if (cut.whole_pixels) {
    area = pixels_within(area);
  }
  return area_of(area) >= kLeastArea ? std::optional(area) : std::nullopt;
}

}  // namespace leitai::plugin
