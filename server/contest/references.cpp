// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/references.h"

#include <algorithm>

#include "server/contest/schema.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// Where a walk stands: a chain of names and indexes on the stack, spelled out only when needed.
struct Place {
  const Place* parent = nullptr;
  std::string_view name = {};
  std::size_t index = 0;

  std::string pointer() const {
    const std::string before = parent ? parent->pointer() : std::string();
    if (!parent) return before;
    return before + "/" + (name.empty() ? std::to_string(index) : json::escape_token(name));
  }
};

class Walk {
 public:
  explicit Walk(const VisitReference& visit) : visit_(visit) {}

  void object(const Json& data, std::span<const Field> fields, const Place& place) const {
    for (const Field& field : fields) {
      const Json* value = member(data, field.name);
      if (value) part(*value, field, Place{&place, field.name});
    }
  }

 private:
  void one(const Json& value, const Field& field, const Place& place) const {
    if (!value.is_string()) return;
    visit_(field.of, value.get_ref<const std::string&>(), [&place] { return place.pointer(); });
  }

  void part(const Json& value, const Field& field, const Place& place) const {
    if (field.kind == Kind::object) return object(value, field.fields, place);
    if (field.kind == Kind::objects) {
      for (std::size_t i = 0; i < value.size(); ++i) object(value[i], field.fields, Place{&place, {}, i});
      return;
    }
    if (field.of.empty() || field.kind == Kind::choice) return;
    if (field.kind == Kind::limit && !value.is_object()) return;
    if (field.kind == Kind::counts || field.kind == Kind::limit) {
      for (const auto& [id, count] : value.items()) {
        const Place here{&place, id};
        visit_(field.of, id, [&here] { return here.pointer(); });
      }
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) one(value[i], field, Place{&place, {}, i});
    } else if (!is_word(value, field.kind)) {
      one(value, field, place);
    }
  }

  static bool is_word(const Json& value, Kind kind) {
    switch (kind) {
      case Kind::speaker:
        return value == "contestant" || value == "supporter";
      case Kind::bound_id:
      case Kind::judges:
        return value.is_string() && value.get_ref<const std::string&>().starts_with('@');
      default:
        return false;
    }
  }

  const VisitReference& visit_;
};

bool refers_to(std::span<const Field> fields, std::string_view type) {
  return std::any_of(fields.begin(), fields.end(), [type](const Field& field) {
    return (field.kind != Kind::choice && field.of == type) || refers_to(field.fields, type);
  });
}

}  // namespace

void visit_references(std::string_view type, const Json& data, const VisitReference& visit) {
  const ResourceType* known = find_type(type);
  if (known) Walk(visit).object(data, known->fields, Place{});
}

bool can_be_referenced(std::string_view type) {
  const auto types = resource_types();
  return std::any_of(types.begin(), types.end(),
                     [type](const ResourceType& other) { return refers_to(other.fields, type); });
}

bool exists(const Store& store, std::string_view type, std::string_view id) {
  const bool always = (type == "channels" && id == "program") || (type == "timers" && id == "stage");
  return always || store.find(type, id) != nullptr;
}

std::vector<Reference> references_to(const Store& store, std::string_view type, std::string_view id) {
  std::vector<Reference> found;
  for (const ResourceType& other : resource_types()) {
    if (!refers_to(other.fields, type)) continue;
    for (const auto& [other_id, resource] : store.all(other.name)) {
      const auto visit = [&, &other_id = other_id](std::string_view named, std::string_view named_id,
                                                   const auto& pointer) {
        if (named == type && named_id == id) found.push_back({std::string(other.name), other_id, pointer()});
      };
      visit_references(other.name, resource->data, visit);
    }
  }
  return found;
}

}  // namespace leitai::contest
