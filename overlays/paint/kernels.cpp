// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/paint/kernels.h"

// Few variants: what every 64-bit processor has, SSE4, AVX2, and AVX-512. None whose vectors have a length that is
// only known when it runs.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "overlays/paint/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <hwy/cache_control.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace leitai::overlays::kernels::HWY_NAMESPACE {
namespace {

static_assert(std::endian::native == std::endian::little, "pixels are written as whole numbers");

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

/// A float of 2²³ and more has no fraction: its lowest bits are the rounded number.
constexpr float kWhole = 8388608;
constexpr std::int32_t kBitsOfWhole = 0x4B000000;

/// Light, rounded to the nearest number that a canvas holds.
template <class D>
HWY_INLINE hn::Vec<hn::Rebind<std::uint16_t, D>> to_halves(D d, hn::Vec<D> light) {
  // The narrowing bounds what is below 0 or above what a canvas holds.
  const hn::Rebind<std::int32_t, D> words;
  const auto whole = hn::BitCast(words, hn::Add(light, hn::Set(d, kWhole)));
  return hn::DemoteTo(hn::Rebind<std::uint16_t, D>(), hn::Sub(whole, hn::Set(words, kBitsOfWhole)));
}

using Halves = hn::Rebind<std::uint16_t, Pixel>;
using Words = hn::Rebind<std::int32_t, Pixel>;

/// One pixel: source over what is there. `source(c)` gives lanes c, c + 1 … of the source.
template <typename Source>
HWY_INLINE void put_over(std::uint16_t* HWY_RESTRICT pixel, float left_through, const Source& source) {
  const Pixel p;
  const auto through = hn::Set(p, left_through);
  for (int c = 0; c < 4; c += static_cast<int>(hn::Lanes(p))) {
    const auto under = hn::ConvertTo(p, hn::PromoteTo(Words(), hn::LoadU(Halves(), pixel + c)));
    const auto sum = hn::MulAdd(under, through, source(c));
    hn::StoreU(to_halves(p, sum), Halves(), pixel + c);
  }
}

/// The same where nothing of what is there is left.
template <typename Source>
HWY_INLINE void put(std::uint16_t* HWY_RESTRICT pixel, const Source& source) {
  for (int c = 0; c < 4; c += static_cast<int>(hn::Lanes(Pixel()))) {
    hn::StoreU(to_halves(Pixel(), source(c)), Halves(), pixel + c);
  }
}

#if HWY_TARGET != HWY_SCALAR
constexpr int kMany = static_cast<int>(hn::MaxLanes(Wide()));
/// Of canvas pixels in one vector.
constexpr int kSome = kMany / 2;

/// The light of kSome pixels. Vectors consist of blocks of 128 bits, which hold one pixel of light each: `even` has
/// the pixels 0, 2 …, `odd` the ones between.
struct Light {
  hn::Vec<Wide> even, odd;
};

HWY_INLINE Light load(const std::uint16_t* HWY_RESTRICT pixels) {
  const Wide d;
  const hn::Repartition<std::uint16_t, Wide> halves;
  const hn::Rebind<std::int32_t, Wide> words;
  const auto zero = hn::Zero(halves);
  const auto both = hn::LoadU(halves, pixels);
  return {hn::ConvertTo(d, hn::BitCast(words, hn::InterleaveLower(halves, both, zero))),
          hn::ConvertTo(d, hn::BitCast(words, hn::InterleaveUpper(halves, both, zero)))};
}

/// As to_halves, of twice as much at once: only numbers with a sign are narrowed like that, so they are moved there.
HWY_INLINE void store(const Light& light, std::uint16_t* HWY_RESTRICT pixels) {
  const Wide d;
  const hn::Repartition<std::uint16_t, Wide> halves;
  const hn::Rebind<std::int32_t, Wide> words;
  const auto below_middle = [&](hn::Vec<Wide> v) {
    return hn::Sub(hn::BitCast(words, hn::Add(v, hn::Set(d, kWhole))), hn::Set(words, kBitsOfWhole + 32768));
  };
  const auto both =
      hn::ReorderDemote2To(hn::Repartition<std::int16_t, Wide>(), below_middle(light.even), below_middle(light.odd));
  hn::StoreU(hn::Xor(hn::BitCast(halves, both), hn::Set(halves, std::uint16_t{0x8000})), halves, pixels);
}
#endif

void fill(std::uint16_t* HWY_RESTRICT pixels, int count, const float* HWY_RESTRICT color) {
  std::uint16_t pixel[4];
  put(pixel, [&](int c) { return hn::LoadU(Pixel(), color + c); });
  std::uint16_t* const end = pixels + std::ptrdiff_t{count} * 4;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint16_t> d;
  constexpr std::size_t kLanes = hn::MaxLanes(hn::ScalableTag<std::uint16_t>());
  if (end - pixels >= std::ptrdiff_t{kLanes}) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, pixel, sizeof bits);
    const auto source = hn::BitCast(d, hn::Set(hn::Repartition<std::uint64_t, decltype(d)>(), bits));
    // Stores that cross from one line of the cache to the next take twice as long: only the first and the last do.
    hn::StoreU(source, d, pixels);
    const std::size_t past_boundary = reinterpret_cast<std::uintptr_t>(pixels) / sizeof bits * 4 % kLanes;
    for (pixels += kLanes - past_boundary; end - pixels >= std::ptrdiff_t{kLanes}; pixels += kLanes) {
      hn::StoreU(source, d, pixels);
    }
    hn::StoreU(source, d, end - kLanes);
    return;
  }
