// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/node_reader.h"

#include <algorithm>

#include "overlays/template/field_scope.h"
#include "overlays/template/style_reader.h"

namespace leitai::overlays {
namespace {

class NodeReader {
 public:
  NodeReader(const Tokens& tokens, Report& report) : tokens_(tokens), report_(report) {}

  std::shared_ptr<const Node> read(const json::Json& value, const std::string& pointer, const FieldScope& fields,
                                   std::size_t depth) {
    auto node = std::make_shared<Node>();
    if (++count_ > kMaxNodes) {
      if (count_ == kMaxNodes + 1) report_.add(pointer, "more than " + std::to_string(kMaxNodes) + " nodes");
      return node;
    }
    if (depth > kMaxNodeDepth) {
      report_.add(pointer, "more than " + std::to_string(kMaxNodeDepth) + " nodes within each other");
      return node;
    }
    ObjectReader reader(value, pointer, tokens_, report_);
    if (!reader.is_object()) return node;
    if (!read_kind(reader, *node)) {
      // Of a node of no known kind no key is known either: one finding is enough.
      for (const auto& entry : value.items()) reader.take(entry.key());
      return node;
    }
    read_common(reader, *node, fields);
    read_own(reader, *node, fields, depth);
    return node;
  }

 private:
  static bool read_kind(ObjectReader& reader, Node& node) {
    if (reader.require("type") == nullptr) return false;
    const auto kind = reader.choice<NodeKind>("type", {{"group", NodeKind::group},
                                                       {"box", NodeKind::box},
                                                       {"text", NodeKind::text},
                                                       {"number", NodeKind::number},
                                                       {"clock", NodeKind::clock},
                                                       {"list", NodeKind::list}});
    if (kind) node.kind = *kind;
    return kind.has_value();
  }

  void read_common(ObjectReader& reader, Node& node, const FieldScope& fields) {
    reader.text("note");
    node.when = read_condition(reader, "when", fields);
    ObjectReader::set(node.opacity, reader.number("opacity", 0, 1));
    read_placement(reader, node.layout);
    read_motion(reader, node.motion);
    if (const auto watch = reader.text("watch")) node.watch = read_binding(reader, "watch", *watch, fields);
    check_length(reader, in_duration_ms(node), "in");
    check_length(reader, out_duration_ms(node), "out");
  }

  void check_length(ObjectReader& reader, int duration_ms, std::string_view key) {
    if (duration_ms <= kMaxAnimationMs) return;
    report_.add(reader.pointer_of(key), "an animation longer than " + std::to_string(kMaxAnimationMs) + " ms");
  }

  void read_own(ObjectReader& reader, Node& node, const FieldScope& fields, std::size_t depth) {
    switch (node.kind) {
      case NodeKind::box:
        read_box_style(reader, node.box);
        read_variants(reader, node, fields);
        [[fallthrough]];
      case NodeKind::group:
        read_arrangement(reader, node.layout);
        read_children(reader, node, fields, depth);
        return;
      case NodeKind::text:
        read_words(reader, node, fields);
        read_text(reader, node, fields);
        return;
      case NodeKind::number:
        read_words(reader, node, fields);
        node.text.tabular = true;
        read_text(reader, node, fields);
        ObjectReader::set(node.count, read_timing(reader, "count"));
        return;
      case NodeKind::clock:
        read_timer(reader, node, fields);
        node.text.tabular = true;
        read_text(reader, node, fields);
        return;
      case NodeKind::list:
        read_list(reader, node, fields, depth);
        return;
    }
  }

  void read_words(ObjectReader& reader, Node& node, const FieldScope& fields) {
    reader.require("text");
    if (const auto text = reader.text("text"))
      ObjectReader::set(node.binding, read_binding(reader, "text", *text, fields));
  }

