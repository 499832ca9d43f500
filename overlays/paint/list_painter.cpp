// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/list_painter.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace leitai::overlays {
namespace {

/// Pixels: of what is smaller, the cut would cost more than it saves.
constexpr int kWorthCutting = 1024;
/// Pixels beside a cover that are worth another one.
constexpr int kWorthAnother = 16 * kWorthCutting;
/// The last ones of a part count: they hide most.
constexpr std::size_t kMostCovers = 32;
/// One area is cut so many times at most; then some of what is hidden is painted all the same.
constexpr int kMostCuts = 8;

/// Without overflow: rectangles lie on a canvas.
long area_of(const PixelRect& rect) {
  return is_empty(rect) ? 0 : long{rect.x1 - rect.x0} * (rect.y1 - rect.y0);
}

/// A page that has the bytes that its size says.
const AtlasPagePixels* page_of(const std::vector<AtlasPagePixels>& pages, std::uint16_t page, int texel_bytes) {
  if (page >= pages.size()) {
    return nullptr;
  }
  const AtlasPagePixels& found = pages[page];
  const bool whole = found.width > 0 && found.height > 0 &&
                     found.bytes.size() >= std::size_t(found.width) * std::size_t(found.height) * texel_bytes;
  return whole ? &found : nullptr;
}

void clear(const Surface& surface, const PixelRect& part) {
  for (int y = part.y0; y < part.y1; ++y) {
    std::fill_n(surface.at(part.x0, y), std::size_t(part.x1 - part.x0) * 4, std::uint16_t{0});
  }
}

}  // namespace

ListPainter::ListPainter(const DisplayList& list, const AtlasPixels& atlas, PixelRect within) {
  painters_.reserve(list.quads.size());
  areas_.reserve(list.quads.size());
  for (const Quad& quad : list.quads) {
    if (quad.opacity > 0) {
      add(quad, atlas, within);
    }
  }
}

void ListPainter::add(const Quad& quad, const AtlasPixels& atlas, PixelRect within) {
  const auto keep = [&](auto&& painter) {
    if (painter) {
      areas_.push_back(painter->area());
      painters_.emplace_back(std::move(*painter));
    }
  };
  switch (quad.kind) {
    case QuadKind::box:
      if (auto box = BoxPainter::create(quad, within)) {
        const auto [wide, high] = box->opaque_areas();
        if (area_of(wide) >= kWorthCutting) {
          covers_.push_back({wide, painters_.size()});
        }
        if (area_of(high) - area_of(intersection(wide, high)) >= kWorthAnother) {
          covers_.push_back({high, painters_.size()});
        }
        keep(box);
      }
      return;
    case QuadKind::shadow:
      return keep(ShadowPainter::create(quad, within));
    case QuadKind::ring:
      return keep(RingPainter::create(quad, within));
    case QuadKind::glyph:
      if (const auto* page = page_of(atlas.glyph_pages, quad.page, 1)) {
        keep(TexelPainter::create(quad, *page, within));
      }
      return;
    case QuadKind::emoji:
      if (const auto* page = page_of(atlas.emoji_pages, quad.page, 4)) {
        keep(TexelPainter::create(quad, *page, within));
      }
      return;
    case QuadKind::moving:
      if (const auto* picture = page_of(atlas.moving, quad.page, 4)) {
        keep(TexelPainter::create(quad, *picture, within));
      }
      return;
  }
}

/// Calls `part` for what the covers leave of an area.
template <typename Part>
void ListPainter::visible_parts(const PixelRect& area, const Cover* first, const Cover* end, int depth,
                                const Part& part) {
  if (is_empty(area)) {
    return;
  }
  if (depth < kMostCuts && area_of(area) >= kWorthCutting) {
    for (const Cover* cover = first; cover != end; ++cover) {
      const PixelRect hidden = intersection(area, cover->area);
      if (!is_empty(hidden)) {
        const auto rest = [&](const PixelRect& left) { visible_parts(left, cover + 1, end, depth + 1, part); };
        rest({area.x0, area.y0, area.x1, hidden.y0});
        rest({area.x0, hidden.y0, hidden.x0, hidden.y1});
        rest({hidden.x1, hidden.y0, area.x1, hidden.y1});
        rest({area.x0, hidden.y1, area.x1, area.y1});
        return;
      }
    }
  }
  part(area);
}

void ListPainter::look_near(const PixelRect& part) {
  constexpr int kNear = 64;
  if (near_.holds(part)) {
    return;
  }
  if (!around_.holds(part)) {
    around_.begin(part.y0, std::max(part.y1, part.y0 + kNear));
    for (std::uint32_t i = 0; i < areas_.size(); ++i) {
      around_.add(i, areas_[i]);
    }
  }
  near_.begin(part.y0, part.y1);
  for (const std::uint32_t i : around_.painters) {
    near_.add(i, areas_[i]);
  }
}

void ListPainter::Rows::begin(int first, int end) {
  y0 = first;
  y1 = end;
  painters.clear();
}

void ListPainter::Rows::add(std::uint32_t painter, const PixelRect& area) {
  if (area.y0 < y1 && area.y1 > y0) {
    painters.push_back(painter);
  }
}

PixelRect ListPainter::touched(const PixelRect& rows) {
  look_near(rows);
  PixelRect all{};
  for (const std::uint32_t i : near_.painters) {
    const PixelRect area = intersection(areas_[i], rows);
    if (!is_empty(area)) {
      all = united(all, area);
    }
  }
  return all;
}

void ListPainter::paint(const Surface& surface, PixelRect part, Under under, Outflow& beside) {
  std::array<Cover, kMostCovers> covers;
  const Cover* const end = covers.data() + covers.size();
  Cover* first = covers.data() + covers.size();
  for (auto cover = covers_.rbegin(); cover != covers_.rend() && first != covers.data(); ++cover) {
    if (!is_empty(intersection(part, cover->area))) {
      *--first = *cover;
    }
  }
  const Cover* above = first;  // of what is painted next
  if (under == Under::nothing) {
    visible_parts(part, above, end, 0, [&](const PixelRect& seen) { clear(surface, seen); });
  }
  look_near(part);
  for (const std::uint32_t i : near_.painters) {
    const PixelRect area = intersection(areas_[i], part);
    if (is_empty(area)) {
      continue;
    }
    while (above != end && above->painter <= i) {
      ++above;
    }
    const auto paint_seen = [&](const auto& painter) {
      visible_parts(area, above, end, 0, [&](const PixelRect& seen) {
        painter.paint(surface, seen);
        beside.go_on();
      });
    };
    std::visit(paint_seen, painters_[i]);
  }
}

}  // namespace leitai::overlays
