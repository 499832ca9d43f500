// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

/// The inner loops of PlaneBlend, for the widest vectors that the processor has. A block's result depends on its own
/// light and levels only, never on where a call begins or ends.
///
/// Blocks are two by two pixels, which share a level of u and of v. Light is a canvas's: four numbers a pixel,
/// premultiplied, 65535 being 1.
namespace leitai::overlays::plane_kernels {

/// Levels of planes from encoded colours of 0 … 1, and back.
struct Matrix {
  float to_y[3] = {};  ///< of red, green and blue
  float to_u[3] = {};
  float to_v[3] = {};
  float black = 0;     ///< the level of y
  float y_to_rgb = 0;  ///< from levels above black
  float v_to_r = 0;    ///< from levels around 128, as the rest
  float u_to_g = 0, v_to_g = 0;
  float u_to_b = 0;
};

/// The light of a row of blocks: both rows of pixels.
struct LightRows {
  const std::uint16_t* top = nullptr;
  const std::uint16_t* bottom = nullptr;
};

/// The levels of a row of blocks.
struct LevelRows {
  std::uint8_t* top = nullptr;
  std::uint8_t* bottom = nullptr;
  std::uint8_t* u = nullptr;
  std::uint8_t* v = nullptr;
};

/// What a block hides.
enum Cover : std::uint8_t { kNothing, kSome, kAll };

/// The cover of `blocks` blocks, and the levels of those that hide all; the levels of the others are not to be used.
void encode(const LightRows& light, int blocks, const Matrix& matrix, const LevelRows& levels, std::uint8_t* cover);

/// Adds light to the levels of blocks: over what is there, in linear light.
void mix(const LightRows& light, int blocks, const Matrix& matrix, const LevelRows& levels);

}  // namespace leitai::overlays::plane_kernels
