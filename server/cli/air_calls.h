// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/cli/show_file.h"

namespace leitai::cli {

/// The calls that take a layer from one record of type `air` to the next. `id` is the record's,
/// CHANNEL.LAYER, or CHANNEL.* for the channel's hold.
std::vector<Call> air_calls(const std::string& id, const json::Json& before, const json::Json& after,
                            std::int64_t time_ms);

}  // namespace leitai::cli
