// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/plane_kernels.h"

// The variants of overlays/paint/kernels.cpp.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "overlays/film/plane_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <bit>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace leitai::overlays::plane_kernels::HWY_NAMESPACE {
namespace {

static_assert(std::endian::native == std::endian::little, "pixels are read as whole numbers");

namespace hn = hwy::HWY_NAMESPACE;

/// One lane is one block.
using Floats = hn::ScalableTag<float>;
using Words = hn::Rebind<std::int32_t, Floats>;
using Pairs = hn::Rebind<std::uint16_t, Floats>;
using Bytes = hn::Rebind<std::uint8_t, Floats>;
using Halves = hn::Rebind<std::uint32_t, Floats>;
using Float = hn::Vec<Floats>;
using Word = hn::Vec<Words>;
using Half = hn::Vec<Halves>;

constexpr float kFull = 65535;
constexpr int kMostLanes = static_cast<int>(hn::MaxLanes(Floats()));
constexpr int kNumbers = 8;  ///< of light, in a row of a block

HWY_INLINE Float set(float value) {
  return hn::Set(Floats(), value);
}

HWY_INLINE Float clamp01(Float v) {
  return hn::Min(hn::Max(v, hn::Zero(Floats())), set(1));
}

/// A polynomial of degree 4 divided by another; lowest coefficients first.
HWY_INLINE Float rational(Float x, const float (&over)[5], const float (&under)[5]) {
  Float p = set(over[4]), q = set(under[4]);
  for (int i = 3; i >= 0; --i) {
    p = hn::MulAdd(p, x, set(over[i]));
    q = hn::MulAdd(q, x, set(under[i]));
  }
  return hn::Div(p, q);
}

/// sRGB's curve (IEC 61966-2-1) over 0 … 1, to a hundredth of a step of 16 bits. Its power is the rational function
/// of libjxl's TF_SRGB, of the root of light.
HWY_INLINE Float encoded(Float light) {
  constexpr float kOver[] = {-5.135152395e-4F, 5.287254571e-3F, 3.903842876e-1F, 1.474205315F, 7.352629620e-1F};
  constexpr float kUnder[] = {1.004519624e-2F, 3.036675394e-1F, 1.340816930F, 9.258482155e-1F, 2.424867759e-2F};
  const auto curve = rational(hn::Sqrt(light), kOver, kUnder);
  return hn::IfThenElse(hn::Gt(light, set(0.0031308F)), curve, hn::Mul(light, set(12.92F)));
}

/// Its inverse, as near.
HWY_INLINE Float light_of(Float color) {
  constexpr float kOver[] = {2.200248328e-4F, 1.043637593e-2F, 1.624820318e-1F, 7.961564959e-1F, 8.210152774e-1F};
  constexpr float kUnder[] = {2.631846970e-1F, 1.076976492F, 4.987528350e-1F, -5.512498495e-2F, 6.521209011e-3F};
  const auto curve = rational(color, kOver, kUnder);
  return hn::IfThenElse(hn::Gt(color, set(0.04045F)), curve, hn::Mul(color, set(1 / 12.92F)));
}

/// The left and the right pixel of each block in a row, as they lie: red and green, blue and alpha.
struct RowOfBlocks {
  Half red_green[2], blue_alpha[2];
};

HWY_INLINE RowOfBlocks load(const std::uint16_t* pixels) {
  RowOfBlocks row;
  hn::LoadInterleaved4(Halves(), reinterpret_cast<const std::uint32_t*>(pixels), row.red_green[0], row.blue_alpha[0],
                       row.red_green[1], row.blue_alpha[1]);
  return row;
}

HWY_INLINE Float number(Half value) {
  return hn::ConvertTo(Floats(), hn::BitCast(Words(), value));
}
HWY_INLINE Float low(Half both) {
  return number(hn::And(both, hn::Set(Halves(), 0xFFFF)));
}
HWY_INLINE Float high(Half both) {
  return number(hn::ShiftRight<16>(both));
}

HWY_INLINE bool same(const RowOfBlocks& a, const RowOfBlocks& b) {
  const auto changed =
      hn::Or(hn::Or(hn::Xor(a.red_green[0], b.red_green[0]), hn::Xor(a.red_green[1], b.red_green[1])),
             hn::Or(hn::Xor(a.blue_alpha[0], b.blue_alpha[0]), hn::Xor(a.blue_alpha[1], b.blue_alpha[1])));
  return hn::AllTrue(Halves(), hn::Eq(changed, hn::Zero(Halves())));
}

HWY_INLINE Word level(Float value) {
  return hn::NearestInt(hn::Min(hn::Max(value, hn::Zero(Floats())), set(255)));
}

HWY_INLINE Float weighed(const float (&weights)[3], const Float (&color)[3], Float start) {
  const auto red_and_green = hn::MulAdd(set(weights[1]), color[1], hn::MulAdd(set(weights[0]), color[0], start));
  return hn::MulAdd(set(weights[2]), color[2], red_and_green);
}

struct Levels {
  Word y[2];  ///< of the left pixel, and 256 times that of the right one
  Word u, v;
};

/// `light(row, column, channel)` gives 0 … 1.
template <typename LightOf>
HWY_INLINE Levels levels_of(const Matrix& matrix, const LightOf& light) {
  Levels levels;
  Float sum[3] = {hn::Zero(Floats()), hn::Zero(Floats()), hn::Zero(Floats())};
  for (int row = 0; row < 2; ++row) {
    Word y[2];
    for (int column = 0; column < 2; ++column) {
      Float color[3];
      for (int c = 0; c < 3; ++c) {
        color[c] = encoded(light(row, column, c));
        sum[c] = hn::Add(sum[c], color[c]);
      }
      y[column] = level(weighed(matrix.to_y, color, set(matrix.black)));
    }
    levels.y[row] = hn::Or(y[0], hn::ShiftLeft<8>(y[1]));
  }
  for (Float& each : sum) each = hn::Mul(each, set(0.25F));
  levels.u = level(weighed(matrix.to_u, sum, set(128)));
  levels.v = level(weighed(matrix.to_v, sum, set(128)));
  return levels;
}

HWY_INLINE void store(const Levels& levels, const LevelRows& to) {
  hn::StoreU(hn::DemoteTo(Pairs(), levels.y[0]), Pairs(), reinterpret_cast<std::uint16_t*>(to.top));
  hn::StoreU(hn::DemoteTo(Pairs(), levels.y[1]), Pairs(), reinterpret_cast<std::uint16_t*>(to.bottom));
  hn::StoreU(hn::DemoteTo(Bytes(), levels.u), Bytes(), to.u);
  hn::StoreU(hn::DemoteTo(Bytes(), levels.v), Bytes(), to.v);
}

HWY_INLINE Float color_of(const RowOfBlocks& row, int column, int channel) {
  if (channel == 2) return low(row.blue_alpha[column]);
  return channel == 0 ? low(row.red_green[column]) : high(row.red_green[column]);
}

/// Encodes whole vectors, and remembers the last one: graphics are plain nearly everywhere.
class Encoding {
 public:
  HWY_INLINE explicit Encoding(const Matrix& matrix) : matrix_(matrix) {}

