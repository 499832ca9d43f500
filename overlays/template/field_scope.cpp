// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/field_scope.h"

#include <algorithm>

#include "overlays/template/reader.h"

namespace leitai::overlays {
namespace {

const json::Json& anything() {
  static const json::Json schema = json::Json::object();
  return schema;
}

const json::Json* member(const json::Json& value, std::string_view key) {
  if (!value.is_object()) return nullptr;
  const auto it = value.find(key);
  return it == value.end() ? nullptr : &*it;
}

/// The schema of a property. A schema without `properties` takes any.
const json::Json* property(const json::Json& schema, const std::string& key) {
  const json::Json* properties = member(schema, "properties");
  if (properties == nullptr) return &anything();
  if (const json::Json* found = member(*properties, key)) return found;
  // Told of every timer by the renderer.
  return key == "phase" && properties->contains("anchor") ? &anything() : nullptr;
}

}  // namespace

const json::Json* FieldScope::declared(const Path& path) const {
  static constexpr std::string_view kAdded[] = {"step", "page", "pages"};
  const bool in_item = in_row() && (path[0] == "index" || path[0] == "count" || path[0] == "item");
  const bool added =
      path.size() == 1 && (in_item || std::find(std::begin(kAdded), std::end(kAdded), path[0]) != std::end(kAdded));
  if (added) return &anything();
  if (words_ != nullptr && path.size() == 2 && path[0] == "words") return member(*words_, path[1]);
  const json::Json* schema = schema_;
  for (const std::string& key : path) {
    schema = property(*schema, key);
    if (schema == nullptr) break;
  }
  if (schema == nullptr && outer_ != nullptr) return outer_->declared(path);
  return schema;
}

std::optional<std::string> FieldScope::missing(const Path& path) const {
  if (declared(path) != nullptr) return std::nullopt;
  std::vector<std::string_view> names;
  for (const FieldScope* scope = this; scope != nullptr; scope = scope->outer_) {
    const json::Json* properties = member(*scope->schema_, "properties");
    if (properties == nullptr || !properties->is_object()) continue;
    for (const auto& [key, value] : properties->items()) names.push_back(key);
  }
  if (path.front() == "words" && path.size() > 1) return "the theme has no word \"" + to_string(path).substr(6) + "\"";
  const std::string meant = nearest(path.front(), names);
  return "no field \"" + to_string(path) + "\" in the template's fields" +
         (meant.empty() || meant == path.front() ? "" : "; did you mean \"" + meant + "\"?");
}

std::optional<FieldScope> FieldScope::row(const Path& items) const {
  const json::Json* schema = declared(items);
  if (schema == nullptr) return std::nullopt;
  const json::Json* item = member(*schema, "items");
  if (item == nullptr || !item->is_object()) return std::nullopt;
  return FieldScope(item, this);
}

}  // namespace leitai::overlays
