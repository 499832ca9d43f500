// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <set>
#include <string>

#include "server/contest/contest.h"

namespace leitai::contest {

/// Gives ids to new facts about a contestant in a round: "round.contestant" where that is an id and free,
/// else a number.
class FactIds {
 public:
  /// `type`: of the facts; a literal.
  explicit FactIds(const char* type) : type_(type) {}
  std::string take(const Store& store, std::string_view round, std::string_view contestant);

 private:
  const char* type_;
  std::set<std::string> taken_;
};

}  // namespace leitai::contest
