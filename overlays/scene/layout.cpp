// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/layout.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <set>

#include "overlays/scene/arrange.h"
#include "overlays/scene/fit.h"
#include "overlays/scene/list_rows.h"

namespace leitai::overlays {
namespace {

constexpr std::size_t kMaxTickerItems = 64;

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
  Builder(const CanvasScale& canvas, std::int64_t page, GlyphCache& glyphs, PictureCache& pictures)
      : canvas_(canvas), scale_(canvas.scale), page_(page), glyphs_(glyphs), pictures_(pictures) {}

  LaidOut build(const Node& node, const Scope& scope) {
    LaidOut out;
    out.node = &node;
    out.padding = padding_of(node.layout);
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
      case NodeKind::image:
      case NodeKind::video:
        build_image(out, scope);
        break;
      case NodeKind::stars:
        build_stars(out, scope);
        break;
      case NodeKind::bar:
      case NodeKind::ring:
        build_share(out, scope);
        break;
      case NodeKind::ticker:
        build_strip(out, scope);
        break;
      case NodeKind::qr:
        out.text = node.binding.render(scope);
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
    if (out.node->kind == NodeKind::box || out.node->kind == NodeKind::bar) out.look = look_of(*box);
  }

  BoxLook look_of(const BoxStyle& style) const { return box_look(style, scale_); }

  Edges padding_of(const LayoutSpec& layout) const {
    Edges padding{layout.padding.top * scale_, layout.padding.right * scale_, layout.padding.bottom * scale_,
                  layout.padding.left * scale_};
    if (layout.safe_area == SafeArea::none) return padding;
    const float share = layout.safe_area == SafeArea::action ? kActionSafe : kGraphicsSafe;
    const float across = std::round(static_cast<float>(canvas_.width) * share);
    const float down = std::round(static_cast<float>(canvas_.height) * share);
    padding.left += across;
    padding.right += across;
    padding.top += down;
    padding.bottom += down;
    return padding;
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
    out.wrap_width = width;
    out.natural_width = run->width;
    out.natural_height = run->line_height * static_cast<float>(run->lines);
  }

  RunRequest lines_request(const LaidOut& out, const TextStyle& style, float width) const {
    const float least_size = out.node->text.least_size * scale_;
    return {out.text, style, least_size, width, out.node->text.lines, line_height(out.node->text, scale_), 0, {}};
  }

  void build_number(LaidOut& out, const Scope& scope) {
    out.text = out.node->binding.render(scope);
    out.number = counted_value(out.text);
    if (!out.number) {
      out.natural_width = glyphs_.natural_width(out.text, text_style(out.node->text, scale_));
    } else {
      out.natural_width = figures(out)->width(out.text);
    }
    out.natural_height = line_height(out.node->text, scale_);
  }

  void build_clock(LaidOut& out, const Scope& scope) {
    const json::Json* data = scope.find(out.node->timer);
    out.timer = data != nullptr ? Timer::from_data(*data) : Timer();
    constexpr std::int64_t kHourMs = 3'600'000;
    // Room for what the clock may come to read, so that nothing around it moves as it runs.
    out.text = out.timer->duration_ms >= kHourMs ? "+0:00:00" : "+00:00";
    out.natural_width = figures(out)->width(out.text);
    out.natural_height = line_height(out.node->text, scale_);
  }

  std::shared_ptr<const FigureSet> figures(const LaidOut& out) {
    return glyphs_.figures(text_style(out.node->text, scale_), text_effects(out.node->text, scale_));
  }

  void build_image(LaidOut& out, const Scope& scope) {
    out.text = out.node->binding.render(scope);
    const LayoutSpec& layout = out.node->layout;
    if (layout.width.kind == Length::Kind::fixed && layout.height.kind == Length::Kind::fixed) return;
    const auto [width, height] = pictures_.size_of(out.text);
    out.natural_width = static_cast<float>(width) * scale_;
    out.natural_height = static_cast<float>(height) * scale_;
    if (width == 0 || height == 0) return;
    // One side given, the other follows its shape.
    if (layout.width.kind == Length::Kind::fixed) {
      out.natural_height = layout.width.px * scale_ * static_cast<float>(height) / static_cast<float>(width);
    } else if (layout.height.kind == Length::Kind::fixed) {
      out.natural_width = layout.height.px * scale_ * static_cast<float>(width) / static_cast<float>(height);
    }
  }

  static double amount(const TextBinding& binding, const Scope& scope) {
    const std::string text = binding.render(scope);
    return is_plain_decimal(text) ? std::clamp(std::strtod(text.c_str(), nullptr), -1e12, 1e12) : 0.0;
  }

  /// A value that is no number counts as 0; a greatest that is not above 0, as 1.
  static void build_share(LaidOut& out, const Scope& scope) {
    const MeterSpec& meter = out.node->meter;
    const double most = meter.most.is_empty() ? 1 : amount(meter.most, scope);
    out.number = CountedValue{std::clamp(amount(meter.value, scope) / (most > 0 ? most : 1), 0.0, 1.0), 0};
  }

