// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/rasterise.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_SYNTHESIS_H

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "overlays/media/picture.h"
#include "overlays/text/atlas.h"

namespace leitai::overlays {
namespace {

const std::uint8_t* row_of(const FT_Bitmap& bitmap, int y) {
  // A negative pitch means that the rows go up.
  const int row = bitmap.pitch >= 0 ? y : static_cast<int>(bitmap.rows) - 1 - y;
  return bitmap.buffer + std::size_t(row) * std::abs(bitmap.pitch);
}

std::vector<std::uint8_t> coverage_of(const FT_Bitmap& bitmap) {
  std::vector<std::uint8_t> bytes(std::size_t(bitmap.width) * bitmap.rows);
  for (unsigned y = 0; y < bitmap.rows; ++y) {
    const std::uint8_t* row = row_of(bitmap, static_cast<int>(y));
    for (unsigned x = 0; x < bitmap.width; ++x) {
      const bool mono = bitmap.pixel_mode == FT_PIXEL_MODE_MONO;
      bytes[std::size_t(y) * bitmap.width + x] = mono ? ((row[x / 8] >> (7 - x % 8)) & 1) * 255 : row[x];
    }
  }
  return bytes;
}

ColorPicture color_of(const FT_Bitmap& bitmap) {
  ColorPicture picture{static_cast<int>(bitmap.width), static_cast<int>(bitmap.rows), {}};
  picture.pixels.reserve(std::size_t(bitmap.width) * bitmap.rows * 4);
  for (unsigned y = 0; y < bitmap.rows; ++y) {
    const std::uint8_t* row = row_of(bitmap, static_cast<int>(y));
    for (unsigned x = 0; x < bitmap.width; ++x) {
      append_linear_from_bgra(row + std::size_t(x) * 4, picture.pixels);
    }
  }
  return picture;
}

/// The rendered bitmap of a glyph slot as a picture, one texel a pixel.
GlyphPicture picture_of(FT_GlyphSlot slot) {
  GlyphPicture picture;
  const FT_Bitmap& bitmap = slot->bitmap;
  picture.width = static_cast<int>(bitmap.width);
  picture.height = static_cast<int>(bitmap.rows);
  if (picture.width == 0 || picture.height == 0 || bitmap.buffer == nullptr) {
    return {};
  }
  picture.left = static_cast<float>(slot->bitmap_left);
  picture.top = static_cast<float>(slot->bitmap_top);
  picture.draw_width = static_cast<float>(picture.width);
  picture.draw_height = static_cast<float>(picture.height);
  if (bitmap.pixel_mode == FT_PIXEL_MODE_BGRA) {
    picture.color = true;
    picture.bytes = encode_premultiplied(color_of(bitmap));
  } else if (bitmap.pixel_mode == FT_PIXEL_MODE_GRAY || bitmap.pixel_mode == FT_PIXEL_MODE_MONO) {
    picture.bytes = coverage_of(bitmap);
  } else {
    return {};
  }
  return picture;
}

bool fits_a_page(FT_GlyphSlot slot) {
  if (slot->format != FT_GLYPH_FORMAT_OUTLINE) {
    return true;
  }
  FT_BBox box;
  FT_Outline_Get_CBox(&slot->outline, &box);
  constexpr FT_Pos kRoom = (Atlas::kLargest - 2) * 64;
  return box.xMax - box.xMin <= kRoom && box.yMax - box.yMin <= kRoom;
}

/// The smallest strike at least `size_px` high, or the largest there is.
int nearest_strike(FT_Face face, float size_px) {
  int best = 0;
  const auto ppem = [&](int i) { return face->available_sizes[i].y_ppem / 64.0F; };
  for (int i = 1; i < face->num_fixed_sizes; ++i) {
    const bool larger = ppem(i) > ppem(best);
    if (ppem(best) < size_px ? larger : (!larger && ppem(i) >= size_px)) {
      best = i;
    }
  }
  return best;
}

}  // namespace

GlyphPicture rasterise_outline(FT_Face face, std::uint32_t glyph, float size_px, int quarter, bool embolden) {
  // Vertical hinting only: stems keep their place and weight, so advances stay unhinted and the
  // quarter-pixel phases mean something, while horizontals are crisp.
  FT_Int32 flags = FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP;
  if (FT_HAS_COLOR(face)) {
    flags |= FT_LOAD_COLOR;
  }
  for (int halvings = 0; halvings < 7; ++halvings) {
    const auto scale = static_cast<float>(1 << halvings);
    const auto size = static_cast<FT_F26Dot6>(std::lround(size_px / scale * 64));
    if (size < 1 || FT_Set_Char_Size(face, size, size, 72, 72) != 0 || FT_Load_Glyph(face, glyph, flags) != 0) {
      return {};
    }
    if (embolden) {
      FT_GlyphSlot_Embolden(face->glyph);
    }
    if (!fits_a_page(face->glyph)) {
      continue;  // drawn smaller, and enlarged by the painter
    }
    if (face->glyph->format == FT_GLYPH_FORMAT_OUTLINE) {
      FT_Outline_Translate(&face->glyph->outline, static_cast<FT_Pos>(std::lround(quarter * 16 / scale)), 0);
    }
    if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) {
      return {};
    }
    GlyphPicture picture = picture_of(face->glyph);
    picture.left *= scale;
    picture.top *= scale;
    picture.draw_width *= scale;
    picture.draw_height *= scale;
    return picture;
  }
  return {};
}

GlyphPicture rasterise_strike(FT_Face face, std::uint32_t glyph, float size_px) {
  if (face->num_fixed_sizes <= 0) {
    return {};
  }
  const int strike = nearest_strike(face, size_px);
  const float ppem = face->available_sizes[strike].y_ppem / 64.0F;
  if (ppem <= 0 || FT_Select_Size(face, strike) != 0 ||
      FT_Load_Glyph(face, glyph, FT_LOAD_COLOR | FT_LOAD_RENDER) != 0) {
    return {};
  }
  GlyphPicture picture = picture_of(face->glyph);
  const float scale = size_px / ppem;
  if (picture.width == 0) {
    return {};
  }
  const int width = std::max(1, static_cast<int>(std::lround(picture.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(picture.height * scale)));
  // Whole pixels, so that it is drawn texel by texel where it stands still.
  picture.left = std::round(picture.left * scale);
  picture.top = std::round(picture.top * scale);
  picture.draw_width = static_cast<float>(width);
  picture.draw_height = static_cast<float>(height);
  if (scale < 1 && picture.color) {
    picture.bytes = encode_premultiplied(scaled(color_of(face->glyph->bitmap), width, height));
    picture.width = width;
    picture.height = height;
  }
  return picture;
}

}  // namespace leitai::overlays
