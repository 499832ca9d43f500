// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <deque>
#include <mutex>
#include <vector>

#include "server/show/rules.h"

namespace leitai::show {

/// What rules did last, in memory. Safe on any thread.
class AutomationLog {
 public:
  static constexpr std::size_t kMostKept = 100;

  void add(const std::vector<RuleOutcome>& outcomes);

  /// `last` of the document of `GET /api/v1/automation`: `[{time, rule, outcome, detail}]`, the newest first.
  Json document() const;

 private:
  mutable std::mutex mutex_;
  std::deque<RuleOutcome> newest_first_;
};

}  // namespace leitai::show
