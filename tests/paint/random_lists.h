// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cmath>
#include <random>

#include "tests/paint/small_pictures.h"

namespace leitai::overlays::testing {

constexpr int kWidth = 90;
constexpr int kHeight = 60;

/// Random lists of all kinds of quads, and pages for their glyphs. The same seed, the same lists.
class Lists {
 public:
  explicit Lists(unsigned seed) : random_(seed) {
    glyphs_ = {64, 64, std::vector<std::uint8_t>(64 * 64)};
    for (std::uint8_t& byte : glyphs_.bytes) byte = static_cast<std::uint8_t>(random_());
    emoji_ = {32, 32, std::vector<std::uint8_t>(32 * 32 * 4)};
    for (std::size_t i = 0; i < emoji_.bytes.size(); i += 4) {
      // Premultiplied in linear light: a channel's light is never more than alpha.
      emoji_.bytes[i + 3] = static_cast<std::uint8_t>(random_());
      for (int c = 0; c < 3; ++c)
        emoji_.bytes[i + c] = static_cast<std::uint8_t>(random_() % (emoji_.bytes[i + 3] + 1));
    }
  }

  AtlasPixels atlas() const { return {{glyphs_.pixels()}, {emoji_.pixels()}}; }

  DisplayList next() {
    DisplayList list{kWidth, kHeight, {}};
    for (int i = 0; i < 12; ++i) list.quads.push_back(quad());
    return list;
  }

 private:
  float between(float low, float high) { return std::uniform_real_distribution<float>(low, high)(random_); }
  bool chance(float probability) { return between(0, 1) < probability; }
  Color color() {
    return color_from_srgb(between(0, 1), between(0, 1), between(0, 1), chance(0.3F) ? 1 : between(0, 1));
  }

  Affine transform() {
    Affine t;
    if (chance(0.5F)) {
      t.x0 = std::round(between(-10, 10));
      t.y0 = std::round(between(-10, 10));
      return t;
    }
    t.x0 = between(-10, 10);
    t.y0 = between(-10, 10);
    if (chance(0.6F)) {
      t.xx = between(0.3F, 2.5F);
      t.yy = chance(0.5F) ? t.xx : between(0.3F, 2.5F);
    }
    if (chance(0.3F)) {
      const float angle = between(-3, 3);
      t = {t.xx * std::cos(angle), -t.yy * std::sin(angle), t.xx * std::sin(angle), t.yy * std::cos(angle), 40, 30};
    }
    return t;
  }

  Quad quad() {
    Quad q;
    q.kind = static_cast<QuadKind>(random_() % 5);
    const bool whole = chance(0.5F);
    const auto place = [&](float v) { return whole ? std::round(v) : v; };
    q.rect.x0 = place(between(-5, 60));
    q.rect.y0 = place(between(-5, 40));
    q.rect.x1 = q.rect.x0 + std::max(1.0F, place(between(1, 60)));
    q.rect.y1 = q.rect.y0 + std::max(1.0F, place(between(1, 40)));
    q.transform = transform();
    q.color = color();
    q.color2 = chance(0.5F) ? q.color : color();
    q.border = color();
    q.border_width = chance(0.5F) ? 0 : between(0, 5);
    q.gradient_angle = chance(0.5F) ? static_cast<float>(M_PI / 2) * static_cast<float>(random_() % 4) : between(-4, 4);
    for (float& radius : q.radius) radius = chance(0.5F) ? 0 : between(0, 25);
    q.blur = chance(0.1F) ? 0 : between(0, 15);
    if (q.kind == QuadKind::ring) {
      q.border_width = chance(0.1F) ? 0 : between(0.1F, 25);
      q.sweep = chance(0.2F) ? between(-1, 0) : chance(0.3F) ? between(6.2F, 8) : between(0, 6.3F);
    }
    q.opacity = chance(0.5F) ? 1 : between(0, 1);
    if (chance(0.3F)) {
      q.clip = {place(between(0, 40)), place(between(0, 30)), place(between(40, 90)), place(between(30, 60))};
    }
    if (q.kind == QuadKind::glyph || q.kind == QuadKind::emoji) {
      const auto size = [&] { return static_cast<float>(1 + random_() % 12); };
      q.texels = {size(), size(), 0, 0};
      q.texels.x1 = q.texels.x0 + size();
      q.texels.y1 = q.texels.y0 + size();
      if (chance(0.6F)) {
        q.rect.x1 = q.rect.x0 + q.texels.x1 - q.texels.x0;
        q.rect.y1 = q.rect.y0 + q.texels.y1 - q.texels.y0;
      }
    }
    return q;
  }

  std::mt19937 random_;
  Page glyphs_;
  Page emoji_;
};

/// What lists are painted over.
inline Canvas ground() {
  Canvas canvas(kWidth, kHeight);
  canvas.clear(color_from_srgb(0.2F, 0.4F, 0.3F, 0.7F));
  return canvas;
}

}  // namespace leitai::overlays::testing
