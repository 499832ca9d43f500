// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>

#include "server/show/air_view.h"
#include "server/show/plan.h"

/// What would be on air: for the picture that an operator looks at before the take.
namespace leitai::show {

/// How long ago the items of a trial were taken: their in is over, and they have just come to rest.
constexpr std::int64_t kTrialAgeMs = 10'000;

/// The channel as it would stand if `take`, the body of POST /air/take, were done at `moment`: what it takes has
/// come to rest and stays, what it replaces is gone, everything else is as it is. Refused as the take would be,
/// and not_found where there is no such channel. Changes nothing.
tl::expected<std::shared_ptr<const overlays::AirChannel>, Refusal> channel_after(State state,
                                                                                 const Templates& templates,
                                                                                 const Moment& moment, const Json& take,
                                                                                 const std::string& channel,
                                                                                 const Staging& staging);

}  // namespace leitai::show
