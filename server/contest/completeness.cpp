// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/completeness.h"

#include <algorithm>

namespace leitai::contest {

namespace {

/// The entry of a judge, who may sit in several panels.
Json& criteria_missing_of(Json& missing, const std::string& judge) {
  const auto known =
      std::find_if(missing.begin(), missing.end(), [&](const Json& entry) { return entry["judge"] == judge; });
  if (known != missing.end()) return (*known)["criteria"];
  missing.push_back({{"judge", judge}, {"criteria", Json::array()}});
  return missing.back()["criteria"];
}

void add_judge(const Rules& rules, const Panel& panel, const JudgeResult& judge, Json& missing) {
  const std::string& name = panel.judges[judge.judge];
  if (rules.method == Method::votes) {
    if (!judge.total) criteria_missing_of(missing, name);
    return;
  }
  for (const std::size_t c : panel.criteria)
    if (c >= judge.marks.size() || judge.marks[c].empty())
      criteria_missing_of(missing, name).push_back(rules.criteria[c].id);
}

}  // namespace

Json missing_marks(const Rules& rules, const Row& row) {
  Json missing = Json::array();
  if (row.withdrawn || row.marks_in >= row.marks_expected) return missing;
  for (std::size_t c = 0; c < row.criteria.size(); ++c)
    for (const PanelResult& panel : row.criteria[c].panels)
      for (const MarkResult& mark : panel.marks)
        if (mark.state == MarkState::missing)
          criteria_missing_of(missing, rules.panels[panel.panel].judges[mark.judge]).push_back(rules.criteria[c].id);
  for (const JudgePanelResult& panel : row.panels)
    for (const JudgeResult& judge : panel.judges)
      if (!judge.absent && !(rules.method == Method::skating && judge.dropped))
        add_judge(rules, rules.panels[panel.panel], judge, missing);
  return missing;
}

}  // namespace leitai::contest
