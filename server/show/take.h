// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/show/air_request.h"
#include "server/show/plan.h"

namespace leitai::show {

/// A second identical take within this time is the same key press.
constexpr std::int64_t kDoubleTakeMs = 300;

/// A rule does not touch what was taken by hand on its layer less than this ago.
constexpr std::int64_t kManualTakeMs = 2'000;

PlanResult plan_take(const State& state, const Templates& templates, const Moment& moment, const TakeRequest& request);

/// Is the layer's item a manual take that a rule must leave alone? Never for who works by hand.
bool is_kept_from(const Moment& moment, const Layer& layer, const Templates& templates);
Refusal kept_by_hand();

/// The refusal of a take whose `expected_token` is behind what it is about.
Refusal changed_since(const State& state, const std::string& what);

/// One merge patch that does what `first` and then `second` do (RFC 7396); nulls stay, as they
/// delete from the data that is patched later.
Json composed_patch(Json first, const Json& second);

}  // namespace leitai::show
