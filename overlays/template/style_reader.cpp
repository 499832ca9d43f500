// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/style_reader.h"

namespace leitai::overlays {
namespace {

constexpr double kMaxPx = 8192;
constexpr double kMaxOutline = 32;
constexpr double kMaxTextBlur = 32;

/// A number or a word of `sizes`, 0 to kMaxPx.
std::optional<float> px_of(const json::Json& value, const Tokens& tokens) {
  double px = -1;
  if (value.is_number()) px = value.get<double>();
  if (value.is_string()) {
    const auto it = tokens.sizes.find(value.get_ref<const std::string&>());
    if (it != tokens.sizes.end()) px = it->second;
  }
  return px >= 0 && px <= kMaxPx ? std::optional(static_cast<float>(px)) : std::nullopt;
}

std::optional<Length> read_length(ObjectReader& reader, std::string_view key) {
  const json::Json* value = reader.take(key);
  if (value == nullptr) return std::nullopt;
  if (*value == "fill") return Length{Length::Kind::fill, 0};
  if (*value == "auto") return Length{Length::Kind::automatic, 0};
  const auto px = reader.size(key, 0, kMaxPx);
  return px ? std::optional(Length{Length::Kind::fixed, *px}) : std::nullopt;
}

struct Anchor {
  Place x, y;
};

std::optional<Anchor> read_anchor(ObjectReader& reader) {
  constexpr Place start = Place::start, center = Place::center, end = Place::end;
  return reader.choice<Anchor>("anchor", {{"top-left", {start, start}},
                                          {"top", {center, start}},
                                          {"top-right", {end, start}},
                                          {"left", {start, center}},
                                          {"center", {center, center}},
                                          {"right", {end, center}},
                                          {"bottom-left", {start, end}},
                                          {"bottom", {center, end}},
                                          {"bottom-right", {end, end}}});
}

void read_gradient(ObjectReader& reader, BoxStyle& style) {
  const json::Json* value = reader.take("gradient");
  if (value == nullptr) return;
  ObjectReader gradient(*value, reader.pointer_of("gradient"), reader.tokens(), reader.report());
  gradient.require("from");
  gradient.require("to");
  ObjectReader::set(style.fill, gradient.color("from"));
  ObjectReader::set(style.fill_end, gradient.color("to"));
  style.gradient_degrees = 90;
  ObjectReader::set(style.gradient_degrees, gradient.number("angle", -360, 360));
}

void read_border(ObjectReader& reader, BoxStyle& style) {
  const json::Json* value = reader.take("border");
  if (value == nullptr) return;
  ObjectReader border(*value, reader.pointer_of("border"), reader.tokens(), reader.report());
  border.require("color");
  border.require("width");
  ObjectReader::set(style.border, border.color("color"));
  ObjectReader::set(style.border_width, border.size("width", 0, 256));
}

/// `most`: the widest soft edge.
void read_soft_shadow(ObjectReader& shadow, double most, Shadow& into) {
  shadow.require("color");
  shadow.require("blur");
  ObjectReader::set(into.color, shadow.color("color"));
  ObjectReader::set(into.blur, shadow.size("blur", 0, most));
  ObjectReader::set(into.x, shadow.size("x", -256, 256));
  ObjectReader::set(into.y, shadow.size("y", -256, 256));
}

void read_shadow(ObjectReader& reader, BoxStyle& style) {
  const json::Json* value = reader.take("shadow");
  if (value == nullptr) return;
  ObjectReader shadow(*value, reader.pointer_of("shadow"), reader.tokens(), reader.report());
  read_soft_shadow(shadow, 256, style.shadow);
  ObjectReader::set(style.shadow.spread, shadow.size("spread", -256, 256));
}

void read_outline(ObjectReader& reader, TextSpec& spec) {
  const json::Json* value = reader.take("outline");
  if (value == nullptr) return;
  ObjectReader outline(*value, reader.pointer_of("outline"), reader.tokens(), reader.report());
  outline.require("color");
  outline.require("width");
  ObjectReader::set(spec.outline, outline.color("color"));
  ObjectReader::set(spec.outline_width, outline.size("width", 0, kMaxOutline));
}

void read_text_shadow(ObjectReader& reader, TextSpec& spec) {
  const json::Json* value = reader.take("shadow");
  if (value == nullptr) return;
  ObjectReader shadow(*value, reader.pointer_of("shadow"), reader.tokens(), reader.report());
  read_soft_shadow(shadow, kMaxTextBlur, spec.shadow);
}

}  // namespace

std::optional<std::array<float, 4>> read_four(ObjectReader& reader, std::string_view key) {
  const json::Json* value = reader.take(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_array()) {
    const auto all = reader.size(key, 0, kMaxPx);
    return all ? std::optional(std::array<float, 4>{*all, *all, *all, *all}) : std::nullopt;
  }
  std::vector<float> parts;
  for (const json::Json& part : *value) {
    const auto px = px_of(part, reader.tokens());
    if (!px) break;
    parts.push_back(*px);
  }
  if (parts.size() != value->size() || (parts.size() != 2 && parts.size() != 4)) {
    reader.report().add(reader.pointer_of(key),
                        "\"" + std::string(key) + "\" must be a size, or an array of two or four sizes, 0 to 8192");
    return std::nullopt;
  }
  if (parts.size() == 2) return std::array<float, 4>{parts[0], parts[1], parts[0], parts[1]};
  return std::array<float, 4>{parts[0], parts[1], parts[2], parts[3]};
}

void read_text_style(ObjectReader& reader, TextSpec& spec) {
  if (const auto word = reader.text("style")) {
    const auto it = reader.tokens().text_styles.find(*word);
    if (it != reader.tokens().text_styles.end()) {
      spec = it->second;
    } else {
      reader.report().add(reader.pointer_of("style"), "unknown text style \"" + *word + "\"");
    }
  }
  ObjectReader::set(spec.family, reader.font("font"));
  ObjectReader::set(spec.weight, reader.integer("weight", 100, 900));
  ObjectReader::set(spec.size, reader.size("size", 4, 512));
  ObjectReader::set(spec.least_size, reader.size("least_size", 4, 512));
  ObjectReader::set(spec.line_height, reader.size("line_height", 1, 1024));
  ObjectReader::set(spec.letter_spacing, reader.size("letter_spacing", -64, 64));
  ObjectReader::set(spec.tabular, reader.boolean("tabular"));
  ObjectReader::set(spec.lines, reader.integer("lines", 1, 32));
  ObjectReader::set(spec.color, reader.color("color"));
  read_outline(reader, spec);
  read_text_shadow(reader, spec);
}

void read_box_style(ObjectReader& reader, BoxStyle& style) {
  if (const auto fill = reader.color("fill")) style.fill = style.fill_end = *fill;
  read_gradient(reader, style);
  read_border(reader, style);
  ObjectReader::set(style.radius, read_four(reader, "radius"));
  read_shadow(reader, style);
}

void read_placement(ObjectReader& reader, LayoutSpec& layout) {
  ObjectReader::set(layout.width, read_length(reader, "width"));
  ObjectReader::set(layout.height, read_length(reader, "height"));
  ObjectReader::set(layout.min_width, reader.size("min_width", 0, kMaxPx));
  ObjectReader::set(layout.max_width, reader.size("max_width", 0, kMaxPx));
  ObjectReader::set(layout.grow, reader.number("grow", 0, 100));
  ObjectReader::set(layout.shrink, reader.boolean("shrink"));
  if (const auto anchor = read_anchor(reader)) {
    layout.anchor_x = anchor->x;
    layout.anchor_y = anchor->y;
  }
  ObjectReader::set(layout.x, reader.size("x", -kMaxPx, kMaxPx));
  ObjectReader::set(layout.y, reader.size("y", -kMaxPx, kMaxPx));
}

void read_arrangement(ObjectReader& reader, LayoutSpec& layout) {
  ObjectReader::set(layout.direction, reader.choice<Direction>("direction", {{"stack", Direction::stack},
                                                                             {"row", Direction::row},
                                                                             {"column", Direction::column}}));
  if (const auto padding = read_four(reader, "padding")) {
    layout.padding = {(*padding)[0], (*padding)[1], (*padding)[2], (*padding)[3]};
  }
  ObjectReader::set(layout.gap, reader.size("gap", 0, kMaxPx));
  ObjectReader::set(layout.align, reader.choice<Place>("align", {{"start", Place::start},
                                                                 {"center", Place::center},
                                                                 {"end", Place::end},
                                                                 {"stretch", Place::stretch}}));
  ObjectReader::set(layout.justify, reader.choice<Justify>("justify", {{"start", Justify::start},
                                                                       {"center", Justify::center},
                                                                       {"end", Justify::end},
                                                                       {"between", Justify::between}}));
  ObjectReader::set(layout.clip, reader.boolean("clip"));
  ObjectReader::set(layout.safe_area, reader.choice<SafeArea>("safe_area", {{"none", SafeArea::none},
                                                                            {"action", SafeArea::action},
                                                                            {"graphics", SafeArea::graphics}}));
  ObjectReader::set(layout.wrap, reader.boolean("wrap"));
  ObjectReader::set(layout.line_gap, reader.size("line_gap", 0, kMaxPx));
  if (!layout.wrap) return;
  const bool bounded = layout.width.kind == Length::Kind::fixed || layout.max_width < 1e6F;
  if (layout.direction != Direction::row || !bounded) {
    reader.report().add(reader.pointer_of("wrap"),
                        "only a row with \"width\" or \"max_width\" in pixels can go on in new lines");
  }
}

}  // namespace leitai::overlays
