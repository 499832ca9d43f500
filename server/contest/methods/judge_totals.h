// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/contest/methods/trimming.h"

/// A judge's marks for a contestant as one number, Σ weight·mark: what trim judge_total drops and
/// averages, and what method places ranks by.
namespace leitai::contest {

/// The criteria's weights as whole numbers of a common fraction, with marks that are whole numbers too.
struct ScaledWeights {
  ScaledNumbers numbers;
  std::vector<std::int64_t> weights;
  std::int64_t unit = 1;  ///< the weights are whole numbers of 1 / unit

  using Number = std::int64_t;
  Number weighted(std::size_t criterion, Number mark) const { return weights[criterion] * mark; }
  Rational quotient(Number sum, std::int64_t divisor) const { return numbers.quotient(sum, divisor * unit); }
};

struct ExactWeights {
  ExactNumbers numbers;
  std::vector<Rational> weights;

  using Number = Rational;
  Number weighted(std::size_t criterion, const Number& mark) const { return weights[criterion] * mark; }
  Rational quotient(const Number& sum, std::int64_t divisor) const { return numbers.quotient(sum, divisor); }
};

/// Nothing where sums over `judges` of weighted marks do not fit into whole numbers.
std::optional<ScaledWeights> scaled_weights(const RoundScores& scores, const Sheet& sheet);
ExactWeights exact_weights(const Rules& rules);

/// Calls `compute` with the fastest of the two.
template <typename Compute>
void with_weights(const RoundScores& scores, const Sheet& sheet, const Wish& wish, const Compute& compute) {
  const auto scaled = wish.numbers == Numbers::exact ? std::nullopt : scaled_weights(scores, sheet);
  if (scaled)
    compute(*scaled, scaled->numbers);
  else
    compute(exact_weights(sheet.rules), ExactNumbers{});
}

enum class JudgeState : std::uint8_t {
  incomplete,  ///< a mark is missing: does not count
  counts,
  absent,
};

template <typename Number>
struct JudgeTotal {
  Number total = 0;
  JudgeState state = JudgeState::incomplete;
};

/// A judge counts only with all of the panel's criteria; with `missing: zero`, gaps of a judge who is
/// expected are 0.
template <typename Grid, typename Weights>
JudgeTotal<typename Weights::Number> judge_total(const Rules& rules, const Panel& panel, const Grid& grid,
                                                 std::size_t seat, const Weights& weights) {
  JudgeTotal<typename Weights::Number> result;
  result.state = JudgeState::counts;
  for (const std::size_t c : panel.criteria) {
    const auto& cell = grid.at(seat, c);
    if (cell.state == MarkState::absent) return {0, JudgeState::absent};
    if (cell.state == MarkState::given)
      result.total += weights.weighted(c, cell.value);
    else if (rules.missing != Missing::zero || panel.audience)
      result.state = JudgeState::incomplete;
  }
  return result;
}

/// Counts the marks that are in, and expected.
template <typename Grid>
void count_marks(const Rules& rules, const Grid& grid, Row& row) {
  for (std::size_t p = 0; p < rules.panels.size(); ++p)
    for (const std::uint32_t seat : grid.seats().of(p))
      for (const std::size_t c : rules.panels[p].criteria) {
        const MarkState state = grid.at(seat, c).state;
        row.marks_in += state == MarkState::given ? 1 : 0;
        row.marks_expected +=
            state == MarkState::given || (state == MarkState::missing && !rules.panels[p].audience) ? 1 : 0;
      }
}

/// What the documents tell of the panel's judges; `tell` completes each from its index and seat.
template <typename Grid, typename Tell>
void tell_judges(const Rules& rules, const Grid& grid, JudgePanelResult& result, const Tell& tell) {
  const Panel& panel = rules.panels[result.panel];
  const auto seats = grid.seats().of(result.panel);
  if (panel.audience) return;
  result.judges.resize(seats.size());
  for (std::uint32_t j = 0; j < seats.size(); ++j) {
    JudgeResult& judge = result.judges[j];
    judge.judge = j;
    const Score* score = grid.seats().score(seats[j]);
    judge.absent = score && score->absent;
    judge.marks.resize(rules.criteria.size());
    for (std::size_t c = 0; c < rules.criteria.size(); ++c)
      if (const ParsedMark* mark = grid.at(seats[j], c).mark; mark && panel.marks(c)) judge.marks[c] = *mark->text;
    tell(j, seats[j], judge);
  }
}

/// The keys of a row whose judges' totals count as one: panel by its value, criteria by the weighted
/// marks of those who count, averaged and combined as the panels say, highest and lowest by their marks.
/// `counts(panel, judge)` says who counts.
template <typename Grid, typename Weights, typename Counts>
void put_judges_keys(const Rules& rules, const Grid& grid, const Weights& weights, const Counts& counts, Row& row) {
  using Number = typename Weights::Number;
  if (rules.tie_break.empty()) return;
  Extremes<Number> extremes;
  std::vector<std::vector<std::uint32_t>> counting(rules.panels.size());
  for (std::size_t p = 0; p < rules.panels.size(); ++p) {
    const auto seats = grid.seats().of(p);
    for (std::uint32_t j = 0; j < seats.size(); ++j) {
      if (!counts(p, j)) continue;
      counting[p].push_back(seats[j]);
      for (const std::size_t c : rules.panels[p].criteria) extremes.add(grid.at(seats[j], c).value);
    }
  }
  put_extremes(rules, extremes, grid.numbers(), row);
  for (std::size_t k = 0; k < rules.tie_break.size(); ++k) {
    const TieBreak& rule = rules.tie_break[k];
    if (rule.by == TieBreak::By::panel)
      for (const JudgePanelResult& panel : row.panels)
        if (panel.panel == rule.panel) row.keys[k] = panel.value;
    if (rule.by != TieBreak::By::criteria) continue;
    Rational sum;
    Rational divisor;
    for (std::size_t p = 0; p < rules.panels.size(); ++p) {
      std::vector<Entry<Number>> entries;
      for (const std::uint32_t seat : counting[p]) {
        Number part = 0;
        for (const std::size_t c : rule.criteria) part += weights.weighted(c, grid.at(seat, c).value);
        entries.push_back({part, seat});
      }
      Panel plain = rules.panels[p];
      plain.drop_high = plain.drop_low = 0;  // dropped judges are out already
      const auto value = averaged(plain, trimmed(plain, entries), weights);
      if (!value) continue;
      sum += plain.weight * *value;
      divisor += plain.weight;
    }
    if (divisor > Rational(0)) row.keys[k] = sum / divisor;
  }
}

}  // namespace leitai::contest
