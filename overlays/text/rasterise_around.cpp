// SPDX-License-Identifier: GPL-2.0-or-later
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_SYNTHESIS_H

#include <algorithm>
#include <cmath>
#include <utility>

#include "overlays/text/atlas.h"
#include "overlays/text/contours.h"
#include "overlays/text/rasterise.h"

namespace leitai::overlays {
namespace {

/// What is to lie beneath the body so that the two together cover what the grown one covers: seen
/// through the body's soft edge, `outline · (1 − body)` is left of it.
Coverage outline_of(Coverage grown, const Coverage& body) {
  constexpr float kWhole = 254.5F / 255;
  const int left = std::max(body.left, grown.left), right = std::min(body.left + body.width, grown.left + grown.width);
  const int top = std::max(body.top, grown.top), bottom = std::min(body.top + body.height, grown.top + grown.height);
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      const float inner = body.values[std::size_t(y - body.top) * body.width + (x - body.left)];
      float& value = grown.values[std::size_t(y - grown.top) * grown.width + (x - grown.left)];
      value = inner >= kWhole ? 0 : std::clamp((value - inner) / (1 - inner), 0.0F, 1.0F);
    }
  }
  return grown;
}

Coverage padded(const Coverage& coverage, int by) {
  Coverage wide{coverage.left - by, coverage.top - by, coverage.width + 2 * by, coverage.height + 2 * by, {}};
  wide.values.resize(std::size_t(wide.width) * wide.height);
  for (int y = 0; y < coverage.height; ++y) {
    std::copy_n(coverage.values.begin() + std::ptrdiff_t(y) * coverage.width, coverage.width,
                wide.values.begin() + (std::ptrdiff_t(y) + by) * wide.width + by);
  }
  return wide;
}

/// The mean of the `2 · reach + 1` values around each, along lines of `count` values `step` apart.
void box_blur(std::vector<float>& values, std::size_t begin, int count, int step, int reach) {
  std::vector<float> line(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) line[i] = values[begin + std::size_t(i) * step];
  const auto width = static_cast<float>(2 * reach + 1);
  double sum = 0;
  for (int i = 0; i < std::min(reach, count); ++i) sum += line[i];
  for (int i = 0; i < count; ++i) {
    if (i + reach < count) sum += line[i + reach];
    if (i - reach - 1 >= 0) sum -= line[i - reach - 1];
    values[begin + std::size_t(i) * step] = static_cast<float>(sum) / width;
  }
}

/// Three box blurs come close to a Gaussian one.
Coverage blurred(const Coverage& sharp, float blur_px) {
  const int reach = static_cast<int>(std::lround(blur_px / 3));
  if (reach < 1 || sharp.width == 0) return sharp;
  Coverage soft = padded(sharp, 3 * reach);
  for (int pass = 0; pass < 3; ++pass) {
    for (int y = 0; y < soft.height; ++y) box_blur(soft.values, std::size_t(y) * soft.width, soft.width, 1, reach);
    for (int x = 0; x < soft.width; ++x) box_blur(soft.values, std::size_t(x), soft.height, soft.width, reach);
  }
  return soft;
}

bool fits_a_page(const FT_Outline& outline, float reach_px) {
  FT_BBox box;
  FT_Outline_Get_CBox(&outline, &box);
  const auto room = static_cast<FT_Pos>((static_cast<float>(Atlas::kLargest - 2) - 2 * reach_px) * 64);
  return box.xMax - box.xMin <= room && box.yMax - box.yMin <= room;
}

GlyphPicture picture_of(const Coverage& coverage, float scale) {
  GlyphPicture picture;
  if (coverage.width <= 0 || coverage.height <= 0) return picture;
  picture.width = coverage.width;
  picture.height = coverage.height;
  picture.left = static_cast<float>(coverage.left) * scale;
  picture.top = static_cast<float>(-coverage.top) * scale;
  picture.draw_width = static_cast<float>(coverage.width) * scale;
  picture.draw_height = static_cast<float>(coverage.height) * scale;
  picture.bytes.resize(coverage.values.size());
  std::transform(coverage.values.begin(), coverage.values.end(), picture.bytes.begin(), [](float value) {
    constexpr float kToNearest = 0.5F;  // of what is not negative; std::lround() is a call for each texel
    return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 1.0F) * 255 + kToNearest);
  });
  return picture;
}

/// The glyph's outline at this size, in the face until the next one is loaded; null where it has none.
const FT_Outline* outline_of(FT_Face face, std::uint32_t glyph, float size_px, bool embolden) {
  const auto size = static_cast<FT_F26Dot6>(std::lround(size_px * 64));
  if (size < 1 || FT_Set_Char_Size(face, size, size, 72, 72) != 0 ||
      FT_Load_Glyph(face, glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0 ||
      face->glyph->format != FT_GLYPH_FORMAT_OUTLINE) {
    return nullptr;
  }
  if (embolden) FT_GlyphSlot_Embolden(face->glyph);
  return &face->glyph->outline;
}

}  // namespace

GlyphPicture rasterise_around(FT_Face face, std::uint32_t glyph, float size_px, int quarter, bool embolden,
                              const GlyphLook& look) {
  for (int halvings = 0; halvings < 7; ++halvings) {
    const auto scale = static_cast<float>(1 << halvings);
    const FT_Outline* outline = outline_of(face, glyph, size_px / scale, embolden);
    if (outline == nullptr) return {};
    if (!fits_a_page(*outline, (look.outline_px + look.blur_px) / scale + 2)) continue;
    // To FreeType's grid, as the body is moved.
    const float shift_px = std::round(static_cast<float>(quarter) * 16 / scale) / 64;
    const Contours body = flattened(*outline, shift_px);
    Coverage whole = filled(grown(body, look.outline_px / scale));
    if (look.part == GlyphPart::outline) return picture_of(outline_of(std::move(whole), filled(body)), scale);
    return picture_of(blurred(whole, look.blur_px / scale), scale);
  }
  return {};
}

}  // namespace leitai::overlays
