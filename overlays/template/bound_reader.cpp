// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/bound_reader.h"

namespace leitai::overlays {
namespace {

template <typename Bound>
std::optional<Bound> read_bound(ObjectReader& reader, std::string_view key, const FieldScope& fields) {
  const auto text = reader.text(key);
  if (!text) return std::nullopt;
  auto bound = Bound::parse(*text);
  if (!bound) {
    reader.report().add_in_text(reader.pointer_of(key), bound.error().offset, bound.error().message);
    return std::nullopt;
  }
  for (const auto& [path, offset] : bound->paths()) {
    if (const auto missing = fields.missing(path)) {
      reader.report().add_in_text(reader.pointer_of(key), offset, *missing);
    }
  }
  return std::move(*bound);
}

}  // namespace

std::optional<TextBinding> read_binding(ObjectReader& reader, std::string_view key, const FieldScope& fields) {
  return read_bound<TextBinding>(reader, key, fields);
}

std::optional<Condition> read_condition(ObjectReader& reader, std::string_view key, const FieldScope& fields) {
  return read_bound<Condition>(reader, key, fields);
}

std::optional<Path> read_field(ObjectReader& reader, std::string_view key, const FieldScope& fields) {
  auto path = reader.path(key);
  if (!path) return std::nullopt;
  if (const auto missing = fields.missing(*path)) reader.report().add_in_text(reader.pointer_of(key), 0, *missing);
  return path;
}

}  // namespace leitai::overlays
