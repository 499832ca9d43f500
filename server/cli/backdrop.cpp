// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/backdrop.h"

#include <cmath>
#include <numbers>
#include <span>

namespace leitai::cli {

namespace {

using overlays::Color;
using overlays::Quad;
using overlays::QuadKind;

constexpr float kDesignWidth = 1920;
constexpr float kDesignHeight = 1080;

/// Something out of focus. Pixels of a canvas 1920 wide.
struct Shape {
  float x = 0, y = 0;  ///< its centre
  float width = 0, height = 0;
  float radius = 0;
  float blur = 0;
  unsigned rgb = 0;
  float opacity = 1;
  float degrees = 0;  ///< turned about its top, clockwise
};

struct Picture {
  unsigned top = 0, bottom = 0;  ///< the gradient behind everything
  std::span<const Shape> shapes;
};

constexpr Shape kStage[] = {
    // The light on the back wall, and a screen on it.
    {560, 420, 1300, 700, 350, 340, 0x27457f, 0.75F},
    {1500, 380, 1000, 700, 350, 320, 0x7d3f2a, 0.55F},
    {960, 330, 860, 400, 12, 46, 0x4f7fd6, 0.6F},
    {960, 330, 700, 240, 60, 110, 0xa9c8ff, 0.35F},
    // Spots from above.
    {330, 430, 150, 1100, 75, 70, 0x9fc0ff, 0.22F, -24},
    {760, 430, 120, 1000, 60, 60, 0xcfe0ff, 0.16F, -9},
    {1230, 430, 130, 1000, 65, 60, 0xffd9a6, 0.18F, 11},
    {1640, 430, 160, 1100, 80, 70, 0xffc27a, 0.2F, 25},
    // The floor, and light on it.
    {960, 960, 2400, 420, 60, 60, 0x17101d, 0.9F},
    {960, 830, 900, 120, 60, 70, 0x8d7fa6, 0.5F},
    // A speaker at a lectern.
    {960, 640, 190, 340, 84, 22, 0x1d2438, 0.95F},
    {960, 448, 92, 112, 46, 14, 0xc79a80, 0.95F},
    {960, 405, 98, 54, 27, 14, 0x17110f, 0.9F},
    {960, 540, 40, 80, 16, 14, 0xdfe4ee, 0.7F},
    {1010, 745, 250, 210, 18, 16, 0x3a2219, 0.95F},
    {1010, 655, 270, 26, 12, 12, 0xb98c58, 0.8F},
    // Lamps.
    {150, 120, 60, 60, 30, 12, 0x7fb0ff, 0.6F},
    {420, 70, 44, 44, 22, 10, 0xb7d2ff, 0.7F},
    {820, 56, 36, 36, 18, 9, 0xffffff, 0.7F},
    {1130, 60, 38, 38, 19, 9, 0xfff0d0, 0.7F},
    {1490, 76, 46, 46, 23, 10, 0xffd39a, 0.7F},
    {1780, 130, 64, 64, 32, 12, 0xff9f5a, 0.6F},
    // Heads of the audience.
    {90, 1030, 170, 200, 80, 30, 0x050509, 0.95F},
    {300, 1050, 160, 190, 78, 30, 0x07060b, 0.95F},
    {520, 1026, 176, 210, 84, 30, 0x050509, 0.95F},
    {760, 1056, 160, 180, 78, 30, 0x08070d, 0.95F},
    {1000, 1040, 170, 190, 82, 30, 0x050509, 0.95F},
    {1230, 1058, 160, 180, 78, 30, 0x07060b, 0.95F},
    {1450, 1030, 172, 200, 84, 30, 0x050509, 0.95F},
    {1680, 1050, 164, 190, 80, 30, 0x08070d, 0.95F},
    {1870, 1034, 168, 200, 82, 30, 0x050509, 0.95F},
};

constexpr Shape kHall[] = {
    // Windows, and the day in them.
    {190, 330, 250, 560, 8, 26, 0xffffff, 0.95F},
    {560, 330, 250, 560, 8, 26, 0xfdfeff, 0.95F},
    {1360, 330, 250, 560, 8, 26, 0xfdfeff, 0.95F},
    {1730, 330, 250, 560, 8, 26, 0xffffff, 0.95F},
    {190, 470, 230, 240, 60, 60, 0xbfd3b0, 0.5F},
    {560, 480, 230, 220, 60, 60, 0xc8dab8, 0.5F},
    {1360, 480, 230, 220, 60, 60, 0xc4d8b6, 0.5F},
    {1730, 470, 230, 240, 60, 60, 0xbfd3b0, 0.5F},
    // A wall of wood with a banner.
    {960, 400, 480, 640, 10, 30, 0xe3cfae, 0.9F},
    {960, 110, 1180, 92, 8, 10, 0xc63a30, 0.95F},
    {960, 110, 900, 30, 15, 14, 0xffe9b8, 0.7F},
    // Ceiling lamps and their light.
    {500, 18, 520, 40, 16, 18, 0xffffff, 0.95F},
    {1420, 18, 520, 40, 16, 18, 0xffffff, 0.95F},
    {960, 700, 2200, 300, 120, 140, 0xf7ecd8, 0.8F},
    // The floor, with the windows in it.
    {960, 960, 2400, 420, 40, 60, 0xc4a67c, 0.85F},
    {400, 900, 520, 70, 35, 50, 0xfaf2e2, 0.7F},
    {1520, 900, 520, 70, 35, 50, 0xfaf2e2, 0.7F},
    // A speaker at a lectern.
    {960, 640, 190, 340, 84, 20, 0x39465f, 0.95F},
    {960, 448, 92, 112, 46, 12, 0xd9a98a, 0.95F},
    {960, 405, 98, 54, 27, 14, 0x2a211d, 0.9F},
    {960, 540, 44, 90, 16, 12, 0xf8f9fb, 0.85F},
    {1010, 745, 250, 210, 18, 14, 0x8a5a34, 0.95F},
    {1010, 655, 270, 26, 12, 10, 0xd8b07c, 0.9F},
    // Plants beside the stage.
    {60, 700, 150, 260, 70, 40, 0x5f8a4c, 0.8F},
    {1860, 700, 150, 260, 70, 40, 0x5f8a4c, 0.8F},
    // Rows of people.
    {110, 1020, 180, 200, 84, 26, 0x4a4038, 0.92F},
    {320, 1044, 170, 190, 80, 26, 0x6a737f, 0.92F},
    {540, 1020, 176, 200, 84, 26, 0x3a3632, 0.92F},
    {770, 1048, 166, 180, 80, 26, 0x8b5f4d, 0.92F},
    {1000, 1034, 172, 190, 82, 26, 0x40464f, 0.92F},
    {1230, 1050, 166, 180, 80, 26, 0x57493f, 0.92F},
    {1450, 1022, 176, 200, 84, 26, 0x35322f, 0.92F},
    {1680, 1044, 170, 190, 80, 26, 0x74808c, 0.92F},
    {1880, 1026, 176, 200, 84, 26, 0x4a4038, 0.92F},
};

Color color_of(unsigned rgb, float opacity) {
  const auto channel = [rgb](unsigned shift) { return static_cast<float>((rgb >> shift) & 255U) / 255.0F; };
  return overlays::color_from_srgb(channel(16), channel(8), channel(0), opacity);
}

Quad behind_everything(const Picture& picture, int width, int height) {
  Quad quad;
  quad.kind = QuadKind::box;
  // Reaches over the edges, which are soft.
  quad.rect = {-4, -4, static_cast<float>(width) + 4, static_cast<float>(height) + 4};
  quad.color = color_of(picture.top, 1);
  quad.color2 = color_of(picture.bottom, 1);
  quad.gradient_angle = std::numbers::pi_v<float> / 2;
  return quad;
}

Quad blurred(const Shape& shape, float scale_x, float scale_y) {
  Quad quad;
  quad.kind = QuadKind::shadow;
  quad.rect = {-shape.width / 2, 0, shape.width / 2, shape.height};
  const float angle = shape.degrees * std::numbers::pi_v<float> / 180;
  const float top = shape.y - shape.height / 2;
  quad.transform = {std::cos(angle) * scale_x, -std::sin(angle) * scale_x, std::sin(angle) * scale_y,
                    std::cos(angle) * scale_y, shape.x * scale_x,          top * scale_y};
  quad.color = quad.color2 = color_of(shape.rgb, shape.opacity);
  quad.blur = shape.blur;
  for (float& radius : quad.radius) radius = shape.radius;
  return quad;
}

}  // namespace

overlays::Canvas draw_backdrop(Backdrop backdrop, int width, int height) {
  const Picture picture =
      backdrop == Backdrop::dark ? Picture{0x0a1024, 0x1a1220, kStage} : Picture{0xf1ece2, 0xd8cdb9, kHall};
  overlays::DisplayList list{width, height, {}};
  list.quads.push_back(behind_everything(picture, width, height));
  for (const Shape& shape : picture.shapes) {
    list.quads.push_back(
        blurred(shape, static_cast<float>(width) / kDesignWidth, static_cast<float>(height) / kDesignHeight));
  }
  overlays::Canvas canvas(width, height);
  overlays::repaint(list, {}, canvas);
  return canvas;
}

}  // namespace leitai::cli
