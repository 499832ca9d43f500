// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/kernels.h"

// Few variants: what every 64-bit processor has, SSE4, and AVX2.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3 | HWY_AVX3_DL)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "overlays/paint/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace leitai::overlays::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Wide = hn::ScalableTag<float>;
/// A pixel's four floats, or as many of them as the target has lanes for (the plainest has one).
using Pixel = hn::CappedTag<float, 4>;

template <class D>
HWY_INLINE hn::Vec<D> centres(D d, int x) {
  return hn::Add(hn::Add(hn::Set(d, static_cast<float>(x)), hn::Iota(d, 0.0F)), hn::Set(d, 0.5F));
}

template <class D>
HWY_INLINE hn::Vec<D> clamp01(D d, hn::Vec<D> v) {
  return hn::Min(hn::Max(v, hn::Zero(d)), hn::Set(d, 1.0F));
}

/// The signed distance of a vector of pixels to a rounded box.
template <class D>
HWY_INLINE hn::Vec<D> distance(D d, const RowPoints& row, const RoundBox& box, hn::Vec<D> centre) {
  const auto zero = hn::Zero(d);
  const auto ux = hn::MulAdd(hn::Set(d, row.step_x), centre, hn::Set(d, row.start_x));
  const auto uy = hn::MulAdd(hn::Set(d, row.step_y), centre, hn::Set(d, row.start_y));
  const auto left = hn::Lt(ux, zero);
  const auto top = hn::IfThenElse(left, hn::Set(d, box.radius[0]), hn::Set(d, box.radius[1]));
  const auto bottom = hn::IfThenElse(left, hn::Set(d, box.radius[3]), hn::Set(d, box.radius[2]));
  const auto r = hn::IfThenElse(hn::Lt(uy, zero), top, bottom);
  const auto qx = hn::Add(hn::Sub(hn::Abs(ux), hn::Set(d, box.half_width)), r);
  const auto qy = hn::Add(hn::Sub(hn::Abs(uy), hn::Set(d, box.half_height)), r);
  const auto ox = hn::Max(qx, zero);
  const auto oy = hn::Max(qy, zero);
  const auto corner = hn::Sqrt(hn::MulAdd(ox, ox, hn::Mul(oy, oy)));
  return hn::Sub(hn::Add(hn::Min(hn::Max(qx, qy), zero), corner), r);
}

void box_coverage(const RowPoints& row, const RoundBox& box, float aa, float border_width, Span span,
                  float* HWY_RESTRICT outer, float* HWY_RESTRICT inner) {
  const Wide d;
  const auto scale = hn::Set(d, 1 / aa);
  const auto half = hn::Set(d, 0.5F);
  const auto border = hn::Set(d, border_width);
  for (int i = 0; i < span.count; i += static_cast<int>(hn::Lanes(d))) {
    const auto dist = distance(d, row, box, centres(d, span.x + i));
    hn::StoreU(clamp01(d, hn::Sub(half, hn::Mul(dist, scale))), d, outer + i);
    hn::StoreU(clamp01(d, hn::Sub(half, hn::Mul(hn::Add(dist, border), scale))), d, inner + i);
  }
}

void shadow_coverage(const RowPoints& row, const RoundBox& box, float blur, Span span, float* HWY_RESTRICT coverage) {
  const Wide d;
  const auto one = hn::Set(d, 1.0F);
  for (int i = 0; i < span.count; i += static_cast<int>(hn::Lanes(d))) {
    const auto dist = distance(d, row, box, centres(d, span.x + i));
    const auto t = clamp01(d, hn::Mul(hn::Add(dist, hn::Set(d, blur)), hn::Set(d, 0.5F / blur)));
    const auto smooth = hn::Mul(hn::Mul(t, t), hn::NegMulAdd(hn::Set(d, 2.0F), t, hn::Set(d, 3.0F)));
    hn::StoreU(hn::Sub(one, smooth), d, coverage + i);
  }
}

