// SPDX-License-Identifier: GPL-2.0-or-later
// Method places: docs/scoring.md, "Places". Each judge's marks become an order, the order points, as the
// Eurovision song contest's juries give 12, 10, 8 … The tied share the mean of the points that they span.
#include <algorithm>

#include "server/contest/methods/judge_totals.h"

namespace leitai::contest {

namespace {

/// The mean of the points for the places `first` (from 0) to before `last`.
Rational shared_points(const std::vector<Rational>& points, std::size_t first, std::size_t last) {
  Rational sum;
  for (std::size_t place = first; place < std::min(last, points.size()); ++place) sum += points[place];
  return sum / Rational(static_cast<std::int64_t>(last - first));
}

template <typename Numbers, typename Weights>
class Places {
 public:
  using Number = typename Numbers::Number;

  Places(const RoundScores& scores, Sheet& sheet, const Wish& wish, Numbers numbers, const Weights& weights)
      : scores_(scores), sheet_(sheet), wish_(wish), grid_(scores, sheet.rules, numbers), weights_(weights) {}

  void score() {
    for (const Panel& panel : sheet_.rules.panels)
      points_.emplace_back(panel.judges.size(), std::vector<std::optional<Rational>>(sheet_.rows.size()));
    rank_for_each_judge();
    for (std::size_t i = 0; i < sheet_.rows.size(); ++i) add_up(i);
  }

 private:
  struct Ranked {
    Number total;
    std::size_t row;
  };

  /// Who has withdrawn takes no place.
  void rank_for_each_judge() {
    const Rules& rules = sheet_.rules;
    std::vector<std::vector<std::vector<Ranked>>> orders;
    for (const Panel& panel : rules.panels) orders.emplace_back(panel.judges.size());
    for (std::size_t i = 0; i < sheet_.rows.size(); ++i) {
      Row& row = sheet_.rows[i];
      grid_.read(scores_.of(row.contestant));
      count_marks(rules, grid_, row);
      set_status(row, false);
      if (row.withdrawn || row.marks_in == 0) continue;
      for (std::size_t p = 0; p < rules.panels.size(); ++p) {
        const auto seats = grid_.seats().of(p);
        for (std::size_t j = 0; j < seats.size(); ++j) {
          const auto own = judge_total(rules, rules.panels[p], grid_, seats[j], weights_);
          if (own.state == JudgeState::counts) orders[p][j].push_back({own.total, i});
        }
      }
    }
    for (std::size_t p = 0; p < orders.size(); ++p)
      for (std::size_t j = 0; j < orders[p].size(); ++j) give_points(orders[p][j], points_[p][j]);
  }

  void give_points(std::vector<Ranked>& order, std::vector<std::optional<Rational>>& points) const {
    std::stable_sort(order.begin(), order.end(), [](const Ranked& a, const Ranked& b) { return b.total < a.total; });
    for (std::size_t first = 0; first < order.size();) {
      std::size_t last = first + 1;
      while (last < order.size() && order[last].total == order[first].total) ++last;
      const Rational share = shared_points(sheet_.rules.points, first, last);
      for (; first < last; ++first) points[order[first].row] = share;
    }
  }

  void add_up(std::size_t index) {
    const Rules& rules = sheet_.rules;
    Row& row = sheet_.rows[index];
    grid_.read(scores_.of(row.contestant));
    Rational sum;
    bool any = false;
    std::vector<std::vector<bool>> counting;
    for (std::size_t p = 0; p < rules.panels.size(); ++p) {
      JudgePanelResult& result = row.panels.emplace_back(JudgePanelResult{p, {}, {}});
      const Panel& panel = rules.panels[p];
      std::vector<Entry<Rational>> present;
      for (std::uint32_t j = 0; j < points_[p].size(); ++j)
        if (const auto& points = points_[p][j][index]) present.push_back({*points, j});
      const auto kept = trimmed(panel, present);
      auto& counts = counting.emplace_back(panel.judges.size(), false);
      for (const auto& entry : kept) counts[entry.judge] = true;
      if (const auto value = averaged(panel, kept, ExactNumbers{})) {
        result.value = round_stage(*value, rules.round_to.panel, rules);
        sum += panel.weight * *result.value;
        any = true;
      }
      if (wish_.detail != Detail::marks) continue;
      tell_judges(rules, grid_, result, [&](std::uint32_t j, std::uint32_t, JudgeResult& judge) {
        judge.total = points_[p][j][index];
        judge.dropped = judge.total.has_value() && !counts[j];
      });
    }
    if (any && !is_blocked(rules, row)) row.total = sum;
    put_judges_keys(
        rules, grid_, weights_, [&](std::size_t p, std::uint32_t j) { return counting[p][j]; }, row);
  }

  const RoundScores& scores_;
  Sheet& sheet_;
  const Wish& wish_;
  MarkGrid<Numbers> grid_;
  Weights weights_;
  std::vector<std::vector<std::vector<std::optional<Rational>>>> points_;  ///< by panel, judge and row
};

}  // namespace

void score_places(const RoundScores& scores, Sheet& sheet, const Wish& wish) {
  with_weights(scores, sheet, wish, [&](const auto& weights, auto numbers) {
    Places places(scores, sheet, wish, numbers, weights);
    places.score();
  });
}

}  // namespace leitai::contest
