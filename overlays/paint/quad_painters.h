// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/paint/cpu_painter.h"

namespace leitai::overlays {

/// Paint one quad of a kind; `damage` lies within the canvas, `quad.opacity` in (0, 1].
void paint_box(const Quad& quad, Canvas& canvas, PixelRect damage);
void paint_shadow(const Quad& quad, Canvas& canvas, PixelRect damage);
void paint_ring(const Quad& quad, Canvas& canvas, PixelRect damage);
void paint_glyph(const Quad& quad, const AtlasPagePixels& page, Canvas& canvas, PixelRect damage);
void paint_emoji(const Quad& quad, const AtlasPagePixels& page, Canvas& canvas, PixelRect damage);

}  // namespace leitai::overlays
