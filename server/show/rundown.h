// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "server/show/plan.h"

/// The rundown: which cue is next, what a take of a cue means, and what a locked rundown refuses.
namespace leitai::show {

/// The cue that `next` takes: the one that was readied, or the first after the one on air that is not skipped. None:
/// the rundown is at its end.
std::optional<std::string> next_cue(const contest::Store& store);

/// What a body of `air/take` takes: one template, or all the cues of a group.
struct Takes {
  std::vector<Json> bodies;  ///< each with a template
  std::string cue;           ///< the cue or group that it names; empty: none
  bool next = false;         ///< it was asked for as the next
  bool repeated = false;     ///< the same key was pressed twice: the play head stays
};
tl::expected<Takes, Refusal> takes_of(const State& state, const Moment& moment, const Json& body);

/// All or nothing. The play head moves with a take of a cue that stands in the rundown.
PlanResult plan_takes(const State& state, const Templates& templates, const Moment& moment, const Takes& takes);

/// `air/ready`: `{cue: ID}` readies that cue as the next; null lets the rundown decide.
PlanResult plan_ready(const State& state, const Json& body);

/// The refusal of changes to a locked rundown, or to cues that stand in it, unless the request unlocks it; by index
/// into `changed`, with a sentence for each. Empty: all may pass.
std::vector<std::pair<std::size_t, std::string>> refused_by_lock(
    const contest::Store& before, const contest::Store& after,
    std::span<const std::pair<std::string, std::string>> changed);

/// `rundown` of the document of `GET /api/v1/air`: `{current, next, on_air}`. A group is on air while one of its cues
/// is.
Json rundown_document(const contest::Store& store, const AirState& air, const Templates& templates,
                      std::int64_t now_ms);

}  // namespace leitai::show
