// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"

/// A bind names data that the show keeps current on air: `{contestant}`, `{person}`, `{timer}` or
/// `{round, group?, limit?}`.
namespace leitai::show {

using contest::Json;

/// The kind that a template must list among its binds: contestant, person, timer, round; empty for
/// none or several.
std::string bind_kind(const Json& bind);

/// Checks a bind as a client sends it, and replaces "@stage" by who is on stage now, unless
/// `follow: true`. Pointers of the refusal begin with /bind. invalid: its shape, or a target that
/// is not there; conflict: nobody is on stage.
tl::expected<Json, contest::Refusal> resolve_bind(const contest::Store& store, const Json& bind);

/// The template's data for a resolved bind, as this audience may see it; none where the target is
/// gone.
std::optional<Json> bound_data(const contest::Store& store, const Json& bind, contest::Audience audience);

/// May a change of this resource type change the bound data?
bool bind_depends_on(const Json& bind, std::string_view type);

/// Is the resource the very target of the bind? Then deleting it would leave the item without data.
bool bind_names(const Json& bind, std::string_view type, std::string_view id);

}  // namespace leitai::show
