// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/json/json.h"
#include "server/journal/journal.h"

/// Reading a journal for what happened.
namespace leitai::cli {

/// Calls `take` with each record of these types, in order.
tl::expected<void, journal::Error> each_fact(const journal::Journal& journal, const std::vector<std::string>& types,
                                             const std::function<void(const journal::Record&)>& take);

/// A record's data; null where it cannot be read.
json::Json fact_of(std::string_view text);

/// A member that is a text; empty: there is none.
std::string text_in(const json::Json& object, const char* name);

}  // namespace leitai::cli
