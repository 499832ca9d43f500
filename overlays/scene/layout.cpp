// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/layout.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <set>

#include "overlays/scene/arrange.h"

namespace leitai::overlays {
namespace {

/// A plain decimal in its canonical spelling and short enough to be counted exactly.
std::optional<CountedValue> counted_value(const std::string& text) {
  constexpr std::size_t kMaxDigits = 15;
  if (!is_plain_decimal(text)) return std::nullopt;
  const std::size_t point = text.find('.');
  const std::size_t places = point == std::string::npos ? 0 : text.size() - point - 1;
  const std::size_t sign = text.front() == '-' ? 1 : 0;
  const bool padded = text[sign] == '0' && text.size() > sign + 1 && text[sign + 1] != '.';
  if (text.size() - sign > kMaxDigits || places > 9 || padded) return std::nullopt;
  return CountedValue{std::strtod(text.c_str(), nullptr), static_cast<int>(places)};
}

/// Builds the tree bottom up: what each node shows, and how large it would like to be.
class Builder {
 public:
  Builder(float scale, GlyphCache& glyphs) : scale_(scale), glyphs_(glyphs) {}

  LaidOut build(const Node& node, const Scope& scope) {
    LaidOut out;
    out.node = &node;
    if (node.watch) out.watched = node.watch->render(scope);
    resolve_look(out, scope);
    switch (node.kind) {
      case NodeKind::group:
      case NodeKind::box:
        build_children(out, scope);
        break;
      case NodeKind::text:
        build_text(out, scope);
        break;
      case NodeKind::number:
        build_number(out, scope);
        break;
      case NodeKind::clock:
        build_clock(out, scope);
        break;
      case NodeKind::list:
        build_rows(out, scope);
        break;
    }
    apply_lengths(out);
    return out;
  }

 private:
  void resolve_look(LaidOut& out, const Scope& scope) {
    const BoxStyle* box = &out.node->box;
    const Rgba* text = &out.node->text.color;
    for (const StyleVariant& variant : out.node->variants) {
      if (!variant.when.holds(scope)) continue;
      box = &variant.box;
      text = &variant.text_color;
      break;
    }
    out.text_color = to_linear(*text);
    if (out.node->kind == NodeKind::box) out.look = look_of(*box);
  }

  BoxLook look_of(const BoxStyle& style) const {
    BoxLook look;
    look.fill = to_linear(style.fill);
    look.fill_end = to_linear(style.fill_end);
    look.border = to_linear(style.border);
    look.gradient_angle = style.gradient_degrees * std::numbers::pi_v<float> / 180.0F;
    // A hairline that is thinner than a pixel would fade away on small canvases.
    look.border_width = style.border_width > 0 ? std::max(1.0F, style.border_width * scale_) : 0;
    for (std::size_t i = 0; i < 4; ++i) look.radius[i] = style.radius[i] * scale_;
    look.shadow = to_linear(style.shadow.color);
    look.shadow_x = style.shadow.x * scale_;
    look.shadow_y = style.shadow.y * scale_;
    look.shadow_blur = style.shadow.blur * scale_;
    look.shadow_spread = style.shadow.spread * scale_;
    return look;
  }

  void build_children(LaidOut& out, const Scope& scope) {
    for (const auto& child : out.node->children) {
      if (!child->when || child->when->holds(scope)) out.children.push_back(build(*child, scope));
    }
    measure_children(out, scale_);
  }

  void build_text(LaidOut& out, const Scope& scope) {
    out.text = out.node->binding.render(scope);
    const TextStyle style = text_style(out.node->text, scale_);
    out.natural_width = glyphs_.natural_width(out.text, style);
    out.natural_height = line_height(out.node->text, scale_);
    if (out.node->text.lines > 1) measure_lines(out, style);
  }

  void measure_lines(LaidOut& out, const TextStyle& style) {
    const LayoutSpec& layout = out.node->layout;
    const float width =
        std::floor((layout.width.kind == Length::Kind::fixed ? layout.width.px : layout.max_width) * scale_);
    if (out.natural_width <= width) return;
    const auto run = glyphs_.run(lines_request(out, style, width));
    out.natural_width = run->width;
    out.natural_height *= static_cast<float>(run->lines);
  }

  RunRequest lines_request(const LaidOut& out, const TextStyle& style, float width) const {
    return {out.text, style, 0, width, out.node->text.lines, line_height(out.node->text, scale_), 0};
  }

  void build_number(LaidOut& out, const Scope& scope) {
    out.text = out.node->binding.render(scope);
    out.number = counted_value(out.text);
    if (!out.number) {
      out.natural_width = glyphs_.natural_width(out.text, text_style(out.node->text, scale_));
    } else {
      out.natural_width = glyphs_.figures(text_style(out.node->text, scale_))->width(out.text);
    }
    out.natural_height = line_height(out.node->text, scale_);
  }

