// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/covers.h"

#include <algorithm>

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

/// The pixels whose centres lie within, those on the edge included.
Rect pixels_within(const Rect& rect) {
  constexpr float kNearly = 1.0F / 512;
  return {first_pixel_from(rect.x0), first_pixel_from(rect.y0), static_cast<float>(floor_of(rect.x1 + 0.5F + kNearly)),
          static_cast<float>(floor_of(rect.y1 + 0.5F + kNearly))};
}

Rect inset(const Rect& rect, float x, float y) {
  return {rect.x0 + x, rect.y0 + y, rect.x1 - x, rect.y1 - y};
}

}  // namespace

std::array<Rect, 2> opaque_areas(const Quad& quad, const CutQuad& cut) {
  const bool opaque = quad.kind == QuadKind::box && quad.color.a >= 1 && quad.color2.a >= 1 && cut.opacity >= 1;
  if (!opaque || !cut.visible || !cut.axis_aligned) {
    return {};
  }
  // Within the soft edge, and within a border that lets light through.
  const float border = quad.border.a < 1 ? std::max(quad.border_width, 0.0F) : 0;
  const float edge = 0.5F * cut.aa;
  const float half = std::min(quad.rect.x1 - quad.rect.x0, quad.rect.y1 - quad.rect.y0) / 2;
  const float corner = std::min(*std::max_element(std::begin(quad.radius), std::end(quad.radius)), half);
  const float left_out = std::max(corner - border, edge);
  std::array<Rect, 2> areas{inset(quad.rect, border + edge, border + left_out),
                            inset(quad.rect, border + left_out, border + edge)};
  for (Rect& area : areas) {
    area = is_empty(area) ? Rect{} : intersection(on_canvas(quad, area), cut.clip);
    if (cut.whole_pixels && !is_empty(area)) {
      area = pixels_within(area);
    }
    if (area_of(area) < kLeastArea) {
      area = {};
    }
  }
  if (lies_within(areas[1], areas[0])) {
    areas[1] = {};
  }
  return areas;
}

}  // namespace leitai::plugin