#endif
  for (; pixels < end; pixels += 4) {
    std::copy_n(pixel, 4, pixels);
  }
}

void paint_solid(std::uint16_t* HWY_RESTRICT pixels, int count, const float* HWY_RESTRICT color) {
  if (color[3] >= kFull) {
    return fill(pixels, count, color);
  }
  const float left_through = 1 - color[3] * (1 / kFull);
  int i = 0;
#if HWY_TARGET != HWY_SCALAR
  const Wide d;
  const auto source = hn::LoadDup128(d, color);
  const auto through = hn::Set(d, left_through);
  for (; i + kSome <= count; i += kSome) {
    const Light under = load(pixels + i * 4);
    store({hn::MulAdd(under.even, through, source), hn::MulAdd(under.odd, through, source)}, pixels + i * 4);
  }
#endif
  for (; i < count; ++i) {
    put_over(pixels + i * 4, left_through, [&](int c) { return hn::LoadU(Pixel(), color + c); });
  }
}

void paint_solid_rows(PixelRows<std::uint16_t> pixels, int count, int rows, const float* HWY_RESTRICT colors) {
  for (int y = 0; y < rows; ++y) {
    paint_solid(pixels.pixels + std::size_t(y) * pixels.stride * 4, count, colors + std::ptrdiff_t{y} * 4);
  }
}

#if HWY_TARGET != HWY_SCALAR
/// Of kMany pixels, the even and the odd ones of each kSome: whose coverage each lane takes.
constexpr auto kPixelOfLane = [] {
  std::array<std::array<std::int32_t, kMany>, 4> pixels{};
  for (int i = 0; i < 4 * kMany; ++i) {
    const int group = i / kMany, block = i % kMany / 4;
    pixels[group][i % kMany] = group / 2 * kSome + block * 2 + group % 2;
  }
  return pixels;
}();
#endif

/// One colour, over pixels that are covered by a number each.
class Cover {
 public:
  explicit Cover(const float* HWY_RESTRICT color) : color_(color), alpha_(color[3] * (1 / kFull)) {}

