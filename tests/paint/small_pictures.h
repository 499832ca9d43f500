// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "overlays/paint/cpu_painter.h"

namespace leitai::overlays::testing {

constexpr Color kWhite{1, 1, 1, 1};
constexpr Color kRed{1, 0, 0, 1};

inline Quad box_quad(Rect rect, Color color) {
  Quad quad;
  quad.rect = rect;
  quad.color = color;
  quad.color2 = color;
  return quad;
}

inline Canvas painted(const std::vector<Quad>& quads, int width, int height, Color under = {},
                      const AtlasPixels& atlas = {}) {
  Canvas canvas(width, height);
  canvas.clear(under);
  paint({width, height, quads}, atlas, canvas);
  return canvas;
}

/// What a pixel of a canvas can differ from the exact light: its numbers are whole.
constexpr double kStep = 1.0 / 65535;

inline std::array<float, 4> pixel(const Canvas& canvas, int x, int y) {
  std::array<float, 4> light{};
  for (std::size_t c = 0; c < 4; ++c) {
    light[c] = static_cast<float>(canvas.at(x, y)[c]) / 65535;
  }
  return light;
}

/// Each channel is as near as a canvas can tell.
inline bool is_near(const std::array<float, 4>& light, const Color& color) {
  const float expected[] = {color.r, color.g, color.b, color.a};
  for (std::size_t c = 0; c < 4; ++c) {
    if (!(std::abs(double{light[c]} - expected[c]) <= 0.6 * kStep)) return false;
  }
  return true;
}

/// Alpha in tenths, row by row: '.' nothing, '#' all, else a digit.
inline std::vector<std::string> alpha_rows(const Canvas& canvas) {
  std::vector<std::string> rows;
  for (int y = 0; y < canvas.height(); ++y) {
    std::string row;
    for (int x = 0; x < canvas.width(); ++x) {
      const int tenths = static_cast<int>(std::lround(pixel(canvas, x, y)[3] * 10));
      row += tenths <= 0 ? '.' : tenths >= 10 ? '#' : static_cast<char>('0' + tenths);
    }
    rows.push_back(row);
  }
  return rows;
}

/// The sum of alpha, in pixels.
inline double lit_area(const Canvas& canvas) {
  double area = 0;
  for (std::size_t i = 3; i < canvas.pixels().size(); i += 4) area += canvas.pixels()[i] * kStep;
  return area;
}

/// A page of coverage or colour, whose bytes live here.
struct Page {
  int width = 0, height = 0;
  std::vector<std::uint8_t> bytes;
  AtlasPagePixels pixels() const { return {width, height, bytes}; }
};

}  // namespace leitai::overlays::testing
