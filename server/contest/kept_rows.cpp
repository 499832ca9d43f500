// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/kept_rows.h"

namespace leitai::contest {

std::shared_ptr<const MarkRules> mark_rules(const RoundScores& scores, const Sheet& sheet, const Wish& wish) {
  if (wish.detail == Detail::marks || wish.numbers == Numbers::exact) return nullptr;
  MarkRules rules{sheet.source, {}};
  for (const Panel& panel : sheet.rules.panels) rules.judges.push_back(panel.judges);
  return scores.kept_rules().now(std::move(rules));
}

bool take_kept(const Scores& scores, const std::shared_ptr<const MarkRules>& rules, Row& row) {
  auto kept = scores.kept.get();
  if (!kept || kept->rules != rules) return false;
  row.status = kept->status;
  row.marks_in = kept->marks_in;
  row.marks_expected = kept->marks_expected;
  row.total = kept->total;
  row.criteria = kept->criteria;
  row.panels = kept->panels;
  row.keys = kept->keys;
  row.kept = std::move(kept);
  return true;
}

void keep(const Scores& scores, const std::shared_ptr<const MarkRules>& rules, Row& row) {
  auto kept = std::make_shared<KeptRow>();
  kept->rules = rules;
  kept->status = row.status;
  kept->marks_in = row.marks_in;
  kept->marks_expected = row.marks_expected;
  kept->total = row.total;
  kept->criteria = row.criteria;
  kept->panels = row.panels;
  kept->keys = row.keys;
  row.kept = kept;
  scores.kept.put(std::move(kept));
}

std::shared_ptr<const KeptRow> RowKeeper::get() const {
  const std::lock_guard lock(mutex_);
  return kept_;
}

void RowKeeper::put(std::shared_ptr<const KeptRow> row) const {
  const std::lock_guard lock(mutex_);
  kept_.swap(row);
}

std::shared_ptr<const MarkRules> RulesKeeper::now(MarkRules rules) {
  const std::lock_guard lock(mutex_);
  if (!now_ || *now_ != rules) now_ = std::make_shared<const MarkRules>(std::move(rules));
  return now_;
}

}  // namespace leitai::contest
