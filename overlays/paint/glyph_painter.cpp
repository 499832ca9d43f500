// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "overlays/paint/kernels.h"
#include "overlays/paint/quad_painters.h"
#include "overlays/paint/span_painting.h"
#include "overlays/paint/srgb.h"

namespace leitai::overlays {
namespace {

/// A texel as light: its coverage, or its colour.
struct CoverageTexels {
  static constexpr int kBytes = 1;
  using Value = std::array<float, 1>;
  static Value decode(const std::uint8_t* texel) { return {static_cast<float>(*texel) * (1 / 255.0F)}; }
};

struct ColorTexels {
  static constexpr int kBytes = 4;
  using Value = std::array<float, 4>;
  static Value decode(const std::uint8_t* texel) {
    static const std::array<float, 256>& light = linear_of_bytes();
    constexpr float kFull = kernels::kFull;
    return {light[texel[0]] * kFull, light[texel[1]] * kFull, light[texel[2]] * kFull,
            static_cast<float>(texel[3]) * (kFull / 255)};
  }
};

}  // namespace

TexelPainter::TexelRect TexelPainter::texels_of(const Rect& rect, const AtlasPagePixels& page) {
  const auto bounded = [](float v, int size) {
    return static_cast<int>(std::lround(std::clamp(std::isnan(v) ? 0.0F : v, 0.0F, static_cast<float>(size))));
  };
  return {bounded(rect.x0, page.width), bounded(rect.y0, page.height), bounded(rect.x1, page.width),
          bounded(rect.y1, page.height)};
}

std::optional<TexelPainter> TexelPainter::create(const Quad& quad, const AtlasPagePixels& page, PixelRect within) {
  const double texel_width = (double{quad.rect.x1} - quad.rect.x0) / (double{quad.texels.x1} - quad.texels.x0);
  const double texel_height = (double{quad.rect.y1} - quad.rect.y0) / (double{quad.texels.y1} - quad.texels.y0);
  if (!(texel_width > 0) || !(texel_height > 0)) {
    return std::nullopt;
  }
  const auto geometry = quad_geometry(quad, texel_width / 2, texel_height / 2, within);
  if (!geometry) {
    return std::nullopt;
  }
  TexelPainter painter;
  painter.area_ = geometry->pixels;
  painter.page_ = &page;
  const TexelRect texels = painter.texels_ = texels_of(quad.texels, page);
  const double sx = (texels.x1 - texels.x0) / (double{quad.rect.x1} - quad.rect.x0);
  const double sy = (texels.y1 - texels.y0) / (double{quad.rect.y1} - quad.rect.y0);
  const InverseAffine& inverse = geometry->to_quad;
  painter.to_texels_ = {inverse.xx * sx,
                        inverse.xy * sx,
                        inverse.yx * sy,
                        inverse.yy * sy,
                        (inverse.x0 - quad.rect.x0) * sx + texels.x0,
                        (inverse.y0 - quad.rect.y0) * sy + texels.y0};
  painter.colored_ = quad.kind != QuadKind::glyph;
  const float opacity = std::min(quad.opacity, 1.0F);
  light_of(quad.color, opacity, painter.color_);
  painter.factor_ = painter.color_[3] * (1 / kernels::kFull);
  painter.find_step();
  const bool visible = painter.area_.x0 < painter.area_.x1 && painter.area_.y0 < painter.area_.y1;
  return visible ? std::optional(painter) : std::nullopt;
}

/// Where each pixel of the canvas is one texel: the step from pixels to texels.
void TexelPainter::find_step() {
  const InverseAffine& t = to_texels_;
  dx_ = static_cast<int>(std::lround(std::clamp(t.x0, -1e9, 1e9)));
  dy_ = static_cast<int>(std::lround(std::clamp(t.y0, -1e9, 1e9)));
  exact_ = t.xx == 1 && t.yy == 1 && t.xy == 0 && t.yx == 0 && t.x0 == dx_ && t.y0 == dy_;
  if (exact_) {
    area_ = intersection(area_, {texels_.x0 - dx_, texels_.y0 - dy_, texels_.x1 - dx_, texels_.y1 - dy_});
  }
}

const std::uint8_t* TexelPainter::texel(int x, int y, int bytes) const {
  return page_->bytes.data() + (std::size_t(y) * std::size_t(page_->width) + std::size_t(x)) * std::size_t(bytes);
}

/// Bilinear, at the centre of a canvas pixel.
template <typename Texels>
typename Texels::Value TexelPainter::sample(int x, int y) const {
  const InverseAffine& t = to_texels_;
  const double tx = t.xx * (x + 0.5) + t.xy * (y + 0.5) + t.x0 - 0.5;
  const double ty = t.yx * (x + 0.5) + t.yy * (y + 0.5) + t.y0 - 0.5;
  // The geometry's bounds keep these within a texel of the rectangle, but for turned quads.
  const int ix = static_cast<int>(std::floor(std::clamp<double>(tx, texels_.x0 - 2, texels_.x1 + 1)));
  const int iy = static_cast<int>(std::floor(std::clamp<double>(ty, texels_.y0 - 2, texels_.y1 + 1)));
  const auto fx = static_cast<float>(tx - ix);
  const auto fy = static_cast<float>(ty - iy);
  typename Texels::Value value{};
  const auto add = [&](int at_x, int at_y, float weight) {
    if (at_x < texels_.x0 || at_x >= texels_.x1 || at_y < texels_.y0 || at_y >= texels_.y1) {
      return;
    }
    const auto light = Texels::decode(texel(at_x, at_y, Texels::kBytes));
    for (std::size_t i = 0; i < value.size(); ++i) {
      value[i] += light[i] * weight;
    }
  };
  add(ix, iy, (1 - fx) * (1 - fy));
  add(ix + 1, iy, fx * (1 - fy));
  add(ix, iy + 1, (1 - fx) * fy);
  add(ix + 1, iy + 1, fx * fy);
  return value;
}

/// Calls `blend(pixels, values, count)` with the texels' light for pieces of each row.
template <typename Texels, typename Blend>
void TexelPainter::paint_rows(const Surface& surface, PixelRect part, const Blend& blend) const {
  std::array<float, std::size_t{kernels::kSpan} * Texels::kBytes> values;
  for (int y = part.y0; y < part.y1; ++y) {
    in_pieces(part.x0, part.x1, [&](kernels::Span span) {
      for (int i = 0; i < span.count; ++i) {
        const int x = span.x + i;
        const auto value = exact_ ? Texels::decode(texel(x + dx_, y + dy_, Texels::kBytes)) : sample<Texels>(x, y);
        std::copy(value.begin(), value.end(), values.begin() + std::ptrdiff_t{i} * Texels::kBytes);
      }
      blend(surface.at(span.x, y), values.data(), span.count);
    });
  }
}

void TexelPainter::paint(const Surface& surface, PixelRect part) const {
  if (colored_) {
    paint_rows<ColorTexels>(surface, part, [&](std::uint16_t* pixels, const float* light, int count) {
      kernels::blend_pixels(pixels, count, light, factor_);
    });
  } else if (exact_) {
    const kernels::CoverageBytes coverage{texel(part.x0 + dx_, part.y0 + dy_, 1), std::size_t(page_->width),
                                          part.x1 - part.x0, part.y1 - part.y0};
    kernels::blend_bytes(surface.at(part.x0, part.y0), std::size_t(surface.width), coverage, color_);
  } else {
    paint_rows<CoverageTexels>(surface, part, [&](std::uint16_t* pixels, const float* coverage, int count) {
      kernels::blend_covered(pixels, count, color_, coverage);
    });
  }
}

}  // namespace leitai::overlays
