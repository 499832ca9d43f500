// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/fit.h"

#include <algorithm>
#include <cmath>

#include "overlays/scene/arrange.h"

namespace leitai::overlays {
namespace {

class Fitter {
 public:
  Fitter(float scale, GlyphCache& glyphs, PictureCache& pictures)
      : scale_(scale), glyphs_(glyphs), pictures_(pictures) {}

  void fit(LaidOut& out) {
    switch (out.node->kind) {
      case NodeKind::text:
        fit_text(out);
        break;
      case NodeKind::number:
        if (out.number) {
          fit_figures(out);
        } else {
          fit_text(out);
        }
        break;
      case NodeKind::clock:
        fit_figures(out);
        break;
      case NodeKind::image:
      case NodeKind::video:
        fit_image(out);
        break;
      case NodeKind::qr:
        out.run = pictures_.qr(out.text, static_cast<int>(std::min(width(out), height(out))));
        break;
      default:
        break;
    }
    for (LaidOut& child : out.children) fit(child);
  }

 private:
  static float width(const LaidOut& out) { return out.rect.x1 - out.rect.x0; }
  static float height(const LaidOut& out) { return out.rect.y1 - out.rect.y0; }

  void fit_image(LaidOut& out) {
    if (out.text.empty()) return;
    PictureCache::ImageRequest request{out.text, out.node->image.fit, static_cast<int>(width(out)),
                                       static_cast<int>(height(out)), out.node->image.radius};
    for (float& radius : request.radius) radius *= scale_;
    const bool is_video = out.node->kind == NodeKind::video;
    out.film = is_video ? pictures_.film(request, out.node->video) : pictures_.animation(request);
    if (!is_video && out.film == nullptr) out.run = pictures_.image(request);
  }

  void fit_text(LaidOut& out) {
    const TextSpec& spec = out.node->text;
    RunRequest request{out.text, text_style(spec, scale_),  spec.least_size * scale_, 0,
                       1,        line_height(spec, scale_), alignment(spec),          text_effects(spec, scale_)};
    if (glyphs_.natural_width(out.text, request.style) > width(out)) {
      // In as much room as it was measured in, or lines that were measured to fit would break anew.
      const bool as_measured = width(out) >= std::floor(out.natural_width);
      request.max_width = std::max(1.0F, as_measured ? std::max(width(out), out.wrap_width) : width(out));
      request.max_lines = spec.lines;
    }
    out.run = glyphs_.run(request);
  }

  void fit_figures(LaidOut& out) {
    const TextSpec& spec = out.node->text;
    TextStyle style = text_style(spec, scale_);
    const TextEffects effects = text_effects(spec, scale_);
    const float room = width(out);
    const float natural = glyphs_.figures(style, effects)->width(out.text);
    if (natural > room && spec.least_size > 0) {
      style.size_px =
          std::max(std::min(spec.least_size, spec.size) * scale_, std::floor(style.size_px * room / natural));
    }
    out.figures = glyphs_.figures(style, effects);
  }

  float scale_;
  GlyphCache& glyphs_;
  PictureCache& pictures_;
};

}  // namespace

void fit(LaidOut& tree, float scale, GlyphCache& glyphs, PictureCache& pictures) {
  Fitter(scale, glyphs, pictures).fit(tree);
}

}  // namespace leitai::overlays
