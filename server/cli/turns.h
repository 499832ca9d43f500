// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/journal/journal.h"

namespace leitai::cli {

/// A contestant's time on stage in a round, all its segments.
struct Turn {
  std::string round;
  std::string contestant;
  std::int64_t from_ms = 0;           ///< called, show time
  std::optional<std::int64_t> to_ms;  ///< somebody else called, or nobody; none: still there at the show's end
  /// From the stage clock's first start to its last stop; none: it never ran.
  std::optional<std::int64_t> clock_from_ms, clock_to_ms;
};

/// In the order in which they came on. A call that was undone never was: the one before goes on.
tl::expected<std::vector<Turn>, journal::Error> turns_of(const journal::Journal& journal);

}  // namespace leitai::cli