  HWY_INLINE void blend(std::uint16_t* HWY_RESTRICT pixel, float coverage) const {
    const Pixel p;
    const auto cover = hn::Set(p, coverage);
    const auto through = hn::NegMulAdd(hn::Set(p, alpha_), cover, hn::Set(p, 1.0F));
    put_over(pixel, hn::GetLane(through), [&](int c) { return hn::Mul(hn::LoadU(p, color_ + c), cover); });
  }

#if HWY_TARGET != HWY_SCALAR
  /// kMany pixels.
  HWY_INLINE void blend_many(std::uint16_t* HWY_RESTRICT pixels, hn::Vec<Wide> coverage) const {
    const Wide d;
    if (hn::AllTrue(d, hn::Eq(coverage, hn::Zero(d)))) {
      return;
    }
    const auto color = hn::LoadDup128(d, color_);
    const auto over = [&](hn::Vec<Wide> under, int group) {
      const auto cover = hn::TableLookupLanes(coverage, hn::SetTableIndices(d, kPixelOfLane[group].data()));
      const auto through = hn::NegMulAdd(hn::Set(d, alpha_), cover, hn::Set(d, 1.0F));
      return hn::MulAdd(under, through, hn::Mul(color, cover));
    };
    for (int half = 0; half < 2; ++half) {
      std::uint16_t* const at = pixels + half * kSome * 4;
      const Light under = load(at);
      store({over(under.even, half * 2), over(under.odd, half * 2 + 1)}, at);
    }
  }

#endif

 private:
  const float* color_;
  float alpha_;
};

/// The same over a row of pixels, whose coverage is loaded by `one(i)`, and by `many(i)` from pixel i on.
template <typename One, typename Many>
HWY_INLINE void cover_row(const Cover& cover, std::uint16_t* HWY_RESTRICT pixels, int count, const One& one,
                          [[maybe_unused]] const Many& many) {
  int i = 0;
#if HWY_TARGET != HWY_SCALAR
  for (; i + kMany <= count; i += kMany) {
    cover.blend_many(pixels + i * 4, many(i));
  }
  if (i > 0 && i < count) {
    // The last ones, together with some that are done: over those goes nothing.
    const int last = count - kMany;
    const auto done = hn::FirstN(Wide(), std::size_t(i - last));
    return cover.blend_many(pixels + last * 4, hn::IfThenZeroElse(done, many(last)));
  }
#endif
  for (; i < count; ++i) {
    if (const float coverage = one(i); coverage > 0) {
      cover.blend(pixels + i * 4, coverage);
    }
  }
}

void blend_covered_rows(PixelRows<std::uint16_t> pixels, int count, int rows, const float* HWY_RESTRICT color,
                        const float* HWY_RESTRICT coverage) {
  const Cover cover(color);
  for (int y = 0; y < rows; ++y) {
    cover_row(
        cover, pixels.pixels + std::size_t(y) * pixels.stride * 4, count, [&](int i) { return coverage[i]; },
        [&](int i) { return hn::LoadU(Wide(), coverage + i); });
  }
}

void blend_bytes(std::uint16_t* HWY_RESTRICT pixels, std::size_t stride, const CoverageBytes& coverage,
                 const float* HWY_RESTRICT color) {
  const Cover cover(color);
  constexpr float kShare = 1 / 255.0F;
  for (int y = 0; y < coverage.height; ++y) {
    const std::uint8_t* HWY_RESTRICT bytes = coverage.bytes + std::size_t(y) * coverage.stride;
    const auto one = [&](int i) { return static_cast<float>(bytes[i]) * kShare; };
    const auto many = [&](int i) {
      const auto wide =
          hn::PromoteTo(hn::Rebind<std::int32_t, Wide>(), hn::LoadU(hn::Rebind<std::uint8_t, Wide>(), bytes + i));
      return hn::Mul(hn::ConvertTo(Wide(), wide), hn::Set(Wide(), kShare));
    };
    cover_row(cover, pixels + std::size_t(y) * stride * 4, coverage.width, one, many);
  }
}

void blend_pixels(std::uint16_t* HWY_RESTRICT pixels, int count, const float* HWY_RESTRICT source, float factor) {
  const Pixel p;
  const auto times = hn::Set(p, factor);
  const float alpha = factor * (1 / kFull);
  for (int i = 0; i < count; ++i) {
    const float* from = source + i * 4;
    put_over(pixels + i * 4, 1 - from[3] * alpha, [&](int c) { return hn::Mul(hn::LoadU(p, from + c), times); });
  }
}

