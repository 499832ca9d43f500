// SPDX-License-Identifier: GPL-2.0-or-later
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_GLYPH_H
#include FT_OUTLINE_H
#include FT_STROKER_H
#include FT_SYNTHESIS_H

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <type_traits>

#include "overlays/text/atlas.h"
#include "overlays/text/rasterise.h"

namespace leitai::overlays {
namespace {

struct DropGlyph {
  void operator()(FT_Glyph glyph) const { FT_Done_Glyph(glyph); }
};
using OwnedGlyph = std::unique_ptr<std::remove_pointer_t<FT_Glyph>, DropGlyph>;

struct DropStroker {
  void operator()(FT_Stroker stroker) const { FT_Stroker_Done(stroker); }
};

/// Coverage, 0…1, of the pixels from (left, top) on, y downwards from the baseline.
struct Coverage {
  int left = 0, top = 0, width = 0, height = 0;
  std::vector<float> values;

  float at(int x, int y) const {
    const int column = x - left, row = y - top;
    if (column < 0 || row < 0 || column >= width || row >= height) return 0;
    return values[std::size_t(row) * width + column];
  }
};

Coverage coverage_of(FT_Glyph glyph) {
  Coverage coverage;
  FT_Glyph copy = glyph;
  if (FT_Glyph_To_Bitmap(&copy, FT_RENDER_MODE_NORMAL, nullptr, 0) != 0) return coverage;
  const OwnedGlyph owned(copy);
  const auto* rendered = reinterpret_cast<FT_BitmapGlyph>(copy);
  const FT_Bitmap& bitmap = rendered->bitmap;
  if (bitmap.pixel_mode != FT_PIXEL_MODE_GRAY) return coverage;
  coverage = {rendered->left, -rendered->top, static_cast<int>(bitmap.width), static_cast<int>(bitmap.rows), {}};
  for (int y = 0; y < coverage.height; ++y) {
    const int row = bitmap.pitch >= 0 ? y : coverage.height - 1 - y;
    const std::uint8_t* bytes = bitmap.buffer + std::size_t(row) * std::abs(bitmap.pitch);
    for (int x = 0; x < coverage.width; ++x) coverage.values.push_back(static_cast<float>(bytes[x]) / 255.0F);
  }
  return coverage;
}

/// The body with a stroke of this radius around it, filled.
OwnedGlyph grown(FT_Library library, FT_Glyph body, float radius_px) {
  FT_Glyph stroked = nullptr;
  if (FT_Glyph_Copy(body, &stroked) != 0) return nullptr;
  FT_Stroker made = nullptr;
  if (radius_px <= 0 || FT_Stroker_New(library, &made) != 0) return OwnedGlyph(stroked);
  const std::unique_ptr<std::remove_pointer_t<FT_Stroker>, DropStroker> stroker(made);
  FT_Stroker_Set(made, static_cast<FT_Fixed>(std::lround(radius_px * 64)), FT_STROKER_LINECAP_ROUND,
                 FT_STROKER_LINEJOIN_ROUND, 0);
  if (FT_Glyph_StrokeBorder(&stroked, made, 0, 1) != 0) return OwnedGlyph(stroked);
  return OwnedGlyph(stroked);
}

/// What is to lie beneath the body so that the two together cover what the grown one covers: seen
/// through the body's soft edge, `outline · (1 − body)` is left of it.
Coverage outline_of(const Coverage& grown, const Coverage& body) {
  Coverage outline = grown;
  for (int y = 0; y < outline.height; ++y) {
    for (int x = 0; x < outline.width; ++x) {
      const float inner = body.at(outline.left + x, outline.top + y);
      float& value = outline.values[std::size_t(y) * outline.width + x];
      value = inner >= 1 ? 0 : std::clamp((value - inner) / (1 - inner), 0.0F, 1.0F);
    }
  }
  return outline;
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

bool fits_a_page(FT_Glyph glyph, float reach_px) {
  FT_BBox box;
  FT_Glyph_Get_CBox(glyph, FT_GLYPH_BBOX_UNSCALED, &box);
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
  for (const float value : coverage.values) {
    picture.bytes.push_back(static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0F, 1.0F) * 255)));
  }
  return picture;
}

OwnedGlyph body_of(FT_Face face, std::uint32_t glyph, float size_px, float shift_px, bool embolden) {
  const auto size = static_cast<FT_F26Dot6>(std::lround(size_px * 64));
  if (size < 1 || FT_Set_Char_Size(face, size, size, 72, 72) != 0 ||
      FT_Load_Glyph(face, glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0 ||
      face->glyph->format != FT_GLYPH_FORMAT_OUTLINE) {
    return nullptr;
  }
  if (embolden) FT_GlyphSlot_Embolden(face->glyph);
  FT_Outline_Translate(&face->glyph->outline, static_cast<FT_Pos>(std::lround(shift_px * 64)), 0);
  FT_Glyph body = nullptr;
  return FT_Get_Glyph(face->glyph, &body) == 0 ? OwnedGlyph(body) : nullptr;
}

}  // namespace

GlyphPicture rasterise_around(FT_Face face, std::uint32_t glyph, float size_px, int quarter, bool embolden,
                              const GlyphLook& look) {
  for (int halvings = 0; halvings < 7; ++halvings) {
    const auto scale = static_cast<float>(1 << halvings);
    const auto body = body_of(face, glyph, size_px / scale, static_cast<float>(quarter) / 4 / scale, embolden);
    if (body == nullptr) return {};
    if (!fits_a_page(body.get(), (look.outline_px + look.blur_px) / scale + 2)) continue;
    const auto whole = grown(face->glyph->library, body.get(), look.outline_px / scale);
    if (whole == nullptr) return {};
    const Coverage coverage = coverage_of(whole.get());
    if (look.part == GlyphPart::outline) return picture_of(outline_of(coverage, coverage_of(body.get())), scale);
    return picture_of(blurred(coverage, look.blur_px / scale), scale);
  }
  return {};
}

}  // namespace leitai::overlays
