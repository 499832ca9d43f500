// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/glyph_cache.h"

#include <algorithm>
#include <cmath>

namespace leitai::overlays {

bool is_drawn(const PlacedGlyph& glyph) {
  return glyph.rect.x1 > glyph.rect.x0;
}

PlacedGlyph placed_at(const AtlasSlot& slot, float x, float y) {
  PlacedGlyph placed;
  placed.rect = {x, y, x + slot.draw_width, y + slot.draw_height};
  placed.texels = {static_cast<float>(slot.x), static_cast<float>(slot.y), static_cast<float>(slot.x + slot.width),
                   static_cast<float>(slot.y + slot.height)};
  placed.page = slot.page;
  placed.color = slot.color;
  return placed;
}

float FigureSet::width(std::string_view text) const {
  float width = 0;
  for (const char c : text) width += figures[static_cast<unsigned char>(c) & 127U].advance;
  return width;
}

GlyphCache::StyleKey GlyphCache::key_of(const TextStyle& style) {
  return {style.family, style.weight, style.size_px, style.letter_spacing_px, style.tabular_figures};
}

std::shared_ptr<const GlyphRun> GlyphCache::run(const RunRequest& request) {
  const RunKey key{request.text,      key_of(request.style), request.least_size_px, request.max_width,
                   request.max_lines, request.line_height,   request.align,         request.effects};
  auto& known = runs_.at(key).first;
  if (known == nullptr) known = make_run(request);
  return known;
}

std::shared_ptr<const GlyphRun> GlyphCache::make_run(const RunRequest& request) {
  auto run = std::make_shared<GlyphRun>();
  run->line_height = request.line_height;
  run->size_px = request.style.size_px;
  if (request.text.empty()) return run;
  std::vector<ShapedLine> lines;
  if (request.max_lines > 1 && request.max_width > 0) {
    lines = wrapped(request, *run);
  } else if (request.max_width > 0) {
    const float least = request.least_size_px > 0 ? request.least_size_px : request.style.size_px;
    lines.push_back(
        engine_.fit(request.text, request.style, request.max_width, std::min(least, request.style.size_px)));
  } else {
    lines.push_back(engine_.shape(request.text, request.style));
  }
  for (const ShapedLine& line : lines) run->width = std::max(run->width, std::ceil(line.width));
  run->lines = static_cast<int>(lines.size());
  float y = 0;
  for (const ShapedLine& line : lines) {
    run->size_px = line.size_px;
    run->truncated = run->truncated || line.truncated;
    run->missing_glyphs = run->missing_glyphs || line.missing_glyphs;
    place(line, std::round((run->width - std::ceil(line.width)) * request.align), y, request.effects, *run);
    y += std::round(run->line_height);
  }
  return run;
}

/// Several lines shrink together, until they are no more than may be, or as small as may be.
std::vector<ShapedLine> GlyphCache::wrapped(const RunRequest& request, GlyphRun& run) {
  constexpr float kStep = 0.95F;
  TextStyle style = request.style;
  const float least = request.least_size_px > 0 ? std::min(request.least_size_px, style.size_px) : style.size_px;
  while (true) {
    std::vector<ShapedLine> lines = engine_.wrap(request.text, style, request.max_width, request.max_lines);
    run.line_height = request.line_height * style.size_px / request.style.size_px;
    const bool fits = lines.empty() || !lines.back().truncated;
    if (fits || style.size_px <= least) return lines;
    const float size_px = std::max(least, std::floor(style.size_px * kStep * 4) / 4);
    style.letter_spacing_px *= size_px / style.size_px;
    style.size_px = size_px;
  }
}

void GlyphCache::place(const ShapedLine& line, float x, float y, const TextEffects& effects, GlyphRun& run) {
  const auto add = [&](std::vector<PlacedGlyph>& to, const GlyphLook& look) {
    for (const ShapedGlyph& glyph : line.glyphs) {
      const PlacedGlyph result = placed(glyph, line.size_px, x + glyph.x, y + std::round(glyph.y), look);
      if (is_drawn(result)) to.push_back(result);
    }
  };
  if (effects.shadow) add(run.shadow, {GlyphPart::shadow, effects.outline_px, effects.blur_px});
  if (effects.outline_px > 0) add(run.outline, {GlyphPart::outline, effects.outline_px, 0});
  add(run.glyphs, {});
}

PlacedGlyph GlyphCache::placed(const ShapedGlyph& glyph, float size_px, float x, float y, const GlyphLook& look) {
  const auto quarters = static_cast<int>(std::lround(x * 4));
  const int quarter = quarters & 3;
  const int whole = (quarters - quarter) / 4;
  const auto pen = static_cast<float>(whole);
  const AtlasSlot& slot = engine_.slot(glyph.face, glyph.glyph, size_px, quarter, look);
  return slot.width == 0 ? PlacedGlyph{} : placed_at(slot, pen + slot.left, y - slot.top);
}

std::shared_ptr<const FigureSet> GlyphCache::figures(const TextStyle& style, const TextEffects& effects) {
  auto& known = figures_[{key_of(style), effects}];
  if (known != nullptr) return known;
  auto set = std::make_shared<FigureSet>();
  set->size_px = style.size_px;
  float widest = 0;
  for (const char c : kFigureCharacters) {
    // Between figures, so that a colon stands where the font puts it there: at half their height.
    const ShapedLine line = engine_.shape(std::string("0") + c + "0", style);
    if (line.glyphs.size() < 2) continue;
    const ShapedGlyph& shaped = line.glyphs[1];
    FigureSet::Figure& figure = set->figures[static_cast<unsigned char>(c)];
    const float y = std::round(shaped.y);
    figure.glyph = placed(shaped, line.size_px, 0, y);
    if (effects.outline_px > 0) {
      figure.outline = placed(shaped, line.size_px, 0, y, {GlyphPart::outline, effects.outline_px, 0});
    }
    if (effects.shadow) {
      figure.shadow = placed(shaped, line.size_px, 0, y, {GlyphPart::shadow, effects.outline_px, effects.blur_px});
    }
    figure.advance = std::round(shaped.advance);
    if (c >= '0' && c <= '9') widest = std::max(widest, figure.advance);
  }
  for (char c = '0'; c <= '9'; ++c) set->figures[static_cast<unsigned char>(c)].advance = widest;
  known = std::move(set);
  return known;
}

float GlyphCache::natural_width(const std::string& text, const TextStyle& style) {
  if (text.empty()) return 0;
  const auto [width, fresh] = widths_.at({text, key_of(style)});
  if (fresh) width = std::ceil(engine_.shape(text, style).width);
  return width;
}

void GlyphCache::clear() {
  runs_.clear();
  figures_.clear();
}

void GlyphCache::age() {
  runs_.age();
  widths_.age();
}

}  // namespace leitai::overlays
