// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/faces.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MULTIPLE_MASTERS_H
#include FT_TRUETYPE_TABLES_H

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "overlays/text/rasterise.h"

namespace leitai::overlays {
namespace {

/// More faces than any theme names.
constexpr std::size_t kMaxFaces = 256;

/// fontconfig marks a variable font whose axes are free by this instance number.
constexpr int kVariableInstance = 0x8000;

int face_index(int fontconfig_index) {
  return (fontconfig_index >> 16) == kVariableInstance ? fontconfig_index & 0xFFFF : fontconfig_index;
}

/// Sets the axes that `variations` ("wght=600,opsz=14") names; the others keep their places.
void apply_variations(FT_Library library, FT_Face face, std::string_view variations) {
  FT_MM_Var* axes = nullptr;
  if (variations.empty() || FT_Get_MM_Var(face, &axes) != 0) {
    return;
  }
  std::vector<FT_Fixed> coordinates(axes->num_axis);
  if (FT_Get_Var_Design_Coordinates(face, axes->num_axis, coordinates.data()) != 0) {
    for (FT_UInt i = 0; i < axes->num_axis; ++i) {
      coordinates[i] = axes->axis[i].def;
    }
  }
  while (!variations.empty()) {
    const std::string entry(variations.substr(0, variations.find(',')));
    variations.remove_prefix(std::min(variations.size(), entry.size() + 1));
    if (entry.size() < 6 || entry[4] != '=') {
      continue;
    }
    const FT_ULong tag = FT_MAKE_TAG(entry[0], entry[1], entry[2], entry[3]);
    for (FT_UInt i = 0; i < axes->num_axis; ++i) {
      if (axes->axis[i].tag == tag) {
        coordinates[i] = static_cast<FT_Fixed>(std::lround(std::strtod(entry.c_str() + 5, nullptr) * 65536.0));
      }
    }
  }
  FT_Set_Var_Design_Coordinates(face, axes->num_axis, coordinates.data());
  FT_Done_MM_Var(library, axes);
}

float cap_height_of(FT_Face face) {
  const float em = face->units_per_EM > 0 ? face->units_per_EM : 1;
  const auto* os2 = static_cast<const TT_OS2*>(FT_Get_Sfnt_Table(face, FT_SFNT_OS2));
  if (os2 != nullptr && os2->version >= 2 && os2->version != 0xFFFF && os2->sCapHeight > 0) {
    return os2->sCapHeight / em;
  }
  if (FT_Load_Char(face, 'H', FT_LOAD_NO_SCALE) == 0 && face->glyph->metrics.horiBearingY > 0) {
    return static_cast<float>(face->glyph->metrics.horiBearingY) / em;
  }
  return 0.7F * face->ascender / em;
}

constexpr FaceMetrics kNoMetrics{0.9F, 0.3F, 0.7F};

FaceMetrics metrics_of(FT_Face face) {
  if (face->units_per_EM == 0) {
    return kNoMetrics;
  }
  const float em = face->units_per_EM;
  return {face->ascender / em, -face->descender / em, cap_height_of(face)};
}

}  // namespace

tl::expected<std::unique_ptr<FaceTable>, std::string> FaceTable::create() {
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) {
    return tl::make_unexpected("FreeType does not start");
  }
  return std::unique_ptr<FaceTable>(new FaceTable(library));
}

FaceTable::~FaceTable() {
  close();
  FT_Done_FreeType(library_);
}

void FaceTable::close() {
  for (Face& face : faces_) {
    if (face.handle != nullptr) {
      FT_Done_Face(std::exchange(face.handle, nullptr));
      face.file->give_back();
    }
  }
}

bool FaceTable::open(Face& face) const {
  if (face.handle == nullptr && face.file != nullptr) {
    const auto bytes = face.file->bytes();
    if (FT_New_Memory_Face(library_, bytes.data(), static_cast<FT_Long>(bytes.size()), face_index(face.index),
                           &face.handle) == 0) {
      apply_variations(library_, face.handle, face.axes);
    }
  }
  return face.handle != nullptr;
}

std::optional<std::uint32_t> FaceTable::find(FcPattern* pattern) {
  FcChar8* file = nullptr;
  if (pattern == nullptr || FcPatternGetString(pattern, FC_FILE, 0, &file) != FcResultMatch) {
    return std::nullopt;
  }
  int index = 0;
  FcChar8* variations = nullptr;
  FcBool embolden = FcFalse;
  FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
  FcPatternGetString(pattern, FC_FONT_VARIATIONS, 0, &variations);
  FcPatternGetBool(pattern, FC_EMBOLDEN, 0, &embolden);

  const std::string path(reinterpret_cast<const char*>(file));
  const std::string axes(variations != nullptr ? reinterpret_cast<const char*>(variations) : "");
  const std::string key = path + '\n' + std::to_string(index) + '\n' + axes + (embolden == FcTrue ? "\nbold" : "\n");
  if (const auto known = by_pattern_.find(key); known != by_pattern_.end()) {
    return known->second;
  }
  std::optional<std::uint32_t> found;
  Face face{
      faces_.size() < kMaxFaces ? FontFile::open(path) : nullptr, index, axes, embolden == FcTrue, false, {}, nullptr};
  if (open(face)) {
    face.is_bitmap = !FT_IS_SCALABLE(face.handle);
    face.metrics = metrics_of(face.handle);
    found = static_cast<std::uint32_t>(faces_.size());
    faces_.push_back(std::move(face));
  }
  if (by_pattern_.size() < 4 * kMaxFaces) {
    by_pattern_.emplace(key, found);
  }
  return found;
}

const FaceTable::Face* FaceTable::at(std::uint32_t face) const {
  return face < faces_.size() ? &faces_[face] : nullptr;
}

FaceTable::Face* FaceTable::opened(std::uint32_t face) {
  return face < faces_.size() && open(faces_[face]) ? &faces_[face] : nullptr;
}

FaceMetrics FaceTable::metrics(std::uint32_t face) const {
  const Face* found = at(face);
  return found != nullptr ? found->metrics : kNoMetrics;
}

float FaceTable::advance(std::uint32_t face, std::uint32_t glyph, float size_px) {
  const Face* found = opened(face);
  if (found == nullptr || found->handle->units_per_EM == 0 ||
      FT_Load_Glyph(found->handle, glyph, FT_LOAD_NO_SCALE) != 0) {
    return 0;
  }
  return static_cast<float>(found->handle->glyph->advance.x) / found->handle->units_per_EM * size_px;
}

bool FaceTable::is_bitmap(std::uint32_t face) const {
  const Face* found = at(face);
  return found != nullptr && found->is_bitmap;
}

GlyphPicture FaceTable::rasterise(std::uint32_t face, std::uint32_t glyph, float size_px, int quarter,
                                  const GlyphLook& look) {
  const Face* found = opened(face);
  if (found == nullptr) {
    return {};
  }
  if (found->is_bitmap) {
    return look.part == GlyphPart::body ? rasterise_strike(found->handle, glyph, size_px) : GlyphPicture{};
  }
  if (look.part != GlyphPart::body) {
    return rasterise_around(found->handle, glyph, size_px, quarter, found->embolden, look);
  }
  return rasterise_outline(found->handle, glyph, size_px, quarter, found->embolden);
}

}  // namespace leitai::overlays
