// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/plugin/harness/random_lists.h"

#include <cmath>

#include "overlays/text/text_engine.h"

namespace leitai::test {
namespace {

using overlays::Color;
using overlays::DisplayList;
using overlays::Quad;
using overlays::QuadKind;
using overlays::Rect;

constexpr int kPage = overlays::kAtlasPageSize;
constexpr int kCell = 40;  ///< a glyph and the empty texels around it
constexpr int kGlyph = 32;
constexpr int kCells = 6;  ///< in each direction
constexpr int kWidth = 320;
constexpr int kHeight = 180;
/// No multiples of anything that a card likes.
constexpr std::pair<int, int> kMovingSizes[] = {{61, 37}, {90, 11}};

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  float between(float low, float high) {
    return low + (high - low) * static_cast<float>(engine_() >> 8) / static_cast<float>(1U << 24);
  }
  int whole(int low, int high) { return low + static_cast<int>(engine_() % static_cast<unsigned>(high - low + 1)); }
  bool chance(float share) { return between(0, 1) < share; }

 private:
  std::mt19937 engine_;
};

Color some_color(Dice& dice) {
  const float alpha = dice.chance(0.5F) ? 1 : dice.between(0.2F, 1);
  return overlays::color_from_srgb(dice.between(0, 1), dice.between(0, 1), dice.between(0, 1), alpha);
}

Rect some_rect(Dice& dice, float smallest, float largest) {
  const float x = dice.between(-20, kWidth);
  const float y = dice.between(-20, kHeight);
  return {x, y, x + dice.between(smallest, largest), y + dice.between(smallest, largest)};
}

Rect on_whole_pixels(const Rect& rect) {
  return {std::round(rect.x0), std::round(rect.y0), std::round(rect.x1), std::round(rect.y1)};
}

void dress_box(Quad& quad, Dice& dice) {
  quad.rect = some_rect(dice, 3, 120);
  if (dice.chance(0.5F)) {
    quad.rect = on_whole_pixels(quad.rect);
  }
  quad.color = some_color(dice);
  quad.color2 = dice.chance(0.4F) ? some_color(dice) : quad.color;
  quad.gradient_angle = dice.between(-4, 4);
  if (dice.chance(0.4F)) {
    quad.border_width = dice.between(0.5F, 6);
    quad.border = some_color(dice);
  }
  for (float& radius : quad.radius) {
    radius = dice.chance(0.5F) ? dice.between(0, 24) : 0;
  }
}

void dress_shadow(Quad& quad, Dice& dice) {
  quad.rect = some_rect(dice, 10, 100);
  quad.color = some_color(dice);
  quad.blur = dice.chance(0.1F) ? 0 : dice.between(1, 24);
  for (float& radius : quad.radius) {
    radius = dice.between(0, 12);
  }
}

void dress_ring(Quad& quad, Dice& dice) {
  quad.rect = some_rect(dice, 6, 110);
  if (dice.chance(0.5F)) {
    quad.rect = on_whole_pixels(quad.rect);
  }
  quad.color = some_color(dice);
  quad.border_width = dice.between(0.5F, 30);
  quad.gradient_angle = dice.between(-7, 7);
  quad.sweep = dice.chance(0.2F) ? 7 : dice.between(0, 6.3F);
}

/// All of a moving picture, at its own size or another.
void dress_moving(Quad& quad, Dice& dice) {
  quad.page = static_cast<std::uint16_t>(dice.whole(0, 1));
  const auto [width, height] = kMovingSizes[quad.page];
  quad.texels = {0, 0, static_cast<float>(width), static_cast<float>(height)};
  const Rect at = on_whole_pixels(some_rect(dice, 1, 2));
  const float size = dice.chance(0.5F) ? 1 : dice.between(0.6F, 1.3F);
  quad.rect = {at.x0, at.y0, at.x0 + size * quad.texels.x1, at.y0 + size * quad.texels.y1};
  quad.color = some_color(dice);
}

void put_noise(std::uint8_t* texel, Dice& dice) {
  const int alpha = dice.whole(0, 255);
  texel[3] = static_cast<std::uint8_t>(alpha);
  for (std::size_t c = 0; c < 3; ++c) {
    texel[c] = static_cast<std::uint8_t>(dice.whole(0, alpha));
  }
}

void dress_glyph(Quad& quad, Dice& dice) {
  const auto x = static_cast<float>(4 + kCell * dice.whole(0, kCells - 1));
  const auto y = static_cast<float>(4 + kCell * dice.whole(0, kCells - 1));
  quad.texels = {x, y, x + kGlyph, y + kGlyph};
  const Rect at = on_whole_pixels(some_rect(dice, 1, 2));
  const float size = quad.kind == QuadKind::emoji ? dice.between(18, 40) : kGlyph;
  quad.rect = {at.x0, at.y0, at.x0 + size, at.y0 + size};
  quad.color = some_color(dice);
}

void take_pose(Quad& quad, Pose pose, Dice& dice) {
  const bool moved = pose != Pose::at_rest;
  const float scale = pose == Pose::scaled || pose == Pose::turned ? dice.between(0.6F, 1.5F) : 1;
  const float angle = pose == Pose::turned ? dice.between(-3, 3) : 0;
  const float x = (quad.rect.x0 + quad.rect.x1) / 2;
  const float y = (quad.rect.y0 + quad.rect.y1) / 2;
  auto& t = quad.transform;
  if (scale != 1 || angle != 0) {
    t = {scale * std::cos(angle), -scale * std::sin(angle), scale * std::sin(angle), scale * std::cos(angle), 0, 0};
    if (angle == 0) {
      t.xy = t.yx = 0;
    }
    t.x0 = x - t.xx * x - t.xy * y;
    t.y0 = y - t.yx * x - t.yy * y;
  }
  if (moved) {
    t.x0 += dice.between(-3, 3);
    t.y0 += dice.between(-3, 3);
  }
}

}  // namespace

