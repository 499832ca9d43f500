// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/automation_log.h"

namespace leitai::show {

void AutomationLog::add(const std::vector<RuleOutcome>& outcomes) {
  const std::lock_guard lock(mutex_);
  for (const RuleOutcome& outcome : outcomes) newest_first_.push_front(outcome);
  if (newest_first_.size() > kMostKept) newest_first_.resize(kMostKept);
}

Json AutomationLog::document() const {
  const std::lock_guard lock(mutex_);
  Json last = Json::array();
  for (const RuleOutcome& outcome : newest_first_) {
    Json& entry = last.emplace_back(
        Json{{"time", contest::format_time(outcome.time_ms)}, {"rule", outcome.rule}, {"outcome", outcome.outcome}});
    if (!outcome.detail.empty()) entry["detail"] = outcome.detail;
  }
  return last;
}

}  // namespace leitai::show
