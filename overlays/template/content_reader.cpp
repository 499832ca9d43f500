// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/content_reader.h"

#include "overlays/template/bound_reader.h"
#include "overlays/template/picture_files.h"
#include "overlays/template/style_reader.h"

namespace leitai::overlays {
namespace {

constexpr std::size_t kMaxVariants = 16;
constexpr std::size_t kMaxSeparator = 64;  ///< bytes

void read_words(ObjectReader& reader, Node& node, const FieldScope& fields) {
  reader.require("text");
  ObjectReader::set(node.binding, read_binding(reader, "text", fields));
}

void read_align(ObjectReader& reader, Node& node) {
  ObjectReader::set(node.text.align, reader.choice<TextAlign>("align", {{"left", TextAlign::left},
                                                                        {"center", TextAlign::center},
                                                                        {"right", TextAlign::right}}));
}

void read_text(ObjectReader& reader, Node& node, const FieldScope& fields) {
  const bool tabular = node.text.tabular;
  read_text_style(reader, node.text);
  node.text.tabular = node.text.tabular || tabular;
  read_align(reader, node);
  const bool bounded = node.layout.width.kind == Length::Kind::fixed || node.layout.max_width < 1e6F;
  if (node.text.lines > 1 && !bounded) {
    reader.report().add(reader.pointer_of("lines"),
                        "a text of several lines needs \"width\" or \"max_width\" in pixels");
  }
  read_variants(reader, node, fields);
}

/// `count {from, in_delay_ms, delay_ms, duration_ms, easing}`
void read_count(ObjectReader& reader, Node& node) {
  const json::Json* value = reader.take("count");
  if (value == nullptr) return;
  ObjectReader count(*value, reader.pointer_of("count"), reader.tokens(), reader.report());
  count.require("duration_ms");
  read_timing_keys(count, node.count);
  if (const auto from = count.number("from", -1e9, 1e9)) node.count_from = *from;
  ObjectReader::set(node.count_in_delay_ms, count.time_ms("in_delay_ms"));
}

/// A number, or a text with data in it.
void read_amount(ObjectReader& reader, std::string_view key, TextBinding& into, const FieldScope& fields) {
  const json::Json* value = reader.take(key);
  if (value == nullptr) return;
  if (value->is_number()) {
    into = TextBinding::literal(json::dump(*value));
  } else {
    ObjectReader::set(into, read_binding(reader, key, fields));
  }
}

void read_meter(ObjectReader& reader, Node& node, const FieldScope& fields) {
  reader.require("value");
  read_amount(reader, "value", node.meter.value, fields);
  read_count(reader, node);
}

void read_meter_colors(ObjectReader& reader, Node& node) {
  ObjectReader::set(node.meter.color, reader.color("color"));
  ObjectReader::set(node.meter.track, reader.color("track"));
}

std::optional<ListOrder> read_order(ObjectReader& reader, const FieldScope& rows) {
  const json::Json* value = reader.take("sort");
  if (value == nullptr) return std::nullopt;
  ObjectReader sort(*value, reader.pointer_of("sort"), reader.tokens(), reader.report());
  ListOrder order;
  sort.require("by");
  ObjectReader::set(order.by, read_field(sort, "by", rows));
  ObjectReader::set(order.descending, sort.choice<bool>("order", {{"ascending", false}, {"descending", true}}));
  return order;
}

std::optional<ListScroll> read_scroll(ObjectReader& reader) {
  const json::Json* value = reader.take("scroll");
  if (value == nullptr) return std::nullopt;
  ObjectReader scroll_reader(*value, reader.pointer_of("scroll"), reader.tokens(), reader.report());
  ListScroll scroll;
  ObjectReader::set(scroll.speed, scroll_reader.number("speed", 1, 2000));
  ObjectReader::set(scroll.hold_ms, scroll_reader.integer("hold_ms", 0, kMaxPageMs));
  return scroll;
}

void read_page(ObjectReader& reader, ListSpec& list) {
  const json::Json* value = reader.take("page");
  if (value == nullptr) return;
  ObjectReader page(*value, reader.pointer_of("page"), reader.tokens(), reader.report());
  page.require("every_ms");
  ObjectReader::set(list.page_ms, page.integer("every_ms", kMinPageMs, kMaxPageMs));
}

}  // namespace

void read_variants(ObjectReader& reader, Node& node, const FieldScope& fields) {
  ObjectReader::set(node.restyle, read_timing(reader, "restyle"));
  const json::Json* value = reader.take("variants");
  if (value == nullptr) return;
  const std::string pointer = reader.pointer_of("variants");
  if (!value->is_array() || value->size() > kMaxVariants) {
    reader.report().add(pointer,
                        "\"variants\" must be an array of at most " + std::to_string(kMaxVariants) + " objects");
    return;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    ObjectReader variant_reader((*value)[i], pointer + "/" + std::to_string(i), reader.tokens(), reader.report());
    StyleVariant variant{{}, node.box, node.text.color};
    variant_reader.require("when");
    ObjectReader::set(variant.when, read_condition(variant_reader, "when", fields));
    if (node.kind == NodeKind::box || node.kind == NodeKind::bar) {
      read_box_style(variant_reader, variant.box);
    } else {
      ObjectReader::set(variant.text_color, variant_reader.color("color"));
    }
    node.variants.push_back(std::move(variant));
  }
}

void read_text_node(ObjectReader& reader, Node& node, const FieldScope& fields) {
  read_words(reader, node, fields);
  read_text(reader, node, fields);
}

void read_number(ObjectReader& reader, Node& node, const FieldScope& fields) {
  read_words(reader, node, fields);
  node.text.tabular = true;
  read_text(reader, node, fields);
  read_count(reader, node);
  ObjectReader::set(node.roll, reader.boolean("roll"));
}

void read_clock(ObjectReader& reader, Node& node, const FieldScope& fields) {
  reader.require("timer");
  ObjectReader::set(node.timer, read_field(reader, "timer", fields));
  if (fields.in_row()) reader.report().add(reader.pointer_of("timer"), "a clock cannot stand in a list's row");
  node.text.tabular = true;
  read_text(reader, node, fields);
}

void read_image(ObjectReader& reader, Node& node, const FieldScope& fields) {
  reader.require("src");
  ObjectReader::set(node.binding, read_binding(reader, "src", fields));
  ObjectReader::set(node.image.fit,
                    reader.choice<ImageFit>("fit", {{"contain", ImageFit::contain}, {"cover", ImageFit::cover}}));
  ObjectReader::set(node.image.radius, read_four(reader, "radius"));
  const auto file = node.binding.fixed_text();
  if (file && !file->empty() && !find_picture(reader.tokens().folders, *file)) {
    reader.report().add(reader.pointer_of("src"), "the theme has no file \"" + *file + "\"");
  }
}

void read_video(ObjectReader& reader, Node& node, const FieldScope& fields) {
  read_image(reader, node, fields);
  ObjectReader::set(node.video.loop, reader.choice<bool>("play", {{"loop", true}, {"once", false}}));
  ObjectReader::set(node.video.in_point_ms, reader.integer("in_point_ms", 0, kMaxInPointMs));
}

void read_stars(ObjectReader& reader, Node& node, const FieldScope& fields) {
  read_meter(reader, node, fields);
  read_meter_colors(reader, node);
  ObjectReader::set(node.text.family, reader.font("font"));
  ObjectReader::set(node.text.size, reader.size("size", 4, 512));
  ObjectReader::set(node.meter.gap, reader.size("gap", 0, 512));
  read_align(reader, node);
  node.meter.most = TextBinding::literal("5");
  read_amount(reader, "max", node.meter.most, fields);
}

void read_bar(ObjectReader& reader, Node& node, const FieldScope& fields) {
  read_box_style(reader, node.box);
  read_variants(reader, node, fields);
  read_meter(reader, node, fields);
  read_amount(reader, "max", node.meter.most, fields);
  ObjectReader::set(node.meter.direction, reader.choice<BarDirection>("direction", {{"right", BarDirection::right},
                                                                                    {"left", BarDirection::left},
                                                                                    {"up", BarDirection::up},
                                                                                    {"down", BarDirection::down}}));
  const json::Json* bar = reader.require("bar");
  if (bar == nullptr) return;
  ObjectReader bar_reader(*bar, reader.pointer_of("bar"), reader.tokens(), reader.report());
  read_box_style(bar_reader, node.meter.fill);
}

void read_ring(ObjectReader& reader, Node& node, const FieldScope& fields) {
  read_meter(reader, node, fields);
  read_meter_colors(reader, node);
  read_amount(reader, "max", node.meter.most, fields);
  ObjectReader::set(node.meter.thickness, reader.size("thickness", 1, 512));
}

void read_ticker(ObjectReader& reader, Node& node, const FieldScope& fields) {
  reader.require("items");
  ObjectReader::set(node.ticker.items, reader.path("items"));
  if (const auto rows = row_scope(reader, node.ticker.items, fields)) {
    read_words(reader, node, *rows);
  } else {
    reader.take("text");
  }
  read_text_style(reader, node.text);
  read_variants(reader, node, fields);
  if (const auto separator = reader.text("separator")) {
    node.ticker.separator = *separator;
    if (separator->size() > kMaxSeparator) {
      reader.report().add(reader.pointer_of("separator"), "longer than " + std::to_string(kMaxSeparator) + " bytes");
    }
  }
  ObjectReader::set(node.ticker.speed, reader.number("speed", 10, 2000));
  ObjectReader::set(node.ticker.gap, reader.size("gap", 0, 4096));
}

void read_qr(ObjectReader& reader, Node& node, const FieldScope& fields) {
  read_words(reader, node, fields);
  ObjectReader::set(node.text.color, reader.color("color"));
}

std::optional<FieldScope> row_scope(ObjectReader& reader, const Path& items, const FieldScope& fields) {
  if (items.empty()) return std::nullopt;
  auto rows = fields.row(items);
  if (!rows) {
    reader.report().add_in_text(reader.pointer_of("items"), 0,
                                "\"" + to_string(items) + "\" is no array among the template's fields");
  }
  return rows;
}

void read_list(ObjectReader& reader, Node& node, const FieldScope& fields) {
  ListSpec& list = node.list;
  reader.require("items");
  reader.require("key");
  ObjectReader::set(list.items, reader.path("items"));
  list.limit = read_field(reader, "limit", fields);
  list.scroll = read_scroll(reader);
  read_page(reader, list);
  ObjectReader::set(list.max_rows, reader.integer("max_rows", 1, list.scroll ? kMaxScrolledRows : kMaxListRows));
  ObjectReader::set(list.rows_per_column, reader.integer("rows_per_column", 1, kMaxListRows));
  ObjectReader::set(list.row_height, reader.size("row_height", 1, 4096));
  ObjectReader::set(list.row_gap, reader.size("row_gap", 0, 4096));
  ObjectReader::set(list.column_width, reader.size("column_width", 1, 8192));
  ObjectReader::set(list.column_gap, reader.size("column_gap", 0, 4096));
  ObjectReader::set(node.layout.clip, reader.boolean("clip"));
  node.layout.clip = node.layout.clip || list.scroll.has_value();
  if (list.page_ms > 0 && (list.scroll || fields.in_row())) {
    reader.report().add(reader.pointer_of("page"), list.scroll ? "a list that scrolls has no pages"
                                                               : "a list within a row has no pages of its own");
    list.page_ms = 0;
  }
  if (list.scroll && list.rows_per_column > 0) {
    reader.report().add(reader.pointer_of("scroll"), "only a list of one column scrolls");
  }
  const auto rows = row_scope(reader, list.items, fields);
  if (!rows) {
    for (const char* key : {"key", "where", "sort"}) reader.take(key);
    return;
  }
  ObjectReader::set(list.key, read_field(reader, "key", *rows));
  list.where = read_condition(reader, "where", *rows);
  list.sort = read_order(reader, *rows);
}

}  // namespace leitai::overlays
