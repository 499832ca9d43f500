// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/node_reader.h"

#include <algorithm>
#include <utility>

#include "overlays/template/bound_reader.h"
#include "overlays/template/content_reader.h"
#include "overlays/template/field_use.h"
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
    // Before the children are there: the node's own tracks. After: what staggering makes of them.
    const bool own_fit = fits(reader, in_duration_ms(*node), "in") && fits(reader, out_duration_ms(*node), "out");
    read_own(reader, *node, fields, depth);
    if (own_fit && parts_fit(*node)) {
      fits(reader, in_duration_ms(*node), "in_stagger_ms");
      fits(reader, out_duration_ms(*node), "out_stagger_ms");
    }
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
                                                       {"list", NodeKind::list},
                                                       {"image", NodeKind::image},
                                                       {"video", NodeKind::video},
                                                       {"stars", NodeKind::stars},
                                                       {"bar", NodeKind::bar},
                                                       {"ring", NodeKind::ring},
                                                       {"ticker", NodeKind::ticker},
                                                       {"qr", NodeKind::qr}});
    if (kind) node.kind = *kind;
    return kind.has_value();
  }

  void read_common(ObjectReader& reader, Node& node, const FieldScope& fields) {
    reader.text("note");
    node.when = read_condition(reader, "when", fields);
    ObjectReader::set(node.opacity, reader.number("opacity", 0, 1));
    read_placement(reader, node.layout);
    read_motion(reader, node.motion);
    node.watch = read_binding(reader, "watch", fields);
  }

  bool fits(ObjectReader& reader, int duration_ms, std::string_view key) {
    if (duration_ms <= kMaxAnimationMs) return true;
    report_.add(reader.pointer_of(key), "an animation longer than " + std::to_string(kMaxAnimationMs) + " ms");
    return false;
  }

  static bool parts_fit(const Node& node) {
    const auto fit = [](const Node& part) {
      return in_duration_ms(part) <= kMaxAnimationMs && out_duration_ms(part) <= kMaxAnimationMs;
    };
    return std::all_of(node.children.begin(), node.children.end(), [&](const auto& child) { return fit(*child); }) &&
           (node.list.row == nullptr || fit(*node.list.row));
  }

  void read_own(ObjectReader& reader, Node& node, const FieldScope& fields, std::size_t depth) {
    switch (node.kind) {
      case NodeKind::box:
        read_box_style(reader, node.box);
        read_variants(reader, node, fields);
        [[fallthrough]];
      case NodeKind::group:
        read_arrangement(reader, node.layout);
        return read_children(reader, node, fields, depth);
      case NodeKind::text:
        return read_text_node(reader, node, fields);
      case NodeKind::number:
        return read_number(reader, node, fields);
      case NodeKind::clock:
        return read_clock(reader, node, fields);
      case NodeKind::list:
        return read_rows(reader, node, fields, depth);
      case NodeKind::image:
        return read_image(reader, node, fields);
      case NodeKind::video:
        return read_video(reader, node, fields);
      case NodeKind::stars:
        return read_stars(reader, node, fields);
      case NodeKind::bar:
        return read_bar(reader, node, fields);
      case NodeKind::ring:
        return read_ring(reader, node, fields);
      case NodeKind::ticker:
        return read_ticker(reader, node, fields);
      case NodeKind::qr:
        return read_qr(reader, node, fields);
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

  void read_rows(ObjectReader& reader, Node& node, const FieldScope& fields, std::size_t depth) {
    read_list(reader, node, fields);
    const json::Json* row = reader.require("row");
    if (node.list.items.empty() || row == nullptr) return;
    const auto row_fields = fields.row(node.list.items);
    if (!row_fields) return;
    node.list.row = read(*row, reader.pointer_of("row"), *row_fields, depth + 1);
    if (node.list.page_ms > 0 && std::exchange(paged_, true)) {
      report_.add(reader.pointer_of("page"), "a template has one list with pages");
    }
  }

  const Tokens& tokens_;
  Report& report_;
  std::size_t count_ = 0;
  bool paged_ = false;
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

std::shared_ptr<Template> read_template(const json::Json& value, std::string id, const Tokens& tokens, Report& report) {
  auto result = std::make_shared<Template>();
  result->id = std::move(id);
  ObjectReader reader(value, "", tokens, report);
  if (!reader.is_object()) return result;
  reader.text("note");
  reader.text("$schema");  // for editors
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
  read_unused(reader, result->fields);
  const json::Json words(tokens.words);
  const FieldScope scope(result->fields, words);
  const json::Json* root = reader.require("root");
  if (root != nullptr) result->root = NodeReader(tokens, report).read(*root, "/root", scope, 1);
  if (const json::Json* portrait = reader.take("portrait")) {
    result->portrait = NodeReader(tokens, report).read(*portrait, "/portrait", scope, 1);
  }
  for (const auto& tree : {result->root, result->portrait}) {
    if (tree == nullptr) continue;
    if (most_laid_out(*tree) > kMaxLaidOut) {
      report.add(tree == result->root ? "/root" : "/portrait",
                 "more than " + std::to_string(kMaxLaidOut) + " nodes with all the rows of its lists");
    }
    result->in_ms = std::max<std::int64_t>(result->in_ms, in_duration_ms(*tree));
    result->out_ms = std::max<std::int64_t>(result->out_ms, out_duration_ms(*tree));
  }
  return result;
}

}  // namespace leitai::overlays