  HWY_INLINE void operator()(const LightRows& from, const LevelRows& to, std::uint8_t* cover) {
    const RowOfBlocks rows[] = {load(from.top), load(from.bottom)};
    if (known_ && same(rows[0], rows_[0]) && same(rows[1], rows_[1])) {
      hn::StoreU(cover_, Bytes(), cover);
      if (covers_) store(levels_, to);
      return;
    }
    known_ = true;
    rows_[0] = rows[0];
    rows_[1] = rows[1];
    const auto all = hn::And(hn::And(rows[0].blue_alpha[0], rows[0].blue_alpha[1]),
                             hn::And(rows[1].blue_alpha[0], rows[1].blue_alpha[1]));
    const auto any = hn::Or(hn::Or(rows[0].blue_alpha[0], rows[0].blue_alpha[1]),
                            hn::Or(rows[1].blue_alpha[0], rows[1].blue_alpha[1]));
    const auto hidden = hn::Eq(hn::ShiftRight<16>(all), hn::Set(Halves(), 0xFFFF));
    const auto touched = hn::Ne(hn::ShiftRight<16>(any), hn::Zero(Halves()));
    const auto one = hn::Set(Halves(), 1);
    const auto kinds = hn::Add(hn::IfThenElseZero(touched, one), hn::IfThenElseZero(hidden, one));
    cover_ = hn::DemoteTo(Bytes(), hn::BitCast(Words(), kinds));
    hn::StoreU(cover_, Bytes(), cover);
    covers_ = !hn::AllFalse(Halves(), hidden);
    if (!covers_) return;
    levels_ = levels_of(
        matrix_, [&](int row, int column, int c) { return hn::Mul(color_of(rows[row], column, c), set(1 / kFull)); });
    store(levels_, to);
  }