  void build_stars(LaidOut& out, const Scope& scope) {
    out.stars = std::clamp(static_cast<int>(amount(out.node->meter.most, scope)), 1, kMaxStars);
    const auto count = static_cast<float>(out.stars);
    out.number = CountedValue{std::clamp(amount(out.node->meter.value, scope), 0.0, static_cast<double>(count)), 0};
    const float size = std::round(out.node->text.size * scale_), gap = std::round(out.node->meter.gap * scale_);
    out.natural_width = count * size + (count - 1) * gap;
    out.natural_height = line_height(out.node->text, scale_);
    out.run = glyphs_.run({"★", text_style(out.node->text, scale_), 0, 0, 1, 0, 0, {}});
  }

  void build_strip(LaidOut& out, const Scope& scope) {
    const TickerSpec& ticker = out.node->ticker;
    out.natural_height = line_height(out.node->text, scale_);
    const json::Json* items = scope.find(ticker.items);
    if (items == nullptr || !items->is_array()) return;
    auto strip = std::make_shared<Strip>();
    const float gap = std::round(ticker.gap * scale_);
    for (std::size_t i = 0; i < std::min(items->size(), kMaxTickerItems); ++i) {
      const std::string text = out.node->binding.render(row_scope((*items)[i], scope));
      if (text.empty()) continue;
      add_to_strip(text, gap, out.node->text, *strip);
      if (!ticker.separator.empty()) add_to_strip(ticker.separator, gap, out.node->text, *strip);
    }
    if (!strip->parts.empty()) out.strip = std::move(strip);
  }

  void add_to_strip(const std::string& text, float gap, const TextSpec& spec, Strip& strip) {
    const auto run = glyphs_.run(
        {text, text_style(spec, scale_), 0, 0, 1, line_height(spec, scale_), 0, text_effects(spec, scale_)});
    strip.parts.push_back({strip.width, run});
    strip.width += run->width + gap;
  }

  /// A row that is no object itself is read as `item`.
  static Scope row_scope(const json::Json& item, const Scope& outer) {
    Scope scope(item, &outer);
    if (!item.is_object()) scope.define("item", item);
    return scope;
  }

  void build_rows(LaidOut& out, const Scope& scope) {
    const ListSpec& list = out.node->list;
    const json::Json* items = scope.find(list.items);
    if (items == nullptr || !items->is_array()) return;
    const ListRows rows = list_rows(list, *items, scope, page_);
    if (rows.pages > 1) out.row_room = static_cast<std::size_t>(list.max_rows);
    std::set<std::string> taken;
    for (std::size_t i = 0; i < rows.indices.size(); ++i) {
      Scope row = row_scope((*items)[rows.indices[i]], scope);
      row.define("index", rows.first + i + 1);
      row.define("count", rows.total);
      out.children.push_back(build(*list.row, row));
      out.children.back().item = rows.indices[i];
      out.children.back().key = row_key(list, row, rows.first + i, taken);
    }
    measure_rows(out, scale_);
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

  CanvasScale canvas_;
  float scale_;
  std::int64_t page_;
  GlyphCache& glyphs_;
  PictureCache& pictures_;
};

/// `page` and `pages`, from 1, for the list that has them.
void define_page(const Node& root, const LayoutInput& input, Scope& scope) {
  const ListSpec* list = paged_list(root);
  if (list == nullptr) return;
  const json::Json* items = scope.find(list->items);
  const ListRows rows = items != nullptr ? list_rows(*list, *items, scope, input.page) : ListRows();
  scope.define("page", rows.page + 1);
  scope.define("pages", rows.pages);
}

}  // namespace

Color to_linear(const Rgba& color) {
  return color_from_srgb(color.r, color.g, color.b, color.a);
}

BoxLook box_look(const BoxStyle& style, float scale) {
  BoxLook look;
  look.fill = to_linear(style.fill);
  look.fill_end = to_linear(style.fill_end);
  look.border = to_linear(style.border);
  look.gradient_angle = style.gradient_degrees * std::numbers::pi_v<float> / 180.0F;
  // A hairline that is thinner than a pixel would fade away on small canvases.
  look.border_width = style.border_width > 0 ? std::max(1.0F, style.border_width * scale) : 0;
  for (std::size_t i = 0; i < 4; ++i) look.radius[i] = style.radius[i] * scale;
  look.shadow = to_linear(style.shadow.color);
  look.shadow_x = style.shadow.x * scale;
  look.shadow_y = style.shadow.y * scale;
  look.shadow_blur = style.shadow.blur * scale;
  look.shadow_spread = style.shadow.spread * scale;
  return look;
}

CanvasScale CanvasScale::of(const Template& graphic, int width, int height) {
  const bool portrait = graphic.portrait != nullptr && height > width;
  const float across = portrait ? kDesignHeight : kDesignWidth, down = portrait ? kDesignWidth : kDesignHeight;
  return {width, height, std::min(static_cast<float>(width) / across, static_cast<float>(height) / down)};
}

LaidOut lay_out(const Node& root, const LayoutInput& input, const CanvasScale& canvas, GlyphCache& glyphs,
                PictureCache& pictures) {
  const Scope words(input.words);
  Scope scope(input.data, &words);
  scope.define("step", input.step);
  define_page(root, input, scope);
  LaidOut tree = Builder(canvas, input.page, glyphs, pictures).build(root, scope);
  arrange(tree, {0, 0, static_cast<float>(canvas.width), static_cast<float>(canvas.height)}, canvas.scale);
  fit(tree, canvas.scale, glyphs, pictures);
  return tree;
}

}  // namespace leitai::overlays
