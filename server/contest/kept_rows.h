// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/contest/scores.h"
#include "server/contest/scoring.h"

/// What was computed of a contestant's marks is kept beside them, for a mark changes one row of a round: the
/// others are taken as they are, and so is the text that was written of them. With Detail::marks nothing is kept.
namespace leitai::contest {

/// What the marks of a row are computed by. The round is a resource as it was put; who judges may also be
/// everybody with that role.
struct MarkRules {
  std::shared_ptr<const Resource> round;
  std::vector<std::vector<std::string>> judges;  ///< by panel

  friend bool operator==(const MarkRules&, const MarkRules&) = default;
};

/// A row as its own marks make it, before adjustments and what is carried. Safe to read on any thread.
struct KeptRow {
  std::shared_ptr<const MarkRules> rules;
  Status status = Status::none;
  int marks_in = 0;
  int marks_expected = 0;
  std::optional<Rational> total;
  std::vector<CriterionResult> criteria;
  std::vector<JudgePanelResult> panels;
  std::vector<std::optional<Rational>> keys;

  /// The members of the row's document as `write` gave them the first time, for totals or for criteria.
  template <typename Write>
  const std::string& text(Detail detail, const Write& write) const {
    return texts_[detail == Detail::totals ? 0 : 1].get(write);
  }

 private:
  std::array<KeptText, 2> texts_;
};

/// Does what is computed of single rows with `scorer`, which has score(scores, row), where it is not kept.
template <typename Scorer>
void score_rows(const RoundScores& scores, Sheet& sheet, const Wish& wish, Scorer& scorer);

/// The rules by which rows are kept now; null where the wish is for what is not kept.
std::shared_ptr<const MarkRules> mark_rules(const RoundScores& scores, const Sheet& sheet, const Wish& wish);

/// False: no row was kept by these rules.
bool take_kept(const Scores& scores, const std::shared_ptr<const MarkRules>& rules, Row& row);
void keep(const Scores& scores, const std::shared_ptr<const MarkRules>& rules, Row& row);

template <typename Scorer>
void score_rows(const RoundScores& scores, Sheet& sheet, const Wish& wish, Scorer& scorer) {
  const auto rules = mark_rules(scores, sheet, wish);
  for (Row& row : sheet.rows) {
    const Scores& own = scores.of(row.contestant);
    if (rules && take_kept(own, rules, row)) continue;
    scorer.score(own, row);
    if (rules) keep(own, rules, row);
  }
}

}  // namespace leitai::contest
