// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "overlays/json/json.h"

/// The figures that a show file states: the member `expect` of its last line.
///
///     {"rounds": {"final": {"complete": true, "rows": [["c012", 1, "96.35", {"stars": 5}], …]}}}
///
/// A row is the contestant, the rank and the total (null: none), and, where it matters, members that the
/// operators' row must have just so. The rows are all of the round's, in their order.
namespace leitai::cli {

struct ExpectFault {
  std::string pointer;  ///< within the line
  std::string message;
};

/// What is wrong with its shape.
std::vector<ExpectFault> expect_faults(const json::Json& expect);

/// How a round's standings, as operators get them, differ from what is expected of it: sentences, the first few;
/// none: they do not. `expected` has no faults.
std::vector<std::string> differences(const json::Json& expected, const json::Json& standings);

}  // namespace leitai::cli