 private:
  const Matrix& matrix_;
  RowOfBlocks rows_[2];
  Levels levels_;
  hn::Vec<Bytes> cover_;
  bool known_ = false;
  bool covers_ = false;
};

HWY_INLINE Float bytes_at(const std::uint8_t* bytes) {
  return hn::ConvertTo(Floats(), hn::PromoteTo(Words(), hn::LoadU(Bytes(), bytes)));
}

HWY_INLINE void mix_vector(const LightRows& from, const Matrix& matrix, const LevelRows& to) {
  const RowOfBlocks rows[] = {load(from.top), load(from.bottom)};
  const Half under[] = {hn::PromoteTo(Halves(), hn::LoadU(Pairs(), reinterpret_cast<const std::uint16_t*>(to.top))),
                        hn::PromoteTo(Halves(), hn::LoadU(Pairs(), reinterpret_cast<const std::uint16_t*>(to.bottom)))};
  const auto u = hn::Sub(bytes_at(to.u), set(128)), v = hn::Sub(bytes_at(to.v), set(128));
  const Float chroma[] = {hn::Mul(v, set(matrix.v_to_r)),
                          hn::NegMulAdd(u, set(matrix.u_to_g), hn::Mul(v, set(-matrix.v_to_g))),
                          hn::Mul(u, set(matrix.u_to_b))};
  store(levels_of(matrix,
                  [&](int row, int column, int c) {
                    const auto bits =
                        column == 0 ? hn::And(under[row], hn::Set(Halves(), 0xFF)) : hn::ShiftRight<8>(under[row]);
                    const auto y = hn::Sub(number(bits), set(matrix.black));
                    const auto color = clamp01(hn::MulAdd(y, set(matrix.y_to_rgb), chroma[c]));
                    const auto through = hn::Sub(set(kFull), high(rows[row].blue_alpha[column]));
                    const auto sum = hn::MulAdd(light_of(color), through, color_of(rows[row], column, c));
                    return hn::Min(hn::Mul(sum, set(1 / kFull)), set(1));
                  }),
        to);
}

/// Less than a vector of blocks, in memory that holds a whole one.
class Rest {
 public:
  Rest(const LightRows& light, const LevelRows& levels, int blocks)
      : to_(levels), blocks_(std::size_t(std::min(blocks, kMostLanes))) {
    std::copy_n(light.top, blocks_ * kNumbers, light_[0]);
    std::copy_n(light.bottom, blocks_ * kNumbers, light_[1]);
    copy(levels, this->levels());
  }
  LightRows light() const { return {light_[0], light_[1]}; }
  LevelRows levels() { return {y_[0], y_[1], u_, v_}; }
  std::uint8_t* cover() { return cover_; }
  void give_back() { copy(levels(), to_); }

 private:
  void copy(const LevelRows& from, const LevelRows& to) const {
    std::copy_n(from.top, blocks_ * 2, to.top);
    std::copy_n(from.bottom, blocks_ * 2, to.bottom);
    std::copy_n(from.u, blocks_, to.u);
    std::copy_n(from.v, blocks_, to.v);
  }

  LevelRows to_;
  std::size_t blocks_;
  alignas(4) std::uint16_t light_[2][kMostLanes * kNumbers] = {};
  alignas(2) std::uint8_t y_[2][kMostLanes * 2] = {};
  std::uint8_t u_[kMostLanes] = {}, v_[kMostLanes] = {}, cover_[kMostLanes] = {};
};

HWY_INLINE LightRows at(const LightRows& light, int block) {
  const std::ptrdiff_t numbers = std::ptrdiff_t{block} * kNumbers;
  return {light.top + numbers, light.bottom + numbers};
}
HWY_INLINE LevelRows at(const LevelRows& levels, int block) {
  return {levels.top + 2 * block, levels.bottom + 2 * block, levels.u + block, levels.v + block};
}

void encode(const LightRows& light, int blocks, const Matrix& matrix, const LevelRows& levels,
            std::uint8_t* HWY_RESTRICT cover) {
  const int lanes = static_cast<int>(hn::Lanes(Floats()));
  Encoding encoding(matrix);
  int i = 0;
  for (; i + lanes <= blocks; i += lanes) encoding(at(light, i), at(levels, i), cover + i);
  if (i >= blocks) return;
  Rest rest(at(light, i), at(levels, i), blocks - i);
  encoding(rest.light(), rest.levels(), rest.cover());
  rest.give_back();
  std::copy(rest.cover(), rest.cover() + (blocks - i), cover + i);
}

void mix(const LightRows& light, int blocks, const Matrix& matrix, const LevelRows& levels) {
  const int lanes = static_cast<int>(hn::Lanes(Floats()));
  int i = 0;
  for (; i + lanes <= blocks; i += lanes) mix_vector(at(light, i), matrix, at(levels, i));
  if (i >= blocks) return;
  Rest rest(at(light, i), at(levels, i), blocks - i);
  mix_vector(rest.light(), matrix, rest.levels());
  rest.give_back();
}

}  // namespace
}  // namespace leitai::overlays::plane_kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace leitai::overlays::plane_kernels {

HWY_EXPORT(encode);
HWY_EXPORT(mix);

void encode(const LightRows& light, int blocks, const Matrix& matrix, const LevelRows& levels, std::uint8_t* cover) {
  HWY_DYNAMIC_DISPATCH(encode)(light, blocks, matrix, levels, cover);
}

void mix(const LightRows& light, int blocks, const Matrix& matrix, const LevelRows& levels) {
  HWY_DYNAMIC_DISPATCH(mix)(light, blocks, matrix, levels);
}

}  // namespace leitai::overlays::plane_kernels
#endif  // HWY_ONCE