NoiseAtlas::NoiseAtlas() : glyphs_(std::size_t{kPage} * kPage), emoji_(std::size_t{kPage} * kPage * 4) {
  Dice dice(7);
  for (int y = 0; y < kCells * kCell; ++y) {
    for (int x = 0; x < kCells * kCell; ++x) {
      const int in_x = x % kCell;
      const int in_y = y % kCell;
      if (in_x < 4 || in_x >= 4 + kGlyph || in_y < 4 || in_y >= 4 + kGlyph) {
        continue;
      }
      const std::size_t at = static_cast<std::size_t>(y) * kPage + static_cast<std::size_t>(x);
      glyphs_[at] = static_cast<std::uint8_t>(dice.whole(0, 255));
      put_noise(&emoji_[at * 4], dice);
    }
  }
  for (std::size_t i = 0; i < moving_.size(); ++i) {
    moving_[i].resize(static_cast<std::size_t>(kMovingSizes[i].first) * kMovingSizes[i].second * 4);
    for (std::size_t at = 0; at < moving_[i].size(); at += 4) {
      put_noise(&moving_[i][at], dice);
    }
  }
}

overlays::AtlasPixels NoiseAtlas::pixels() const {
  overlays::AtlasPixels pixels{{{kPage, kPage, glyphs_}}, {{kPage, kPage, emoji_}}};
  for (std::size_t i = 0; i < moving_.size(); ++i) {
    pixels.moving.push_back({kMovingSizes[i].first, kMovingSizes[i].second, moving_[i]});
  }
  return pixels;
}

DisplayList random_list(Pose pose, std::uint32_t seed) {
  Dice dice(seed);
  DisplayList list{kWidth, kHeight, {}};
  constexpr int kQuads = 14;
  for (int i = 0; i < kQuads; ++i) {
    Quad quad;
    quad.kind = static_cast<QuadKind>(dice.whole(0, 5));
    switch (quad.kind) {
      case QuadKind::box:
        dress_box(quad, dice);
        break;
      case QuadKind::shadow:
        dress_shadow(quad, dice);
        break;
      case QuadKind::ring:
        dress_ring(quad, dice);
        break;
      case QuadKind::moving:
        dress_moving(quad, dice);
        break;
      default:
        dress_glyph(quad, dice);
    }
    take_pose(quad, pose, dice);
    if (dice.chance(0.3F)) {
      quad.clip = some_rect(dice, 40, 200);
    }
    quad.opacity = dice.chance(0.7F) ? 1 : dice.between(0, 1);
    list.quads.push_back(quad);
  }
  return list;
}

}  // namespace leitai::test
