// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/scores.h"
#include "server/contest/scoring.h"

/// One function for each way of scoring. Each fills the rows of a sheet from the round's scores:
/// marks_in, marks_expected, status; total (without adjustments and carry) or position; criteria or
/// panels; and of the keys those that come from marks (criteria, panel, highest_mark, lowest_mark).
namespace leitai::contest {

void score_marks(const RoundScores& scores, Sheet& sheet, const Wish& wish);         // trim: criterion
void score_judge_totals(const RoundScores& scores, Sheet& sheet, const Wish& wish);  // trim: judge_total
void score_places(const RoundScores& scores, Sheet& sheet, const Wish& wish);
void score_skating(const RoundScores& scores, Sheet& sheet, const Wish& wish);
void score_votes(const RoundScores& scores, Sheet& sheet, const Wish& wish);
void score_given(const Store& store, Sheet& sheet);

inline Rational round_stage(const Rational& value, std::optional<int> places, const Rules& rules) {
  return places ? rounded(value, *places, rules.rounding) : value;
}

/// By what is in of what is expected; `open`: more may come from the audience.
void set_status(Row& row, bool open);

/// May the audience still give marks or ballots?
bool is_open_to_audience(const Sheet& sheet);

/// `missing: block` keeps the totals of incomplete rows back.
bool is_blocked(const Rules& rules, const Row& row);

}  // namespace leitai::contest