  void read_text(ObjectReader& reader, Node& node, const FieldScope& fields) {
    const bool tabular = node.text.tabular;
    read_text_style(reader, node.text);
    node.text.tabular = node.text.tabular || tabular;
    ObjectReader::set(node.text.align, reader.choice<TextAlign>("align", {{"left", TextAlign::left},
                                                                          {"center", TextAlign::center},
                                                                          {"right", TextAlign::right}}));
    const bool bounded = node.layout.width.kind == Length::Kind::fixed || node.layout.max_width < 1e6F;
    if (node.text.lines > 1 && !bounded) {
      report_.add(reader.pointer_of("lines"), "a text of several lines needs \"width\" or \"max_width\" in pixels");
    }
    read_variants(reader, node, fields);
  }

  void read_timer(ObjectReader& reader, Node& node, const FieldScope& fields) {
    reader.require("timer");
    const auto path = reader.path("timer");
    if (!path) return;
    node.timer = *path;
    if (fields.in_row()) report_.add(reader.pointer_of("timer"), "a clock cannot stand in a list's row");
    if (const auto missing = fields.missing(*path)) report_.add_in_text(reader.pointer_of("timer"), 0, *missing);
  }

  void read_variants(ObjectReader& reader, Node& node, const FieldScope& fields) {
    ObjectReader::set(node.restyle, read_timing(reader, "restyle"));
    const json::Json* value = reader.take("variants");
    if (value == nullptr) return;
    const std::string pointer = reader.pointer_of("variants");
    if (!value->is_array() || value->size() > 16) {
      report_.add(pointer, "\"variants\" must be an array of at most 16 objects");
      return;
    }
    for (std::size_t i = 0; i < value->size(); ++i) {
      ObjectReader variant_reader((*value)[i], pointer + "/" + std::to_string(i), tokens_, report_);
      StyleVariant variant{{}, node.box, node.text.color};
      variant_reader.require("when");
      if (auto condition = read_condition(variant_reader, "when", fields)) variant.when = std::move(*condition);
      if (node.kind == NodeKind::box) {
        read_box_style(variant_reader, variant.box);
      } else {
        ObjectReader::set(variant.text_color, variant_reader.color("color"));
      }
      node.variants.push_back(std::move(variant));
    }
  }

  void read_children(ObjectReader& reader, Node& node, const FieldScope& fields, std::size_t depth) {
    const json::Json* value = reader.take("children");
    if (value == nullptr) return;
    const std::string pointer = reader.pointer_of("children");
    if (!value->is_array()) {
      report_.add(pointer, "\"children\" must be an array of nodes");
      return;
    }
    for (std::size_t i = 0; i < value->size() && count_ <= kMaxNodes; ++i) {
      node.children.push_back(read((*value)[i], pointer + "/" + std::to_string(i), fields, depth + 1));
    }
  }

  void read_list(ObjectReader& reader, Node& node, const FieldScope& fields, std::size_t depth) {
    ListSpec& list = node.list;
    reader.require("items");
    reader.require("key");
    ObjectReader::set(list.items, reader.path("items"));
    ObjectReader::set(list.key, reader.path("key"));
    list.limit = reader.path("limit");
    ObjectReader::set(list.max_rows, reader.integer("max_rows", 1, kMaxListRows));
    ObjectReader::set(list.rows_per_column, reader.integer("rows_per_column", 1, kMaxListRows));
    ObjectReader::set(list.row_height, reader.size("row_height", 1, 4096));
    ObjectReader::set(list.row_gap, reader.size("row_gap", 0, 4096));
    ObjectReader::set(list.column_width, reader.size("column_width", 1, 8192));
    ObjectReader::set(list.column_gap, reader.size("column_gap", 0, 4096));
    ObjectReader::set(list.in_stagger_ms, reader.time_ms("in_stagger_ms"));
    ObjectReader::set(list.out_stagger_ms, reader.time_ms("out_stagger_ms"));
    ObjectReader::set(node.layout.clip, reader.boolean("clip"));
    if (list.limit) check_path(reader, "limit", *list.limit, fields);
    const json::Json* row = reader.require("row");
    if (list.items.empty() || row == nullptr) return;
    const auto row_fields = fields.row(list.items);
    if (!row_fields) {
      report_.add_in_text(reader.pointer_of("items"), 0,
                          "\"" + to_string(list.items) + "\" is no array among the template's fields");
      return;
    }
    if (!list.key.empty()) check_path(reader, "key", list.key, *row_fields);
    list.row = read(*row, reader.pointer_of("row"), *row_fields, depth + 1);
    check_length(reader, in_duration_ms(node), "in_stagger_ms");
    check_length(reader, out_duration_ms(node), "out_stagger_ms");
  }

