// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/values.h"

namespace leitai::contest {

const Json* member(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string_view text_or(const Json& object, std::string_view name, std::string_view fallback) {
  const Json* value = member(object, name);
  return value && value->is_string() ? std::string_view(value->get_ref<const std::string&>()) : fallback;
}

std::int64_t integer_or(const Json& object, std::string_view name, std::int64_t fallback) {
  const Json* value = member(object, name);
  return value && value->is_number_integer() ? value->get<std::int64_t>() : fallback;
}

bool flag(const Json& object, std::string_view name) {
  const Json* value = member(object, name);
  return value && value->is_boolean() && value->get<bool>();
}

std::optional<Rational> decimal_of(const Json& object, std::string_view name) {
  return parse_weight(text_or(object, name, ""));
}

std::vector<std::string> ids_of(const Json& object, std::string_view name) {
  std::vector<std::string> ids;
  const Json* list = member(object, name);
  if (!list || !list->is_array()) return ids;
  ids.reserve(list->size());
  for (const Json& entry : *list)
    if (entry.is_string()) ids.push_back(entry.get<std::string>());
  return ids;
}

Refusal refuse(RefusalKind kind, std::string detail) {
  return Refusal{kind, std::move(detail), {}, Json::object()};
}

Refusal invalid(std::string pointer, std::string detail) {
  return Refusal{RefusalKind::invalid, detail, {{std::move(pointer), detail}}, Json::object()};
}

}  // namespace leitai::contest
