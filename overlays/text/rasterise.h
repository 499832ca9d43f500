// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "overlays/text/faces.h"

namespace leitai::overlays {

/// A glyph drawn from its outline (or, in a layered colour font, its outlines).
GlyphPicture rasterise_outline(FT_FaceRec_* face, std::uint32_t glyph, float size_px, int quarter, bool embolden);

/// The outline or the shadow of such a glyph.
GlyphPicture rasterise_around(FT_FaceRec_* face, std::uint32_t glyph, float size_px, int quarter, bool embolden,
                              const GlyphLook& look);

/// A glyph of a font that holds pictures of a few sizes, such as Noto Color Emoji: the nearest
/// larger one, scaled down to whole texels. Wanted larger than the font has it, the texels stay and
/// the draw size grows.
GlyphPicture rasterise_strike(FT_FaceRec_* face, std::uint32_t glyph, float size_px);

}  // namespace leitai::overlays
