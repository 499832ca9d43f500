// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/overlay/cairo_painter.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <set>

#include "overlays/paint/cpu_painter.h"
#include "tests/bench/overlay/board.h"

namespace leitai::bench {
namespace {

using overlays::Color;
using overlays::Quad;
using overlays::QuadKind;
using overlays::Rect;

/// The styles of the board's and the shipped ranking's texts.
std::vector<overlays::TextStyle> styles() {
  const char* const text = "Inter, Noto Sans CJK SC, Noto Color Emoji";
  const char* const display = "Inter Display, Inter, Noto Sans CJK SC, Noto Color Emoji";
  return {{text, 700, 34, 0, false}, {text, 400, 24, 0, false},    {text, 700, 34, 0, true},
          {text, 700, 44, 0, false}, {display, 800, 38, 0, false}, {display, 700, 36, 0, true}};
}

/// What is written, character by character.
std::set<std::string> characters() {
  std::string all = "排名0123456789.–";
  for (int i = 0; i < kRows; ++i) {
    all += name_of(i) + organization_of(i);
  }
  std::set<std::string> found;
  for (std::size_t at = 0; at < all.size();) {
    const auto lead = static_cast<unsigned char>(all[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
    found.insert(all.substr(at, length));
    at += length;
  }
  return found;
}

unsigned long code_of(const std::string& character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned long>(static_cast<unsigned char>(character[i])); };
  return character.size() == 1   ? byte(0)
         : character.size() == 2 ? (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F)
                                 : (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
}

double srgb(float light) {
  return light <= 0.0031308F ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

/// Straight, sRGB-encoded.
struct Paint {
  double r, g, b, a;
};

Paint paint_of(const Color& color, float opacity) {
  const float alpha = color.a > 0 ? color.a : 1;
  return {srgb(color.r / alpha), srgb(color.g / alpha), srgb(color.b / alpha), double{color.a} * opacity};
}

void set_source(cairo_t* cairo, const Color& color, float opacity) {
  const Paint paint = paint_of(color, opacity);
  cairo_set_source_rgba(cairo, paint.r, paint.g, paint.b, paint.a);
}

void set_gradient(cairo_t* cairo, const Quad& quad) {
  const double x = (quad.rect.x0 + quad.rect.x1) / 2.0, y = (quad.rect.y0 + quad.rect.y1) / 2.0;
  const double dir_x = std::cos(quad.gradient_angle), dir_y = std::sin(quad.gradient_angle);
  const double half =
      (std::abs(dir_x) * (quad.rect.x1 - quad.rect.x0) + std::abs(dir_y) * (quad.rect.y1 - quad.rect.y0)) / 2;
  cairo_pattern_t* pattern =
      cairo_pattern_create_linear(x - half * dir_x, y - half * dir_y, x + half * dir_x, y + half * dir_y);
  const Paint from = paint_of(quad.color, quad.opacity), to = paint_of(quad.color2, quad.opacity);
  cairo_pattern_add_color_stop_rgba(pattern, 0, from.r, from.g, from.b, from.a);
  cairo_pattern_add_color_stop_rgba(pattern, 1, to.r, to.g, to.b, to.a);
  cairo_set_source(cairo, pattern);
  cairo_pattern_destroy(pattern);
}

void add_path(cairo_t* cairo, const Quad& quad, double inset) {
  constexpr double kRight = std::numbers::pi / 2;
  const double x0 = quad.rect.x0 + inset, y0 = quad.rect.y0 + inset;
  const double x1 = quad.rect.x1 - inset, y1 = quad.rect.y1 - inset;
  const auto corner = [&](double x, double y, float radius, int quarter) {
    const double r = std::clamp<double>(radius - inset, 0, std::min(x1 - x0, y1 - y0) / 2);
    const double centre_x = quarter == 0 || quarter == 3 ? x - r : x + r;
    const double centre_y = quarter == 0 || quarter == 1 ? y - r : y + r;
    if (r > 0) {
      cairo_arc(cairo, centre_x, centre_y, r, quarter * kRight, (quarter + 1) * kRight);
    } else {
      cairo_line_to(cairo, x, y);
    }
  };
  cairo_new_sub_path(cairo);
  corner(x1, y1, quad.radius[2], 0);
  corner(x0, y1, quad.radius[3], 1);
  corner(x0, y0, quad.radius[0], 2);
  corner(x1, y0, quad.radius[1], 3);
  cairo_close_path(cairo);
}

void set_matrix(cairo_t* cairo, const overlays::Affine& t) {
  const cairo_matrix_t matrix{t.xx, t.yx, t.xy, t.yy, t.x0, t.y0};
  cairo_set_matrix(cairo, &matrix);
}

/// The quad alone, painted once by our own painter: what a program would blur once and keep.
cairo_surface_t* surface_of(const Quad& quad) {
  const auto bytes = overlays::paint_srgb({kCanvasWidth, kCanvasHeight, {quad}}, {}, overlays::AlphaMode::straight);
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, kCanvasWidth, kCanvasHeight);
  auto* pixels = reinterpret_cast<std::uint32_t*>(cairo_image_surface_get_data(surface));
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const std::uint32_t a = bytes[i + 3];
    pixels[i / 4] = a << 24 | bytes[i] * a / 255 << 16 | bytes[i + 1] * a / 255 << 8 | bytes[i + 2] * a / 255;
  }
  cairo_surface_mark_dirty(surface);
  return surface;
}

}  // namespace

CairoPainter::CairoPainter(PreparedBoard& board)
    : surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, kCanvasWidth, kCanvasHeight)),
      cairo_(cairo_create(surface_)),
      board_(board) {
  find_origins(board.list.quads);
  for (const Quad& quad : board.list.quads) {
    if (quad.opacity <= 0) {
      continue;
    }
    switch (quad.kind) {
      case QuadKind::box:
        steps_.push_back({&quad, nullptr, nullptr, {}});
        break;
      case QuadKind::shadow:
        add_shadow(quad);
        break;
      default:
        add_glyph(quad);
    }
  }
}

