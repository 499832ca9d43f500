// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

/// The inner loops of the CPU painter, for the widest vectors that the processor has. A pixel's
/// result depends on its own place only, never on where a span starts or ends.
namespace leitai::overlays::kernels {

/// The longest span that one call takes, in pixels.
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
};

void box_coverage(const RowPoints& row, const RoundBox& box, float aa, float border_width, Span span, float* outer,
                  float* inner);
void shadow_coverage(const RowPoints& row, const RoundBox& box, float blur, Span span, float* coverage);
void ring_coverage(const RowPoints& row, const Ring& ring, float aa, Span span, float* coverage);
/// clamp(u.x · along_x + u.y · along_y + 0.5, 0, 1)
void ramp(const RowPoints& row, float along_x, float along_y, Span span, float* t);
/// bytes / 255
void coverage_of_bytes(const std::uint8_t* bytes, int count, float* coverage);

/// Over `count` RGBA pixels; colours are premultiplied.
void blend_solid(float* pixels, int count, const float* color);
void blend_covered(float* pixels, int count, const float* color, const float* coverage);
void blend_pixels(float* pixels, int count, const float* source, float factor);

/// What a box is filled with along a span: color + color_step · t inside, `border` around it.
struct BoxPaint {
  float color[4] = {};
  float color_step[4] = {};
  float border[4] = {};
};
void blend_box(float* pixels, int count, const BoxPaint& paint, const float* t, const float* outer, const float* inner);

}  // namespace leitai::overlays::kernels
