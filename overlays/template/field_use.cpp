// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/field_use.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "overlays/template/node.h"

namespace leitai::overlays {
namespace {

using json::Json;

constexpr std::size_t kMaxUnused = 256;

const Json* member(const Json& value, const char* key) {
  if (!value.is_object()) return nullptr;
  const auto it = value.find(key);
  return it == value.end() ? nullptr : &*it;
}

/// The declared properties of an object, or of an array's objects; null where it declares none.
const Json* properties_of(const Json& schema) {
  if (const Json* properties = member(schema, "properties")) return properties->is_object() ? properties : nullptr;
  const Json* items = member(schema, "items");
  return items != nullptr ? properties_of(*items) : nullptr;
}

/// The schema of a field; null where nothing declares it.
const Json* declared(const Json& fields, const Path& path) {
  const Json* schema = &fields;
  for (const std::string& key : path) {
    const Json* properties = properties_of(*schema);
    schema = properties != nullptr ? member(*properties, key.c_str()) : nullptr;
    if (schema == nullptr) return nullptr;
  }
  return schema;
}

/// Walks a template's nodes and collects the schemas of the fields that they name.
class Uses {
 public:
  explicit Uses(const Json& fields) : scopes_{&fields} {}

  void walk(const Node& node) {
    if (node.when) use(node.when->paths());
    if (node.watch) use(node.watch->paths());
    if (node.kind != NodeKind::ticker) use(node.binding.paths());
    use(node.meter.value.paths());
    use(node.meter.most.paths());
    if (node.kind == NodeKind::ticker) walk_ticker(node);
    use(node.timer, Extent::whole);
    for (const StyleVariant& variant : node.variants) use(variant.when.paths());
    for (const auto& child : node.children) walk(*child);
    if (node.list.row != nullptr) walk_rows(node.list);
  }

  bool touched(const Json& schema) const { return touched_.contains(&schema); }
  /// With all that is in it.
  bool used_whole(const Json& schema) const { return whole_.contains(&schema); }

 private:
  enum class Extent { itself, whole };

  void walk_ticker(const Node& node) {
    const Json* items = use(node.ticker.items, Extent::itself);
    if (items == nullptr) return;
    if (properties_of(*items) == nullptr) whole_.insert(items);
    scopes_.push_back(items);
    use(node.binding.paths());
    scopes_.pop_back();
  }

  void walk_rows(const ListSpec& list) {
    if (list.limit) use(*list.limit, Extent::whole);
    const Json* items = use(list.items, Extent::itself);
    if (items == nullptr) return;
    scopes_.push_back(items);
    use(list.key, Extent::whole);
    if (list.where) use(list.where->paths());
    if (list.sort) use(list.sort->by, Extent::whole);
    walk(*list.row);
    scopes_.pop_back();
  }

  void use(const std::vector<std::pair<Path, std::size_t>>& paths) {
    for (const auto& [path, offset] : paths) use(path, Extent::whole);
  }

  /// The schema that the path names, in the innermost scope that knows its first word.
  const Json* use(const Path& path, Extent extent) {
    if (path.empty()) return nullptr;
    const auto scope = std::find_if(scopes_.rbegin(), scopes_.rend(),
                                    [&](const Json* each) { return declared(*each, {path.front()}) != nullptr; });
    if (scope == scopes_.rend()) return nullptr;
    const Json* schema = nullptr;
    for (std::size_t length = 1; length <= path.size(); ++length) {
      const Json* next = declared(**scope, Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(length)));
      if (next == nullptr) return schema;  // `phase`, which the renderer adds, or a field of anything
      schema = next;
      touched_.insert(schema);
    }
    if (extent == Extent::whole) whole_.insert(schema);
    return schema;
  }

  std::vector<const Json*> scopes_;  ///< innermost last
  std::set<const Json*> touched_;
  std::set<const Json*> whole_;
};

/// Looks through the declared fields, outermost first; of one that is not used, nothing within is told.
class Search {
 public:
  Search(const Uses& uses, const Json& file, Report& report) : uses_(uses), report_(report) {
    const Json* unused = member(file, "unused");
    if (unused == nullptr || !unused->is_array()) return;
    for (const Json& name : *unused) {
      if (name.is_string()) excused_.insert(name.get<std::string>());
    }
  }

  void look(const Json& schema, const std::string& pointer, const std::string& prefix) {
    const Json* properties = member(schema, "properties");
    if (properties == nullptr || !properties->is_object()) {
      const Json* items = member(schema, "items");
      if (items != nullptr) look(*items, pointer + "/items", prefix);
      return;
    }
    for (const auto& [key, field] : properties->items()) {
      const std::string name = prefix + key;
      if (excused_.contains(name)) continue;
      const std::string place = pointer + "/properties/" + json::escape_token(key);
      if (!uses_.touched(field)) {
        report_.add(place, "the field \"" + name + "\" is never used; where that is meant, list it in \"unused\"");
      } else if (!uses_.used_whole(field)) {
        look(field, place, name + ".");
      }
    }
  }

 private:
  const Uses& uses_;
  Report& report_;
  std::set<std::string> excused_;
};

std::string whole_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

void read_unused(ObjectReader& reader, const Json& fields) {
  const Json* value = reader.take("unused");
  if (value == nullptr) return;
  const std::string pointer = reader.pointer_of("unused");
  if (!value->is_array() || value->size() > kMaxUnused) {
    reader.report().add(pointer, "\"unused\" must be an array of at most 256 names of fields");
    return;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    const Json& name = (*value)[i];
    const auto path = name.is_string() ? parse_path(name.get_ref<const std::string&>()) : std::nullopt;
    if (!path || declared(fields, *path) == nullptr) {
      reader.report().add(pointer + "/" + std::to_string(i), "the template's fields have nothing of that name");
    }
  }
}

std::vector<ThemeProblem> unused_fields(const Theme& theme) {
  std::vector<ThemeProblem> problems;
  for (const auto& [id, graphic] : theme.templates) {
    const auto located = json::parse_located(whole_file(graphic->path));
    if (!located) continue;  // changed since it was loaded
    Uses uses(graphic->fields);
    uses.walk(*graphic->root);
    if (graphic->portrait != nullptr) uses.walk(*graphic->portrait);
    Report report(graphic->file, located->positions, problems);
    Search(uses, located->value, report).look(graphic->fields, "/fields", "");
  }
  // The templates are in order already; of one, a JSON object tells its fields by name.
  return in_reading_order(std::move(problems));
}

}  // namespace leitai::overlays
