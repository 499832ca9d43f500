// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"
#include "server/show/touched.h"

/// A bind names data that the show keeps current on air: `{contestant}`, `{person}`, `{timer}`,
/// `{round, group?, limit?}`, `{score: {round, contestant}}`, `{versus: {round, a, b}}`, `{board}`,
/// `{awards, group?}`, `{running_order, group?}`, `{messages: true}` or `{stage: true}`.
namespace leitai::show {

using contest::Json;

/// The kind that a template must list among its binds; empty for none or several.
std::string bind_kind(const Json& bind);

/// Checks a bind as a client sends it, and replaces "@stage" (of contestant, person and score) by who
/// is on stage now, unless `follow: true`. Pointers of the refusal begin with /bind. invalid: its
/// shape, or a target that is not there; conflict: nobody is on stage, or nobody of that round.
tl::expected<Json, contest::Refusal> resolve_bind(const contest::Store& store, const Json& bind);

/// What the data will be from a time on.
struct DatedData {
  std::int64_t at_ms = 0;
  std::shared_ptr<const Json> data;
};

/// Bound data, and what it becomes by the clock alone: messages end without anybody writing it.
struct BoundData {
  Json data;
  std::vector<DatedData> ahead;  ///< by time, after now; at most kMostAhead
};

/// More changes by the clock than that are not looked ahead to; the next change of what is bound to
/// looks anew.
constexpr std::size_t kMostAhead = 32;

/// The template's data for a resolved bind, as this audience may see it at this time; none where the
/// target is gone.
std::optional<BoundData> bound_data(const contest::Store& store, const Json& bind, contest::Audience audience,
                                    std::int64_t now_ms);

/// May what a command has touched change the bound data? `store` is as it is afterwards.
bool bind_depends_on(const contest::Store& store, const Json& bind, const Touched& touched);

/// Is the resource a very target of the bind? Then deleting it would leave the item without data.
bool bind_names(const Json& bind, std::string_view type, std::string_view id);

}  // namespace leitai::show
