// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/paint/reference.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace leitai::overlays::testing {
namespace {

using Light = std::array<double, 4>;

Light light_of(const Color& c) {
  return {c.r, c.g, c.b, c.a};
}

Light times(Light light, double factor) {
  for (double& channel : light) channel *= factor;
  return light;
}

Light sum(Light a, const Light& b) {
  for (std::size_t i = 0; i < 4; ++i) a[i] += b[i];
  return a;
}

double clamp01(double v) {
  return std::clamp(v, 0.0, 1.0);
}

double decode(double v) {
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

struct Point {
  double x = 0, y = 0;
};

double distance(const Quad& quad, Point p, double grown) {
  const double hx = (double(quad.rect.x1) - quad.rect.x0) / 2;
  const double hy = (double(quad.rect.y1) - quad.rect.y0) / 2;
  const double ux = p.x - (double(quad.rect.x0) + quad.rect.x1) / 2;
  const double uy = p.y - (double(quad.rect.y0) + quad.rect.y1) / 2;
  const int corner = uy < 0 ? (ux < 0 ? 0 : 1) : (ux < 0 ? 3 : 2);
  const double r = std::clamp(quad.radius[corner] + grown, 0.0, std::min(hx, hy));
  const double qx = std::abs(ux) - hx + r;
  const double qy = std::abs(uy) - hy + r;
  return std::min(std::max(qx, qy), 0.0) + std::hypot(std::max(qx, 0.0), std::max(qy, 0.0)) - r;
}

Light box_light(const Quad& quad, Point p, double aa) {
  const double d = distance(quad, p, 0);
  const double outer = clamp01(0.5 - d / aa);
  const double inner = clamp01(0.5 - (d + quad.border_width) / aa);
  const double dx = std::cos(quad.gradient_angle);
  const double dy = std::sin(quad.gradient_angle);
  const double extent = std::abs(dx) * (quad.rect.x1 - quad.rect.x0) + std::abs(dy) * (quad.rect.y1 - quad.rect.y0);
  const double ux = p.x - (double(quad.rect.x0) + quad.rect.x1) / 2;
  const double uy = p.y - (double(quad.rect.y0) + quad.rect.y1) / 2;
  const double t = clamp01((ux * dx + uy * dy) / extent + 0.5);
  const Light fill = sum(times(light_of(quad.color), 1 - t), times(light_of(quad.color2), t));
  return sum(times(fill, inner), times(light_of(quad.border), outer - inner));
}

Light shadow_light(const Quad& quad, Point p, double aa) {
  const double b = std::max<double>(quad.blur, aa / 2);
  const double t = clamp01((distance(quad, p, b) + b) / (2 * b));
  return times(light_of(quad.color), 1 - t * t * (3 - 2 * t));
}

/// By angles, as the words of display_list.h put it, where the painters compare signed areas.
Light ring_light(const Quad& quad, Point p, double aa) {
  if (!(quad.border_width > 0) || !(quad.sweep > 0) || !std::isfinite(quad.gradient_angle)) {
    return {};
  }
  const double radius = std::min(double(quad.rect.x1) - quad.rect.x0, double(quad.rect.y1) - quad.rect.y0) / 2;
  const double width = std::min<double>(quad.border_width, radius);
  const double ux = p.x - (double(quad.rect.x0) + quad.rect.x1) / 2;
  const double uy = p.y - (double(quad.rect.y0) + quad.rect.y1) / 2;
  const double from_centre = std::hypot(ux, uy);
  const bool whole = quad.sweep >= 2 * M_PI;
  double d = from_centre - radius;
  if (!whole || quad.border_width < radius) {
    const double middle = radius - width / 2;
    const double turned = std::remainder(std::atan2(ux, -uy) - quad.gradient_angle, 2 * M_PI);
    if (whole || (turned < 0 ? turned + 2 * M_PI : turned) <= quad.sweep) {
      d = std::abs(from_centre - middle) - width / 2;
    } else {
      d = INFINITY;
      for (const double end : {double(quad.gradient_angle), double(quad.gradient_angle) + quad.sweep}) {
        d = std::min(d, std::hypot(ux - middle * std::sin(end), uy + middle * std::cos(end)) - width / 2);
      }
    }
  }
  return times(light_of(quad.color), clamp01(0.5 - d / aa));
}

Light texel_light(const Quad& quad, const AtlasPixels& atlas, int x, int y) {
  if (x < quad.texels.x0 || x >= quad.texels.x1 || y < quad.texels.y0 || y >= quad.texels.y1) {
    return {};
  }
  if (quad.kind == QuadKind::glyph) {
    const AtlasPagePixels& page = atlas.glyph_pages.at(quad.page);
    return times(light_of(quad.color), page.bytes[std::size_t(y) * page.width + x] / 255.0);
  }
  const AtlasPagePixels& page = atlas.emoji_pages.at(quad.page);
  const std::uint8_t* texel = &page.bytes[(std::size_t(y) * page.width + x) * 4];
  const Light light{decode(texel[0] / 255.0), decode(texel[1] / 255.0), decode(texel[2] / 255.0), texel[3] / 255.0};
  return times(light, quad.color.a);
}

Light picture_light(const Quad& quad, const AtlasPixels& atlas, Point p) {
  const double tx = quad.texels.x0 +
                    (p.x - quad.rect.x0) * (quad.texels.x1 - quad.texels.x0) / (double(quad.rect.x1) - quad.rect.x0) -
                    0.5;
  const double ty = quad.texels.y0 +
                    (p.y - quad.rect.y0) * (quad.texels.y1 - quad.texels.y0) / (double(quad.rect.y1) - quad.rect.y0) -
                    0.5;
  const int x = static_cast<int>(std::floor(tx));
  const int y = static_cast<int>(std::floor(ty));
  Light light{};
  for (const int j : {0, 1}) {
    for (const int i : {0, 1}) {
      const double weight = (i == 0 ? x + 1 - tx : tx - x) * (j == 0 ? y + 1 - ty : ty - y);
      light = sum(light, times(texel_light(quad, atlas, x + i, y + j), weight));
    }
  }
  return light;
}

Light light_at(const Quad& quad, const AtlasPixels& atlas, double cx, double cy) {
  const Affine& t = quad.transform;
  const double det = double(t.xx) * t.yy - double(t.xy) * t.yx;
  if (det == 0 || quad.rect.x1 <= quad.rect.x0 || quad.rect.y1 <= quad.rect.y0 || cx < quad.clip.x0 ||
      cx >= quad.clip.x1 || cy < quad.clip.y0 || cy >= quad.clip.y1) {
    return {};
  }
  const Point p{(t.yy * (cx - t.x0) - t.xy * (cy - t.y0)) / det, (t.xx * (cy - t.y0) - t.yx * (cx - t.x0)) / det};
  const double aa = 1 / std::sqrt(std::abs(det));
  switch (quad.kind) {
    case QuadKind::box:
      return box_light(quad, p, aa);
    case QuadKind::shadow:
      return shadow_light(quad, p, aa);
    case QuadKind::ring:
      return ring_light(quad, p, aa);
    default:
      return picture_light(quad, atlas, p);
  }
}

}  // namespace

LightPicture light_of(const Canvas& canvas) {
  LightPicture picture{canvas.width(), canvas.height(), std::vector<double>(canvas.pixels().size())};
  for (std::size_t i = 0; i < canvas.pixels().size(); ++i) {
    picture.pixels[i] = canvas.pixels()[i] / 65535.0;
  }
  return picture;
}

LightPicture reference_picture(const DisplayList& list, const AtlasPixels& atlas, const Canvas& under) {
  LightPicture canvas = light_of(under);
  for (const Quad& quad : list.quads) {
    for (int y = 0; y < canvas.height; ++y) {
      for (int x = 0; x < canvas.width; ++x) {
        const Light source = times(light_at(quad, atlas, x + 0.5, y + 0.5), quad.opacity);
        double* pixel = &canvas.pixels[(std::size_t(y) * canvas.width + x) * 4];
        for (int c = 0; c < 4; ++c) {
          pixel[c] = source[c] + pixel[c] * (1 - source[3]);
        }
      }
    }
  }
  return canvas;
}

double greatest_difference(const Canvas& canvas, const LightPicture& reference) {
  if (canvas.width() != reference.width || canvas.height() != reference.height) {
    return INFINITY;
  }
  const LightPicture light = light_of(canvas);
  double greatest = 0;
  for (std::size_t i = 0; i < light.pixels.size(); ++i) {
    greatest = std::max(greatest, std::abs(light.pixels[i] - reference.pixels[i]));
  }
  return greatest;
}

}  // namespace leitai::overlays::testing