void paint_ramp(std::uint16_t* HWY_RESTRICT pixels, int count, const BoxPaint& paint, const float* HWY_RESTRICT t) {
  const Pixel p;
  const bool opaque = paint.color[3] >= kFull && paint.color_step[3] == 0;
  for (int i = 0; i < count; ++i) {
    const auto share = hn::Set(p, t[i]);
    const auto source = [&](int c) {
      return hn::MulAdd(hn::LoadU(p, paint.color_step + c), share, hn::LoadU(p, paint.color + c));
    };
    if (opaque) {
      put(pixels + i * 4, source);
    } else {
      put_over(pixels + i * 4, 1 - (paint.color[3] + paint.color_step[3] * t[i]) * (1 / kFull), source);
    }
  }
}

void blend_box(std::uint16_t* HWY_RESTRICT pixels, int count, const BoxPaint& paint, const float* HWY_RESTRICT t,
               const float* HWY_RESTRICT outer, const float* HWY_RESTRICT inner) {
  const Pixel p;
  for (int i = 0; i < count; ++i) {
    if (!(outer[i] > 0)) {
      continue;
    }
    const float rim = outer[i] - inner[i];
    const float alpha = (paint.color[3] + paint.color_step[3] * t[i]) * inner[i] + paint.border[3] * rim;
    put_over(pixels + i * 4, 1 - alpha * (1 / kFull), [&](int c) {
      const auto fill = hn::MulAdd(hn::LoadU(p, paint.color_step + c), hn::Set(p, t[i]), hn::LoadU(p, paint.color + c));
      return hn::MulAdd(fill, hn::Set(p, inner[i]), hn::Mul(hn::LoadU(p, paint.border + c), hn::Set(p, rim)));
    });
  }
}

void stream(const std::uint8_t* HWY_RESTRICT from, std::size_t bytes, std::uint8_t* HWY_RESTRICT to) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  const std::size_t head = std::min(bytes, -reinterpret_cast<std::uintptr_t>(to) % lanes);
  std::copy_n(from, head, to);
  std::size_t i = head;
  for (; i + lanes <= bytes; i += lanes) {
    hn::Stream(hn::LoadU(d, from + i), d, to + i);
  }
  std::copy(from + i, from + bytes, to + i);
}

/// The bytes of a pixel, the first one lowest.
template <bool kStraight>
HWY_INLINE std::uint32_t rgba_of(const std::uint16_t* HWY_RESTRICT pixel, const ByteOfLight& byte_of) {
  const std::uint32_t alpha = pixel[3];
  std::uint32_t light[3] = {pixel[0], pixel[1], pixel[2]};
  if (kStraight && alpha != 65535) {
    const float scale = alpha > 0 ? kFull / static_cast<float>(alpha) : 0;
    for (std::uint32_t& channel : light) {
      const float whole = static_cast<float>(channel) * scale + 0.5F;
      channel = static_cast<std::uint32_t>(whole < kFull ? whole : kFull);
    }
  }
  return std::uint32_t{byte_of[light[0]]} | std::uint32_t{byte_of[light[1]]} << 8U |
         std::uint32_t{byte_of[light[2]]} << 16U | (alpha + 128) / 257 << 24U;
}

template <bool kStraight>
HWY_INLINE void encode_one(const std::uint16_t* HWY_RESTRICT pixel, const ByteOfLight& byte_of,
                           std::uint8_t* HWY_RESTRICT rgba) {
  const std::uint32_t bytes = rgba_of<kStraight>(pixel, byte_of);
  std::memcpy(rgba, &bytes, 4);
}

