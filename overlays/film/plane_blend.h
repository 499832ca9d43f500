// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "overlays/film/av.h"
#include "overlays/film/plane_kernels.h"
#include "overlays/paint/cpu_painter.h"

namespace leitai::overlays {

/// From encoded red, green and blue to the levels of a film's planes, and back.
struct FilmColors {
  double red_weight = 0.2126;  ///< of luma, as the matrix of BT.709 or another has it
  double blue_weight = 0.0722;
  bool full_range = false;

  /// By the picture's tags; without any, BT.709 from 720 rows on, else BT.601.
  static FilmColors of(const AVFrame& picture);
  friend bool operator==(const FilmColors&, const FilmColors&) = default;
};

/// Blends a canvas over pictures in yuv420p, in linear light, and touches only what is not transparent. What it knows
/// of the canvas it keeps from picture to picture. sRGB's curve takes a film's levels to light, as OBS does it.
class PlaneBlend {
 public:
  PlaneBlend(int width, int height, const FilmColors& colors);

  /// The canvas was changed there.
  void update(const Canvas& canvas, const std::vector<PixelRect>& damage);
  bool is_empty() const;
  /// Writes into the picture, which nobody else looks at.
  void blend(const Canvas& canvas, AVFrame& picture) const;

 private:
  /// Blocks of two by two pixels in a row of them.
  struct Run {
    int begin = 0, end = 0;
    bool is_opaque = false;
  };

  plane_kernels::LightRows light_at(const Canvas& canvas, int row, int block) const;
  void encode(const Canvas& canvas, int row, int begin, int end);
  void find_runs(int row);
  void copy(const Run& run, int row, AVFrame& picture) const;
  void mix(const Canvas& canvas, const Run& run, int row, AVFrame& picture) const;

  int width_, height_;
  plane_kernels::Matrix matrix_;
  std::vector<std::uint8_t> y_, u_, v_;  ///< where the canvas is opaque
  std::vector<std::uint8_t> cover_;      ///< of blocks
  std::vector<std::vector<Run>> rows_;   ///< of blocks
};

}  // namespace leitai::overlays
