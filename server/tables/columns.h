// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/tables/tables.h"

namespace leitai::tables {

/// The field that a header names in a table of that kind; empty: none. "-" is a column that people
/// read and nobody imports, such as a total.
std::string_view field_named(Kind kind, std::string_view header);
constexpr std::string_view kNotRead = "-";

/// The role that a cell names, in Chinese or English; empty: none.
std::string_view role_named(std::string_view text);

}  // namespace leitai::tables