void ring_coverage(const RowPoints& row, const Ring& ring, float aa, Span span, float* HWY_RESTRICT coverage) {
  const Wide d;
  const auto scale = hn::Set(d, 1 / aa);
  const auto half = hn::Set(d, 0.5F);
  const auto middle = hn::Set(d, ring.middle);
  const auto half_width = hn::Set(d, ring.half_width);
  const auto sin_half = hn::Set(d, ring.sin_half);
  const auto cos_half = hn::Set(d, ring.cos_half);
  for (int i = 0; i < span.count; i += static_cast<int>(hn::Lanes(d))) {
    const auto centre = centres(d, span.x + i);
    const auto ux = hn::Abs(hn::MulAdd(hn::Set(d, row.step_x), centre, hn::Set(d, row.start_x)));
    const auto uy = hn::MulAdd(hn::Set(d, row.step_y), centre, hn::Set(d, row.start_y));
    const auto from_way = hn::Abs(hn::Sub(hn::Sqrt(hn::MulAdd(ux, ux, hn::Mul(uy, uy))), middle));
    const auto ex = hn::NegMulAdd(middle, sin_half, ux);
    const auto ey = hn::NegMulAdd(middle, cos_half, uy);
    const auto from_end = hn::Sqrt(hn::MulAdd(ex, ex, hn::Mul(ey, ey)));
    const auto beside_way = hn::Le(hn::Mul(ux, cos_half), hn::Mul(uy, sin_half));
    const auto dist = hn::Sub(hn::IfThenElse(beside_way, from_way, from_end), half_width);
    hn::StoreU(clamp01(d, hn::Sub(half, hn::Mul(dist, scale))), d, coverage + i);
  }
}

void ramp(const RowPoints& row, float along_x, float along_y, Span span, float* HWY_RESTRICT t) {
  const Wide d;
  for (int i = 0; i < span.count; i += static_cast<int>(hn::Lanes(d))) {
    const auto centre = centres(d, span.x + i);
    const auto ux = hn::MulAdd(hn::Set(d, row.step_x), centre, hn::Set(d, row.start_x));
    const auto uy = hn::MulAdd(hn::Set(d, row.step_y), centre, hn::Set(d, row.start_y));
    const auto along = hn::MulAdd(ux, hn::Set(d, along_x), hn::Mul(uy, hn::Set(d, along_y)));
    hn::StoreU(clamp01(d, hn::Add(along, hn::Set(d, 0.5F))), d, t + i);
  }
}

void coverage_of_bytes(const std::uint8_t* HWY_RESTRICT bytes, int count, float* HWY_RESTRICT coverage) {
  for (int i = 0; i < count; ++i) {
    coverage[i] = static_cast<float>(bytes[i]) * (1 / 255.0F);
  }
}

/// One pixel: source over what is there. `source(c)` gives lanes c, c + 1 … of the source.
template <typename Source>
HWY_INLINE void put_over(float* HWY_RESTRICT pixel, float source_alpha, const Source& source) {
  const Pixel p;
  const auto left_through = hn::Set(p, 1 - source_alpha);
  for (int c = 0; c < 4; c += static_cast<int>(hn::Lanes(p))) {
    hn::StoreU(hn::MulAdd(hn::LoadU(p, pixel + c), left_through, source(c)), p, pixel + c);
  }
}

void blend_solid(float* HWY_RESTRICT pixels, int count, const float* HWY_RESTRICT color) {
  const Wide d;
  const Pixel p;
  const int step = static_cast<int>(hn::Lanes(d)) / 4;  // pixels
  int i = 0;
  if (step > 0) {
    HWY_ALIGN float repeated[hn::MaxLanes(Wide())];
    for (std::size_t lane = 0; lane < hn::Lanes(d); ++lane) {
      repeated[lane] = color[lane % 4];
    }
    const auto source = hn::Load(d, repeated);
    const auto left_through = hn::Set(d, 1 - color[3]);
    for (; i + step <= count; i += step) {
      hn::StoreU(hn::MulAdd(hn::LoadU(d, pixels + i * 4), left_through, source), d, pixels + i * 4);
    }
  }
  for (; i < count; ++i) {
    put_over(pixels + i * 4, color[3], [&](int c) { return hn::LoadU(p, color + c); });
  }
}

