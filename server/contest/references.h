// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "server/contest/contest.h"

namespace leitai::contest {

/// Calls `visit(type, id, pointer)` for each resource that `data` names, as the fields of its type
/// declare. `pointer` makes the place's pointer; it costs something, so it is made when asked for.
using VisitReference =
    std::function<void(std::string_view type, std::string_view id, const std::function<std::string()>& pointer)>;
void visit_references(std::string_view type, const Json& data, const VisitReference& visit);

/// Does any field of any type refer to resources of this one?
bool can_be_referenced(std::string_view type);

/// The resources of the store, the program channel, and the timer that a call to the stage readies, which may be named
/// before there is one.
bool exists(const Store& store, std::string_view type, std::string_view id);

}  // namespace leitai::contest
