// SPDX-License-Identifier: GPL-2.0-or-later
// Method marks, trim judge_total: docs/scoring.md, "Marks, by judge". What a judge gives over all criteria
// is one number, of which the highest and lowest are dropped, as many local contests do.
#include "server/contest/methods/judge_totals.h"

#include <numeric>

#include "server/contest/kept_rows.h"

namespace leitai::contest {

std::optional<ScaledWeights> scaled_weights(const RoundScores& scores, const Sheet& sheet) {
  constexpr std::int64_t kMost = 1'000'000'000;  // of a weight's parts: their products fit
  ScaledWeights result;
  std::vector<std::pair<std::int64_t, std::int64_t>> fractions;
  for (const Criterion& criterion : sheet.rules.criteria) {
    const auto fraction = criterion.weight.fraction();
    if (!fraction || fraction->first > kMost || fraction->second > kMost) return std::nullopt;
    result.unit = std::lcm(result.unit, fraction->second);
    if (result.unit > kMost) return std::nullopt;
    fractions.push_back(*fraction);
  }
  std::int64_t sum = 1;
  for (const auto& [num, den] : fractions) {
    if (num > kMost / (result.unit / den)) return std::nullopt;
    result.weights.push_back(num * (result.unit / den));
    sum += result.weights.back();
  }
  const std::int64_t marks = most_marks(scores, sheet);
  if (sum > kMostScaled / marks || result.unit > kMostScaled / marks / kMost) return std::nullopt;
  const auto scale = scale_of(scores, sheet, sum * marks);
  if (!scale) return std::nullopt;
  result.numbers.scale = *scale;
  return result;
}

ExactWeights exact_weights(const Rules& rules) {
  ExactWeights result;
  for (const Criterion& criterion : rules.criteria) result.weights.push_back(criterion.weight);
  return result;
}

namespace {

template <typename Numbers, typename Weights>
class JudgeTotals {
 public:
  using Number = typename Numbers::Number;

  JudgeTotals(const RoundScores& scores, const Sheet& sheet, const Wish& wish, Numbers numbers, const Weights& weights)
      : rules_(sheet.rules),
        detail_(wish.detail),
        open_(is_open_to_audience(sheet)),
        grid_(scores, sheet.rules, numbers),
        weights_(weights) {}

  void score(const Scores& scores, Row& row) {
    grid_.read(scores);
    count_marks(rules_, grid_, row);
    set_status(row, open_);
    Rational sum;
    Rational divisor;
    counting_.resize(rules_.panels.size());
    for (std::size_t p = 0; p < rules_.panels.size(); ++p) {
      JudgePanelResult& result = row.panels.emplace_back(JudgePanelResult{p, {}, {}});
      panel_totals(result);
      if (!result.value) continue;
      sum += rules_.panels[p].weight * *result.value;
      divisor += rules_.panels[p].weight;
    }
    if (row.marks_in > 0 && divisor > Rational(0) && !is_blocked(rules_, row)) row.total = sum / divisor;
    put_judges_keys(
        rules_, grid_, weights_, [&](std::size_t p, std::uint32_t j) { return counting_[p][j]; }, row);
  }

 private:
  void panel_totals(JudgePanelResult& result) {
    const Panel& panel = rules_.panels[result.panel];
    const auto seats = grid_.seats().of(result.panel);
    present_.clear();
    totals_.clear();
    for (std::uint32_t j = 0; j < seats.size(); ++j) {
      totals_.push_back(judge_total(rules_, panel, grid_, seats[j], weights_));
      if (totals_.back().state == JudgeState::counts) present_.push_back({totals_.back().total, j});
    }
    const auto counting = trimmed(panel, present_);
    auto& counts = counting_[result.panel];
    counts.assign(seats.size(), false);
    for (const auto& entry : counting) counts[entry.judge] = true;
    if (const auto value = averaged(panel, counting, weights_))
      result.value = round_stage(*value, rules_.round_to.panel, rules_);
    if (detail_ != Detail::marks) return;
    tell_judges(rules_, grid_, result, [&](std::uint32_t j, std::uint32_t, JudgeResult& judge) {
      if (totals_[j].state != JudgeState::counts) return;
      judge.total = weights_.quotient(totals_[j].total, 1);
      judge.dropped = !counts[j];
    });
  }

  const Rules& rules_;
  Detail detail_;
  bool open_;
  MarkGrid<Numbers> grid_;
  Weights weights_;
  std::vector<std::vector<bool>> counting_;  ///< by panel and judge
  std::vector<JudgeTotal<Number>> totals_;
  std::vector<Entry<Number>> present_;
};

}  // namespace

void score_judge_totals(const RoundScores& scores, Sheet& sheet, const Wish& wish) {
  with_weights(scores, sheet, wish, [&](const auto& weights, auto numbers) {
    JudgeTotals totals(scores, sheet, wish, numbers, weights);
    score_rows(scores, sheet, wish, totals);
  });
}

}  // namespace leitai::contest