CairoPainter::~CairoPainter() {
  for (const Step& step : steps_) {
    cairo_surface_destroy(step.shadow);
  }
  for (const auto& [key, font] : fonts_) {
    cairo_scaled_font_destroy(font);
  }
  cairo_destroy(cairo_);
  cairo_surface_destroy(surface_);
}

cairo_scaled_font_t* CairoPainter::scaled_font(const Font& font) {
  cairo_scaled_font_t*& found = fonts_[font];
  if (found == nullptr) {
    const auto& [family, bold, size] = font;
    FcPattern* pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>(family.c_str()));
    FcPatternAddInteger(pattern, FC_WEIGHT, bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
    cairo_font_face_t* face = cairo_ft_font_face_create_for_pattern(pattern);
    FcPatternDestroy(pattern);
    cairo_matrix_t scale, identity;
    cairo_matrix_init_scale(&scale, size, size);
    cairo_matrix_init_identity(&identity);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    found = cairo_scaled_font_create(face, &scale, &identity, options);
    cairo_font_options_destroy(options);
    cairo_font_face_destroy(face);
  }
  return found;
}

/// The list only knows rectangles of the atlas: each character is asked for in each style, to learn
/// which rectangle is which glyph.
void CairoPainter::find_origins(const std::vector<Quad>& quads) {
  overlays::TextEngine& engine = board_.preparer->text();
  for (const overlays::TextStyle& style : styles()) {
    for (const std::string& character : characters()) {
      const overlays::ShapedLine line = engine.shape(character, style);
      if (line.glyphs.size() != 1) {
        continue;
      }
      const unsigned long code = code_of(character);
      const Font font{code >= 0x2E80 ? "Noto Sans CJK SC" : "Inter", style.weight >= 600, style.size_px};
      FT_Face face = cairo_ft_scaled_font_lock_face(scaled_font(font));
      const unsigned long glyph = FT_Get_Char_Index(face, code);
      cairo_ft_scaled_font_unlock_face(scaled_font(font));
      for (int quarter = 0; quarter < 4; ++quarter) {
        const auto& slot = engine.slot(line.glyphs[0].face, line.glyphs[0].glyph, line.size_px, quarter);
        origins_[{slot.page, slot.x, slot.y}] = {font, glyph, slot.left - static_cast<float>(quarter) / 4, slot.top};
      }
    }
  }
  const bool known = std::all_of(quads.begin(), quads.end(), [&](const Quad& quad) {
    return quad.kind != QuadKind::glyph ||
           origins_.count({quad.page, static_cast<int>(quad.texels.x0), static_cast<int>(quad.texels.y0)}) == 1;
  });
  if (!known) {
    std::fprintf(stderr, "the board has glyphs that cairo is not told of\n");
    std::exit(1);
  }
}

