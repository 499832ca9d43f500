// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// The inner loops of the CPU painter, for the widest vectors that the processor has. A pixel's
/// result depends on its own place only, never on where a span starts or ends.
///
/// Pixels are a canvas's: four numbers each, 65535 being 1. What is painted is in floats of the same
/// scale, 0 … kFull; coverage and factors are 0 … 1. Results are rounded to the nearest number.
namespace leitai::overlays::kernels {

constexpr float kFull = 65535;

/// The longest span that one call takes, in pixels, where coverage is given.
constexpr int kSpan = 256;
/// What output arrays hold: whole vectors are written, up to this.
constexpr int kSpanRoom = kSpan + 64;

/// Where a row's pixels lie from the centre of a box or a ring: u = start + step · (x + 0.5).
struct RowPoints {
  float start_x = 0, start_y = 0;
  float step_x = 0, step_y = 0;
};

/// Half the size, and radii (top left, top right, bottom right, bottom left) already bounded.
struct RoundBox {
  float half_width = 0, half_height = 0;
  float radius[4] = {};
};

/// Along +y lies the middle of the sweep; sine and cosine are of half the sweep, 0 and −1 for a whole ring.
struct Ring {
  float middle = 0, half_width = 0;
  float sin_half = 0, cos_half = -1;
};

struct Span {
  int x = 0;
  int count = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

void box_coverage(const RowPoints& row, const RoundBox& box, float aa, float border_width, Span span, float* outer,
                  float* inner);
void shadow_coverage(const RowPoints& row, const RoundBox& box, float blur, Span span, float* coverage);
void ring_coverage(const RowPoints& row, const Ring& ring, float aa, Span span, float* coverage);
/// clamp(u.x · along_x + u.y · along_y + 0.5, 0, 1)
void ramp(const RowPoints& row, float along_x, float along_y, Span span, float* t);

/// Rows of a picture, beneath each other. The stride, from row to row, is in pixels.
template <typename Number>
struct PixelRows {
  Number* pixels = nullptr;
  std::size_t stride = 0;
};

/// Over `count` pixels; colours are premultiplied. Where a colour's alpha is kFull, what was there
/// leaves no trace.
void paint_solid(std::uint16_t* pixels, int count, const float* color);
/// The same over rows, with four floats of `colors` for each.
void paint_solid_rows(PixelRows<std::uint16_t> pixels, int count, int rows, const float* colors);
void blend_covered(std::uint16_t* pixels, int count, const float* color, const float* coverage);
/// Each row is covered alike.
void blend_covered_rows(PixelRows<std::uint16_t> pixels, int count, int rows, const float* color,
                        const float* coverage);
/// `source` holds four floats for each pixel.
void blend_pixels(std::uint16_t* pixels, int count, const float* source, float factor);

/// A rectangle of coverage bytes (255 is 1), row by row. Strides are in pixels and in bytes.
struct CoverageBytes {
  const std::uint8_t* bytes = nullptr;
  std::size_t stride = 0;
  int width = 0, height = 0;
};
void blend_bytes(std::uint16_t* pixels, std::size_t stride, const CoverageBytes& coverage, const float* color);

/// What a box is filled with along a span: color + color_step · t inside, `border` around it.
struct BoxPaint {
  float color[4] = {};
  float color_step[4] = {};
  float border[4] = {};
};
/// Inside only. With kFull alpha at both ends what was there leaves no trace.
void paint_ramp(std::uint16_t* pixels, int count, const BoxPaint& paint, const float* t);
void blend_box(std::uint16_t* pixels, int count, const BoxPaint& paint, const float* t, const float* outer,
               const float* inner);

/// A copy to where nobody reads soon: past the caches. `done_streaming` follows the last one.
void stream(const std::uint8_t* from, std::size_t bytes, std::uint8_t* to);
void done_streaming();

/// The byte of each number of light.
using ByteOfLight = std::array<std::uint8_t, 65536>;
/// RGBA bytes, alpha linear; where `straight`, colours are divided by alpha first.
void encode(const std::uint16_t* pixels, int count, const ByteOfLight& byte_of, bool straight, std::uint8_t* rgba);

}  // namespace leitai::overlays::kernels
