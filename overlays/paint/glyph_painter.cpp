// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "overlays/paint/kernels.h"
#include "overlays/paint/quad_geometry.h"
#include "overlays/paint/quad_painters.h"
#include "overlays/paint/srgb.h"

namespace leitai::overlays {
namespace {

/// A quad's texels, in whole texels of its page.
struct TexelRect {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  int width() const { return x1 - x0; }
  int height() const { return y1 - y0; }
};

TexelRect texels_of(const Rect& rect, const AtlasPagePixels& page) {
  const auto bounded = [](float v, int size) {
    return static_cast<int>(std::lround(std::clamp(std::isnan(v) ? 0.0F : v, 0.0F, static_cast<float>(size))));
  };
  return {bounded(rect.x0, page.width), bounded(rect.y0, page.height), bounded(rect.x1, page.width),
          bounded(rect.y1, page.height)};
}

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
    return {light[texel[0]], light[texel[1]], light[texel[2]], static_cast<float>(texel[3]) * (1 / 255.0F)};
  }
};

template <typename Texels>
class Sampler {
 public:
  using Value = typename Texels::Value;

  Sampler(const Quad& quad, const AtlasPagePixels& page, const InverseAffine& inverse)
      : page_(page), texels_(texels_of(quad.texels, page)) {
    const double sx = texels_.width() / (double{quad.rect.x1} - quad.rect.x0);
    const double sy = texels_.height() / (double{quad.rect.y1} - quad.rect.y0);
    to_texels_ = {inverse.xx * sx,
                  inverse.xy * sx,
                  inverse.yx * sy,
                  inverse.yy * sy,
                  (inverse.x0 - quad.rect.x0) * sx + texels_.x0,
                  (inverse.y0 - quad.rect.y0) * sy + texels_.y0};
  }

  /// Where each pixel of the canvas is one texel: the step from pixels to texels.
  bool is_texel_exact(int& dx, int& dy) const {
    const InverseAffine& t = to_texels_;
    dx = static_cast<int>(std::lround(std::clamp(t.x0, -1e9, 1e9)));
    dy = static_cast<int>(std::lround(std::clamp(t.y0, -1e9, 1e9)));
    return t.xx == 1 && t.yy == 1 && t.xy == 0 && t.yx == 0 && t.x0 == dx && t.y0 == dy;
  }

  const TexelRect& texels() const { return texels_; }

  const std::uint8_t* texel(int x, int y) const {
    return page_.bytes.data() + (std::size_t(y) * std::size_t(page_.width) + std::size_t(x)) * Texels::kBytes;
  }

  /// Bilinear, at the centre of a canvas pixel.
  Value operator()(int x, int y) const {
    const InverseAffine& t = to_texels_;
    const double tx = t.xx * (x + 0.5) + t.xy * (y + 0.5) + t.x0 - 0.5;
    const double ty = t.yx * (x + 0.5) + t.yy * (y + 0.5) + t.y0 - 0.5;
    // The geometry's bounds keep these within a texel of the rectangle, but for turned quads.
    const int ix = static_cast<int>(std::floor(std::clamp<double>(tx, texels_.x0 - 2, texels_.x1 + 1)));
    const int iy = static_cast<int>(std::floor(std::clamp<double>(ty, texels_.y0 - 2, texels_.y1 + 1)));
    const auto fx = static_cast<float>(tx - ix);
    const auto fy = static_cast<float>(ty - iy);
    Value value{};
    add(value, ix, iy, (1 - fx) * (1 - fy));
    add(value, ix + 1, iy, fx * (1 - fy));
    add(value, ix, iy + 1, (1 - fx) * fy);
    add(value, ix + 1, iy + 1, fx * fy);
    return value;
  }

 private:
  void add(Value& value, int x, int y, float weight) const {
    if (x < texels_.x0 || x >= texels_.x1 || y < texels_.y0 || y >= texels_.y1) {
      return;
    }
    const Value light = Texels::decode(texel(x, y));
    for (std::size_t i = 0; i < value.size(); ++i) {
      value[i] += light[i] * weight;
    }
  }

  const AtlasPagePixels& page_;
  TexelRect texels_;
  InverseAffine to_texels_;
};

/// Calls `blend(pixels, values, count)` with the texels' light for pieces of each row.
template <typename Texels, typename Blend>
void paint_texels(const Quad& quad, const AtlasPagePixels& page, Canvas& canvas, PixelRect damage, const Blend& blend) {
  const double texel_width = (double{quad.rect.x1} - quad.rect.x0) / (double{quad.texels.x1} - quad.texels.x0);
  const double texel_height = (double{quad.rect.y1} - quad.rect.y0) / (double{quad.texels.y1} - quad.texels.y0);
  if (!(texel_width > 0) || !(texel_height > 0)) {
    return;
  }
  const auto geometry = quad_geometry(quad, texel_width / 2, texel_height / 2, damage);
  if (!geometry) {
    return;
  }
  const Sampler<Texels> sample(quad, page, geometry->to_quad);
  PixelRect area = geometry->pixels;
  int dx = 0;
  int dy = 0;
  const bool exact = sample.is_texel_exact(dx, dy);
  if (exact) {
    const TexelRect& t = sample.texels();
    area = intersection(area, {t.x0 - dx, t.y0 - dy, t.x1 - dx, t.y1 - dy});
  }
  std::array<float, std::size_t{kernels::kSpan} * Texels::kBytes> values;
  for (int y = area.y0; y < area.y1; ++y) {
    for (int x = area.x0; x < area.x1; x += kernels::kSpan) {
      const int count = std::min(kernels::kSpan, area.x1 - x);
      for (int i = 0; i < count; ++i) {
        const auto value = exact ? Texels::decode(sample.texel(x + i + dx, y + dy)) : sample(x + i, y);
        std::copy(value.begin(), value.end(), values.begin() + std::ptrdiff_t{i} * Texels::kBytes);
      }
      blend(canvas.pixels.data() + (std::size_t(y) * std::size_t(canvas.width) + std::size_t(x)) * 4, values.data(),
            count);
    }
  }
}

}  // namespace

void paint_glyph(const Quad& quad, const AtlasPagePixels& page, Canvas& canvas, PixelRect damage) {
  const float opacity = std::min(quad.opacity, 1.0F);
  const float color[4] = {quad.color.r * opacity, quad.color.g * opacity, quad.color.b * opacity,
                          quad.color.a * opacity};
  paint_texels<CoverageTexels>(quad, page, canvas, damage, [&](float* pixels, const float* coverage, int count) {
    kernels::blend_covered(pixels, count, color, coverage);
  });
}

void paint_emoji(const Quad& quad, const AtlasPagePixels& page, Canvas& canvas, PixelRect damage) {
  const float factor = quad.color.a * std::min(quad.opacity, 1.0F);
  paint_texels<ColorTexels>(quad, page, canvas, damage, [&](float* pixels, const float* light, int count) {
    kernels::blend_pixels(pixels, count, light, factor);
  });
}

}  // namespace leitai::overlays
