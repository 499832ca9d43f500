// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <utility>

#include "server/show/air_state.h"

namespace leitai::show {

/// A channel's whole state, with what follows from its records: versions, bound data, poses.
Json channel_line(const std::string& id, const Channel& channel);

/// Its id, and the channel again. Throws Json::exception where it has another shape.
std::pair<std::string, Channel> channel_from(const Json& line);

}  // namespace leitai::show
