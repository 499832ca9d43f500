// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/template/field_scope.h"
#include "overlays/template/reader.h"

/// Texts, conditions and paths that name data: parsed, and every name in them checked against the
/// template's fields. Nothing where the key is absent, and where it is wrong, after reporting it.
namespace leitai::overlays {

std::optional<TextBinding> read_binding(ObjectReader& reader, std::string_view key, const FieldScope& fields);
std::optional<Condition> read_condition(ObjectReader& reader, std::string_view key, const FieldScope& fields);
std::optional<Path> read_field(ObjectReader& reader, std::string_view key, const FieldScope& fields);

}  // namespace leitai::overlays