template <bool kStraight>
HWY_INLINE void encode_as(const std::uint16_t* HWY_RESTRICT pixels, int count, const ByteOfLight& byte_of,
                          std::uint8_t* HWY_RESTRICT rgba) {
  int i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint16_t> d;
  const hn::Rebind<std::uint8_t, hn::ScalableTag<std::uint16_t>> bytes_d;
  const hn::RepartitionToWide<hn::RepartitionToWide<decltype(bytes_d)>> rgba_d;
  constexpr int kBlock = static_cast<int>(hn::MaxLanes(hn::ScalableTag<std::uint16_t>())) / 4;  // pixels
  if (count > 0) {
    encode_one<kStraight>(pixels, byte_of, rgba);
    i = 1;
  }
  while (i + kBlock <= count) {
    // Most of a picture is flat or empty: each is compared with the one before it.
    std::uint32_t before = 0;
    std::memcpy(&before, rgba + (i - 1) * 4, 4);
    const auto repeated = hn::BitCast(bytes_d, hn::Set(rgba_d, before));
    while (i + kBlock <= count &&
           hn::AllTrue(d, hn::Eq(hn::LoadU(d, pixels + i * 4), hn::LoadU(d, pixels + (i - 1) * 4)))) {
      hn::StoreU(repeated, bytes_d, rgba + i * 4);
      i += kBlock;
    }
    for (const int end = i + kBlock; end <= count && i < end; ++i) {
      encode_one<kStraight>(pixels + i * 4, byte_of, rgba + i * 4);
    }
  }
#endif
  for (; i < count; ++i) {
    encode_one<kStraight>(pixels + i * 4, byte_of, rgba + i * 4);
  }
}

void encode(const std::uint16_t* HWY_RESTRICT pixels, int count, const ByteOfLight& byte_of, bool straight,
            std::uint8_t* HWY_RESTRICT rgba) {
  if (straight) {
    encode_as<true>(pixels, count, byte_of, rgba);
  } else {
    encode_as<false>(pixels, count, byte_of, rgba);
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
HWY_EXPORT(paint_solid);
HWY_EXPORT(paint_solid_rows);
HWY_EXPORT(blend_covered_rows);
HWY_EXPORT(blend_pixels);
HWY_EXPORT(blend_bytes);
HWY_EXPORT(paint_ramp);
HWY_EXPORT(blend_box);
HWY_EXPORT(stream);
HWY_EXPORT(encode);

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

void paint_solid(std::uint16_t* pixels, int count, const float* color) {
  HWY_DYNAMIC_DISPATCH(paint_solid)(pixels, count, color);
}

void paint_solid_rows(PixelRows<std::uint16_t> pixels, int count, int rows, const float* colors) {
  HWY_DYNAMIC_DISPATCH(paint_solid_rows)(pixels, count, rows, colors);
}

void blend_covered(std::uint16_t* pixels, int count, const float* color, const float* coverage) {
  blend_covered_rows({pixels, 0}, count, 1, color, coverage);
}

void blend_covered_rows(PixelRows<std::uint16_t> pixels, int count, int rows, const float* color,
                        const float* coverage) {
  HWY_DYNAMIC_DISPATCH(blend_covered_rows)(pixels, count, rows, color, coverage);
}

void blend_pixels(std::uint16_t* pixels, int count, const float* source, float factor) {
  HWY_DYNAMIC_DISPATCH(blend_pixels)(pixels, count, source, factor);
}

void blend_bytes(std::uint16_t* pixels, std::size_t stride, const CoverageBytes& coverage, const float* color) {
  HWY_DYNAMIC_DISPATCH(blend_bytes)(pixels, stride, coverage, color);
}

void paint_ramp(std::uint16_t* pixels, int count, const BoxPaint& paint, const float* t) {
  HWY_DYNAMIC_DISPATCH(paint_ramp)(pixels, count, paint, t);
}

void blend_box(std::uint16_t* pixels, int count, const BoxPaint& paint, const float* t, const float* outer,
               const float* inner) {
  HWY_DYNAMIC_DISPATCH(blend_box)(pixels, count, paint, t, outer, inner);
}

void stream(const std::uint8_t* from, std::size_t bytes, std::uint8_t* to) {
  HWY_DYNAMIC_DISPATCH(stream)(from, bytes, to);
}

void done_streaming() {
  hwy::FlushStream();
}

void encode(const std::uint16_t* pixels, int count, const ByteOfLight& byte_of, bool straight, std::uint8_t* rgba) {
  HWY_DYNAMIC_DISPATCH(encode)(pixels, count, byte_of, straight, rgba);
}

}  // namespace leitai::overlays::kernels
#endif  // HWY_ONCE
