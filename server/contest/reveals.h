// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <set>
#include <string>

#include "server/contest/scoring.h"

/// A `reveals` resource: {round, contestant, at, step, row, deciding, under_review?, corrected_at?}.
/// `row` is what the audience sees of it, frozen; `deciding` orders it among others; `step` counts
/// the commands, so that the last can be taken back.
namespace leitai::contest {

/// Gives ids to new reveals: "round.contestant" where that is an id and free, else a number.
class RevealIds {
 public:
  std::string take(const Store& store, std::string_view round, std::string_view contestant);

 private:
  std::set<std::string> taken_;
};

Json reveal_data(const Store& store, const Sheet& sheet, const Row& row, std::int64_t step, std::int64_t now_ms);

}  // namespace leitai::contest