void blend_covered(float* HWY_RESTRICT pixels, int count, const float* HWY_RESTRICT color,
                   const float* HWY_RESTRICT coverage) {
  const Pixel p;
  for (int i = 0; i < count; ++i) {
    if (coverage[i] > 0) {
      const auto cover = hn::Set(p, coverage[i]);
      put_over(pixels + i * 4, color[3] * coverage[i], [&](int c) { return hn::Mul(hn::LoadU(p, color + c), cover); });
    }
  }
}

void blend_pixels(float* HWY_RESTRICT pixels, int count, const float* HWY_RESTRICT source, float factor) {
  const Pixel p;
  const auto times = hn::Set(p, factor);
  for (int i = 0; i < count; ++i) {
    const float* from = source + i * 4;
    put_over(pixels + i * 4, from[3] * factor, [&](int c) { return hn::Mul(hn::LoadU(p, from + c), times); });
  }
}

void blend_box(float* HWY_RESTRICT pixels, int count, const BoxPaint& paint, const float* HWY_RESTRICT t,
               const float* HWY_RESTRICT outer, const float* HWY_RESTRICT inner) {
  const Pixel p;
  for (int i = 0; i < count; ++i) {
    if (!(outer[i] > 0)) {
      continue;
    }
    const float rim = outer[i] - inner[i];
    const float alpha = (paint.color[3] + paint.color_step[3] * t[i]) * inner[i] + paint.border[3] * rim;
    put_over(pixels + i * 4, alpha, [&](int c) {
      const auto fill = hn::MulAdd(hn::LoadU(p, paint.color_step + c), hn::Set(p, t[i]), hn::LoadU(p, paint.color + c));
      return hn::MulAdd(fill, hn::Set(p, inner[i]), hn::Mul(hn::LoadU(p, paint.border + c), hn::Set(p, rim)));
    });
  }
}

}  // namespace
}  // namespace leitai::overlays::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace leitai::overlays::kernels {

HWY_EXPORT(box_coverage);
HWY_EXPORT(shadow_coverage);
HWY_EXPORT(ring_coverage);
HWY_EXPORT(ramp);
HWY_EXPORT(coverage_of_bytes);
HWY_EXPORT(blend_solid);
HWY_EXPORT(blend_covered);
HWY_EXPORT(blend_pixels);
HWY_EXPORT(blend_box);

void box_coverage(const RowPoints& row, const RoundBox& box, float aa, float border_width, Span span, float* outer,
                  float* inner) {
  HWY_DYNAMIC_DISPATCH(box_coverage)(row, box, aa, border_width, span, outer, inner);
}

void shadow_coverage(const RowPoints& row, const RoundBox& box, float blur, Span span, float* coverage) {
  HWY_DYNAMIC_DISPATCH(shadow_coverage)(row, box, blur, span, coverage);
}

void ring_coverage(const RowPoints& row, const Ring& ring, float aa, Span span, float* coverage) {
  HWY_DYNAMIC_DISPATCH(ring_coverage)(row, ring, aa, span, coverage);
}

void ramp(const RowPoints& row, float along_x, float along_y, Span span, float* t) {
  HWY_DYNAMIC_DISPATCH(ramp)(row, along_x, along_y, span, t);
}

void coverage_of_bytes(const std::uint8_t* bytes, int count, float* coverage) {
  HWY_DYNAMIC_DISPATCH(coverage_of_bytes)(bytes, count, coverage);
}

void blend_solid(float* pixels, int count, const float* color) {
  HWY_DYNAMIC_DISPATCH(blend_solid)(pixels, count, color);
}

void blend_covered(float* pixels, int count, const float* color, const float* coverage) {
  HWY_DYNAMIC_DISPATCH(blend_covered)(pixels, count, color, coverage);
}

void blend_pixels(float* pixels, int count, const float* source, float factor) {
  HWY_DYNAMIC_DISPATCH(blend_pixels)(pixels, count, source, factor);
}

void blend_box(float* pixels, int count, const BoxPaint& paint, const float* t, const float* outer,
               const float* inner) {
  HWY_DYNAMIC_DISPATCH(blend_box)(pixels, count, paint, t, outer, inner);
}

}  // namespace leitai::overlays::kernels
#endif  // HWY_ONCE
