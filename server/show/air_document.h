// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "server/show/plan.h"
#include "server/show/show.h"

namespace leitai::show {

/// When an item's change was first drawn, by channel and item.
struct Drawn {
  std::uint64_t changed_token = 0;  ///< of the change
  std::int64_t time_ms = 0;
};
using FirstFrames = std::map<std::pair<std::string, std::string>, Drawn>;

/// The document of `GET /api/v1/air`.
Json document_of_air(const Snapshot& snapshot, const Templates& templates, const FirstFrames& frames,
                     std::int64_t now_ms);

/// Takes in a report, where it is the first one of an item's newest change, and forgets items that
/// have gone.
void note_first_frame(FirstFrames& frames, const AirState& state, const FirstFrame& frame);

}  // namespace leitai::show
