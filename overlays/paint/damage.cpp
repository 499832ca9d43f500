// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/damage.h"

#include <algorithm>
#include <iterator>

#include "overlays/paint/quad_geometry.h"

namespace leitai::overlays {

namespace {

bool same(const Affine& a, const Affine& b) {
  return a.xx == b.xx && a.xy == b.xy && a.yx == b.yx && a.yy == b.yy && a.x0 == b.x0 && a.y0 == b.y0;
}

bool same(const Quad& a, const Quad& b) {
  return a.kind == b.kind && a.page == b.page && a.number == b.number && a.rect == b.rect &&
         same(a.transform, b.transform) && a.clip == b.clip && a.opacity == b.opacity && a.color == b.color &&
         a.color2 == b.color2 && a.border == b.border && a.gradient_angle == b.gradient_angle &&
         a.border_width == b.border_width &&
         std::equal(std::begin(a.radius), std::end(a.radius), std::begin(b.radius)) && a.blur == b.blur &&
         a.sweep == b.sweep && a.texels == b.texels;
}

/// How far a quad reaches beyond its rect, at most: a texel, the edge of a box, the softness of a shadow.
double reach_of(double length, double texels, double edge) {
  return edge + (texels > 0 ? length / texels : 0);
}

void add_area(const Quad& quad, PixelRect canvas, std::vector<PixelRect>& areas) {
  const auto aa = pixel_size(quad.transform);
  if (!aa) return;
  const double edge = *aa + std::max(0.0, double{quad.blur});
  const Rect& rect = quad.rect;
  const auto geometry = quad_geometry(quad, reach_of(rect.x1 - rect.x0, quad.texels.x1 - quad.texels.x0, edge),
                                      reach_of(rect.y1 - rect.y0, quad.texels.y1 - quad.texels.y0, edge), canvas);
  if (geometry) areas.push_back(geometry->pixels);
}

std::vector<PixelRect> merged(std::vector<PixelRect> areas) {
  std::sort(areas.begin(), areas.end(), [](const PixelRect& a, const PixelRect& b) { return a.y0 < b.y0; });
  std::vector<PixelRect> bands;
  for (const PixelRect& area : areas) {
    if (bands.empty() || area.y0 >= bands.back().y1) {
      bands.push_back(area);
      continue;
    }
    PixelRect& band = bands.back();
    band = {std::min(band.x0, area.x0), band.y0, std::max(band.x1, area.x1), std::max(band.y1, area.y1)};
  }
  return bands;
}

}  // namespace

std::vector<PixelRect> damage_between(const DisplayList& before, const DisplayList& after) {
  const auto& old_quads = before.quads;
  const auto& new_quads = after.quads;
  const PixelRect canvas{0, 0, after.width, after.height};
  const std::size_t shorter = std::min(old_quads.size(), new_quads.size());
  std::size_t first = 0, last = 0;
  while (first < shorter && same(old_quads[first], new_quads[first])) ++first;
  while (last < shorter - first &&
         same(old_quads[old_quads.size() - 1 - last], new_quads[new_quads.size() - 1 - last])) {
    ++last;
  }
  std::vector<PixelRect> areas;
  const bool pairs = old_quads.size() == new_quads.size();
  for (std::size_t i = first; i < old_quads.size() - last; ++i) {
    if (!pairs || !same(old_quads[i], new_quads[i])) add_area(old_quads[i], canvas, areas);
  }
  for (std::size_t i = first; i < new_quads.size() - last; ++i) {
    if (!pairs || !same(old_quads[i], new_quads[i])) add_area(new_quads[i], canvas, areas);
  }
  return merged(std::move(areas));
}

}  // namespace leitai::overlays