  void check_path(ObjectReader& reader, std::string_view key, const Path& path, const FieldScope& fields) {
    if (const auto missing = fields.missing(path)) report_.add_in_text(reader.pointer_of(key), 0, *missing);
  }

  template <typename Bound>
  std::optional<Bound> checked(ObjectReader& reader, std::string_view key, std::string_view text,
                               const FieldScope& fields) {
    auto bound = Bound::parse(text);
    if (!bound) {
      report_.add_in_text(reader.pointer_of(key), bound.error().offset, bound.error().message);
      return std::nullopt;
    }
    for (const auto& [path, offset] : bound->paths()) {
      if (const auto missing = fields.missing(path)) report_.add_in_text(reader.pointer_of(key), offset, *missing);
    }
    return std::move(*bound);
  }

  std::optional<TextBinding> read_binding(ObjectReader& reader, std::string_view key, std::string_view text,
                                          const FieldScope& fields) {
    return checked<TextBinding>(reader, key, text, fields);
  }

  std::optional<Condition> read_condition(ObjectReader& reader, std::string_view key, const FieldScope& fields) {
    const auto text = reader.text(key);
    return text ? checked<Condition>(reader, key, *text, fields) : std::nullopt;
  }

  const Tokens& tokens_;
  Report& report_;
  std::size_t count_ = 0;
};

void read_binds(ObjectReader& reader, Template& result) {
  static constexpr std::string_view kBinds[] = {"contestant", "person", "timer", "round",         "score",   "versus",
                                                "board",      "awards", "stage", "running_order", "messages"};
  const json::Json* value = reader.take("binds");
  if (value == nullptr) return;
  if (!value->is_array()) {
    reader.report().add(reader.pointer_of("binds"), "\"binds\" must be an array of texts");
    return;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    const json::Json& name = (*value)[i];
    if (!name.is_string() ||
        std::find(std::begin(kBinds), std::end(kBinds), name.get_ref<const std::string&>()) == std::end(kBinds)) {
      reader.report().add(reader.pointer_of("binds") + "/" + std::to_string(i), "nothing of that name can be bound");
      continue;
    }
    result.binds.push_back(name.get<std::string>());
  }
}

}  // namespace

std::shared_ptr<const Template> read_template(const json::Json& value, std::string id, const Tokens& tokens,
                                              Report& report) {
  auto result = std::make_shared<Template>();
  result->id = std::move(id);
  ObjectReader reader(value, "", tokens, report);
  if (!reader.is_object()) return result;
  reader.text("note");
  reader.require("name");
  ObjectReader::set(result->name, reader.text("name"));
  reader.require("layer");
  ObjectReader::set(result->layer, reader.integer("layer", 0, 1000));
  ObjectReader::set(result->steps, reader.integer("steps", 1, 100));
  read_binds(reader, *result);
  const json::Json* fields = reader.require("fields");
  result->fields = fields != nullptr ? *fields : json::Json::object();
  if (!result->fields.is_object()) report.add("/fields", "\"fields\" must be a JSON Schema, an object");
  const json::Json* sample = reader.require("sample");
  result->sample = sample != nullptr ? *sample : json::Json::object();
  if (!result->sample.is_object()) report.add("/sample", "\"sample\" must be an object");
  const json::Json* root = reader.require("root");
  if (root == nullptr) return result;
  NodeReader nodes(tokens, report);
  const FieldScope scope(result->fields);
  result->root = nodes.read(*root, "/root", scope, 1);
  if (most_laid_out(*result->root) > kMaxLaidOut) {
    report.add("/root", "more than " + std::to_string(kMaxLaidOut) + " nodes with all the rows of its lists");
  }
  result->in_ms = in_duration_ms(*result->root);
  result->out_ms = out_duration_ms(*result->root);
  return result;
}

}  // namespace leitai::overlays