  void build_clock(LaidOut& out, const Scope& scope) {
    const json::Json* data = scope.find(out.node->timer);
    out.timer = data != nullptr ? Timer::from_data(*data) : Timer();
    constexpr std::int64_t kHourMs = 3'600'000;
    // Room for what the clock may come to read, so that nothing around it moves as it runs.
    out.text = out.timer->duration_ms >= kHourMs ? "+0:00:00" : "+00:00";
    out.natural_width = glyphs_.figures(text_style(out.node->text, scale_))->width(out.text);
    out.natural_height = line_height(out.node->text, scale_);
  }

  void build_rows(LaidOut& out, const Scope& scope) {
    const ListSpec& list = out.node->list;
    const json::Json* items = scope.find(list.items);
    if (items == nullptr || !items->is_array()) return;
    const std::size_t count = row_count(list, *items, scope);
    std::set<std::string> taken;
    for (std::size_t i = 0; i < count; ++i) {
      Scope row_scope((*items)[i], &scope);
      row_scope.define("index", i + 1);
      row_scope.define("count", count);
      out.children.push_back(build(*list.row, row_scope));
      out.children.back().key = row_key(list, row_scope, i, taken);
    }
    measure_rows(out, scale_);
  }

  static std::size_t row_count(const ListSpec& list, const json::Json& items, const Scope& scope) {
    std::size_t count = std::min(items.size(), static_cast<std::size_t>(list.max_rows));
    if (!list.limit) return count;
    const json::Json* limit = scope.find(*list.limit);
    if (limit == nullptr || !limit->is_number_integer() || limit->get<double>() < 0) return count;
    return static_cast<std::size_t>(std::min(static_cast<double>(count), limit->get<double>()));
  }

  /// Rows without a key, or with one that another row has, go by their place.
  static std::string row_key(const ListSpec& list, const Scope& scope, std::size_t index,
                             std::set<std::string>& taken) {
    const json::Json* value = scope.find(list.key);
    std::string key = value != nullptr ? shown(*value) : std::string();
    if (key.empty() || !taken.insert(key).second) {
      key += "#" + std::to_string(index);
      taken.insert(key);
    }
    return key;
  }

  void apply_lengths(LaidOut& out) const {
    const LayoutSpec& layout = out.node->layout;
    if (layout.width.kind == Length::Kind::fixed) out.natural_width = layout.width.px * scale_;
    if (layout.height.kind == Length::Kind::fixed) out.natural_height = layout.height.px * scale_;
    out.natural_width =
        std::clamp(out.natural_width, layout.min_width * scale_, std::max(layout.min_width, layout.max_width) * scale_);
  }

  float scale_;
  GlyphCache& glyphs_;
};

/// Fits what is written to the widths that the arrangement gave.
class Fitter {
 public:
  Fitter(float scale, GlyphCache& glyphs) : scale_(scale), glyphs_(glyphs) {}

  void fit(LaidOut& out) {
    switch (out.node->kind) {
      case NodeKind::text:
        fit_text(out);
        break;
      case NodeKind::number:
        if (out.number) {
          fit_figures(out);
        } else {
          fit_text(out);
        }
        break;
      case NodeKind::clock:
        fit_figures(out);
        break;
      default:
        break;
    }
    for (LaidOut& child : out.children) fit(child);
  }

 private:
  void fit_text(LaidOut& out) {
    const TextSpec& spec = out.node->text;
    const float width = out.rect.x1 - out.rect.x0;
    RunRequest request{out.text, text_style(spec, scale_),  spec.least_size * scale_, 0,
                       1,        line_height(spec, scale_), alignment(spec)};
    if (glyphs_.natural_width(out.text, request.style) > width) {
      request.max_width = std::max(1.0F, width);
      request.max_lines = spec.lines;
    }
    out.run = glyphs_.run(request);
  }

  void fit_figures(LaidOut& out) {
    const TextSpec& spec = out.node->text;
    TextStyle style = text_style(spec, scale_);
    const float room = out.rect.x1 - out.rect.x0;
    const float natural = glyphs_.figures(style)->width(out.text);
    if (natural > room && spec.least_size > 0) {
      style.size_px =
          std::max(std::min(spec.least_size, spec.size) * scale_, std::floor(style.size_px * room / natural));
    }
    out.figures = glyphs_.figures(style);
  }

  float scale_;
  GlyphCache& glyphs_;
};

}  // namespace

Color to_linear(const Rgba& color) {
  return color_from_srgb(color.r, color.g, color.b, color.a);
}

LaidOut lay_out(const Node& root, const json::Json& data, int step, int width, int height, float scale,
                GlyphCache& glyphs) {
  Scope scope(data);
  scope.define("step", step);
  LaidOut tree = Builder(scale, glyphs).build(root, scope);
  arrange(tree, {0, 0, static_cast<float>(width), static_cast<float>(height)}, scale);
  Fitter(scale, glyphs).fit(tree);
  return tree;
}

}  // namespace leitai::overlays