void CairoPainter::add_glyph(const Quad& quad) {
  const Origin& origin = origins_.at({quad.page, static_cast<int>(quad.texels.x0), static_cast<int>(quad.texels.y0)});
  cairo_scaled_font_t* font = scaled_font(origin.font);
  const bool follows = !steps_.empty() && steps_.back().font == font && steps_.back().quad->color == quad.color &&
                       steps_.back().quad->opacity == quad.opacity;
  if (!follows) {
    steps_.push_back({&quad, nullptr, font, {}});
  }
  steps_.back().glyphs.push_back({origin.glyph, double{quad.rect.x0} + quad.transform.x0 - origin.left,
                                  double{quad.rect.y0} + quad.transform.y0 + origin.top});
}

void CairoPainter::add_shadow(const Quad& quad) {
  steps_.push_back({&quad, surface_of(quad), nullptr, {}});
}

void CairoPainter::draw_box(const Quad& quad) {
  set_matrix(cairo_, quad.transform);
  add_path(cairo_, quad, quad.border_width);
  if (quad.color == quad.color2) {
    set_source(cairo_, quad.color, quad.opacity);
  } else {
    set_gradient(cairo_, quad);
  }
  cairo_fill(cairo_);
  if (quad.border_width > 0) {
    cairo_set_line_width(cairo_, quad.border_width);
    add_path(cairo_, quad, quad.border_width / 2.0);
    set_source(cairo_, quad.border, quad.opacity);
    cairo_stroke(cairo_);
  }
  cairo_identity_matrix(cairo_);
}

/// The box whose shadow it is covers most of it: that much is left out.
void CairoPainter::draw_shadow(const Step& step) {
  const Quad& shadow = *step.quad;
  const auto next = std::find_if(steps_.begin(), steps_.end(), [&](const Step& other) {
    return other.quad > step.quad && other.quad->kind == QuadKind::box;
  });
  const double blur = shadow.blur + 1.0;
  cairo_save(cairo_);
  cairo_set_fill_rule(cairo_, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle(cairo_, shadow.rect.x0 + shadow.transform.x0 - blur, shadow.rect.y0 + shadow.transform.y0 - blur,
                  shadow.rect.x1 - shadow.rect.x0 + 2 * blur, shadow.rect.y1 - shadow.rect.y0 + 2 * blur);
  if (next != steps_.end() && next->quad->color.a >= 1 && next->quad->color2.a >= 1) {
    const Quad& box = *next->quad;
    const double inset = 1.0 + *std::max_element(std::begin(box.radius), std::end(box.radius));
    cairo_rectangle(
        cairo_, std::ceil(box.rect.x0 + box.transform.x0 + inset), std::ceil(box.rect.y0 + box.transform.y0 + inset),
        std::floor(box.rect.x1 - box.rect.x0 - 2 * inset), std::floor(box.rect.y1 - box.rect.y0 - 2 * inset));
  }
  cairo_clip(cairo_);
  cairo_set_source_surface(cairo_, step.shadow, 0, 0);
  cairo_paint(cairo_);
  cairo_restore(cairo_);
}

void CairoPainter::paint() {
  cairo_set_operator(cairo_, CAIRO_OPERATOR_CLEAR);
  cairo_paint(cairo_);
  cairo_set_operator(cairo_, CAIRO_OPERATOR_OVER);
  for (const Step& step : steps_) {
    if (step.font != nullptr) {
      cairo_set_scaled_font(cairo_, step.font);
      set_source(cairo_, step.quad->color, step.quad->opacity);
      cairo_show_glyphs(cairo_, step.glyphs.data(), static_cast<int>(step.glyphs.size()));
    } else if (step.shadow != nullptr) {
      draw_shadow(step);
    } else {
      draw_box(*step.quad);
    }
  }
  cairo_surface_flush(surface_);
}

bool CairoPainter::write_png(const std::string& file) const {
  return cairo_surface_write_to_png(surface_, file.c_str()) == CAIRO_STATUS_SUCCESS;
}

}  // namespace leitai::bench
