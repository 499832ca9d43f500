// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/contest/contest.h"
#include "server/contest/decimal.h"

/// Reading the parts of resources that normalise() has been through.
namespace leitai::contest {

/// The member of an object; null where it is not there, or null.
const Json* member(const Json& object, std::string_view name);

/// The view lives as long as `object`, or `fallback`.
std::string_view text_or(const Json& object, std::string_view name, std::string_view fallback);
std::int64_t integer_or(const Json& object, std::string_view name, std::int64_t fallback);
bool flag(const Json& object, std::string_view name);
std::optional<Rational> decimal_of(const Json& object, std::string_view name);

/// The members of the list that are texts.
std::vector<std::string> ids_of(const Json& object, std::string_view name);

Refusal refuse(RefusalKind kind, std::string detail);
/// A Refusal with one error, whose sentence is also the whole's.
Refusal invalid(std::string pointer, std::string detail);

}  // namespace leitai::contest
