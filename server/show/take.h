// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/show/plan.h"

namespace leitai::show {

/// A second identical take within this time is the same key press.
constexpr std::int64_t kDoubleTakeMs = 300;

PlanResult plan_take(const State& state, const Templates& templates, const Moment& moment, const Json& body);

/// One merge patch that does what `first` and then `second` do (RFC 7396); nulls stay, as they
/// delete from the data that is patched later.
Json composed_patch(Json first, const Json& second);

}  // namespace leitai::show
