// SPDX-License-Identifier: GPL-2.0-or-later
// Method marks, trim criterion: docs/scoring.md, "Marks". So figure skating's components are scored (ISU
// Special Regulations, rule 353: trimmed mean of the panel, rounded to 2 places, times a factor), and
// dives (World Aquatics: what the trimmed panel gives, times the degree of difficulty).
#include "server/contest/kept_rows.h"
#include "server/contest/methods/trimming.h"

namespace leitai::contest {

namespace {

template <typename Numbers>
class Marks {
 public:
  using Number = typename Numbers::Number;

  Marks(const RoundScores& scores, const Sheet& sheet, const Wish& wish, Numbers numbers)
      : rules_(sheet.rules),
        detail_(wish.detail),
        open_(is_open_to_audience(sheet)),
        grid_(scores, sheet.rules, numbers) {
    for (const TieBreak& rule : rules_.tie_break)
      if (rule.by == TieBreak::By::highest_mark || rule.by == TieBreak::By::lowest_mark) wants_extremes_ = true;
    keeps_panels_ = wish.detail == Detail::marks ||
                    std::any_of(rules_.tie_break.begin(), rules_.tie_break.end(),
                                [](const TieBreak& rule) { return rule.by == TieBreak::By::panel; });
    panels_.resize(rules_.criteria.size());
    weights_.resize(rules_.criteria.size());
    for (std::size_t p = 0; p < rules_.panels.size(); ++p)
      for (const std::size_t c : rules_.panels[p].criteria) {
        panels_[c].push_back(p);
        weights_[c] += rules_.panels[p].weight;
      }
  }

  void score(const Scores& scores, Row& row) {
    grid_.read(scores);
    extremes_ = {};
    Rational sum;
    bool unjudged = false;  // a criterion all of whose judges are absent
    row.criteria.resize(rules_.criteria.size());
    for (std::size_t c = 0; c < rules_.criteria.size(); ++c) {
      const int expected_before = row.marks_expected;
      criterion(row, c);
      unjudged = unjudged || (row.marks_expected == expected_before && !(open_ && has_audience(c)));
      if (row.criteria[c].weighted) sum += *row.criteria[c].weighted;
    }
    set_status(row, open_);
    if (row.marks_in > 0 && !unjudged && !is_blocked(rules_, row)) row.total = sum;
    put_keys(row);
  }

 private:
  bool has_audience(std::size_t c) const {
    return std::any_of(rules_.panels.begin(), rules_.panels.end(),
                       [c](const Panel& panel) { return panel.audience && panel.marks(c); });
  }

  void criterion(Row& row, std::size_t c) {
    CriterionResult& result = row.criteria[c];
    Rational sum;
    Rational weights = weights_[c];
    std::size_t counting = 0;
    if (keeps_panels_) result.panels.reserve(panels_[c].size());
    for (const std::size_t p : panels_[c]) {
      const Panel& panel = rules_.panels[p];
      PanelResult own{p, {}, {}};
      panel_marks(row, c, own);
      if (own.value) {
        sum += panel.weight * *own.value;
        ++counting;
      } else {
        weights = weights - panel.weight;
      }
      if (keeps_panels_) result.panels.push_back(std::move(own));
    }
    if (counting == 0) return;
    result.value = round_stage(sum / weights, rules_.round_to.criterion, rules_);
    result.weighted = round_stage(*result.value * rules_.criteria[c].weight, rules_.round_to.weighted, rules_);
  }

  void panel_marks(Row& row, std::size_t c, PanelResult& result) {
    const Panel& panel = rules_.panels[result.panel];
    const auto seats = grid_.seats().of(result.panel);
    present_.clear();
    for (std::uint32_t j = 0; j < seats.size(); ++j) {
      const Cell<Number>& cell = grid_.at(seats[j], c);
      const bool given = cell.state == MarkState::given;
      row.marks_in += given ? 1 : 0;
      row.marks_expected += given || (cell.state == MarkState::missing && !panel.audience) ? 1 : 0;
      const bool zero = cell.state == MarkState::missing && rules_.missing == Missing::zero && !panel.audience;
      if (given || zero) present_.push_back({cell.value, j});
    }
    if (detail_ != Detail::marks && !wants_extremes_) {
      if (const auto value = trimmed_average(panel, present_, grid_.numbers()))
        result.value = round_stage(*value, rules_.round_to.panel, rules_);
      return;
    }
    const auto counting = trimmed(panel, present_);
    if (wants_extremes_)
      for (const auto& entry : counting) extremes_.add(entry.value);
    if (const auto value = averaged(panel, counting, grid_.numbers()))
      result.value = round_stage(*value, rules_.round_to.panel, rules_);
    if (detail_ == Detail::marks && !panel.audience) tell_marks(c, seats, counting, result);
  }

  void tell_marks(std::size_t c, std::span<const std::uint32_t> seats, std::span<const Entry<Number>> counting,
                  PanelResult& result) {
    result.marks.resize(seats.size());
    for (std::uint32_t j = 0; j < seats.size(); ++j) {
      const Cell<Number>& cell = grid_.at(seats[j], c);
      MarkResult& mark = result.marks[j];
      mark.judge = j;
      mark.state = cell.state;
      if (cell.mark) mark.text = *cell.mark->text;
    }
    for (const auto& entry : present_) result.marks[entry.judge].dropped = true;
    for (const auto& entry : counting) {
      result.marks[entry.judge].dropped = false;
      result.marks[entry.judge].counts = true;
    }
  }

  void put_keys(Row& row) const {
    for (std::size_t k = 0; k < rules_.tie_break.size(); ++k) {
      const TieBreak& rule = rules_.tie_break[k];
      std::optional<Rational>& key = row.keys[k];
      if (rule.by == TieBreak::By::criteria)
        for (const std::size_t c : rule.criteria)
          if (row.criteria[c].weighted) key = key.value_or(0) + *row.criteria[c].weighted;
      if (rule.by == TieBreak::By::panel)
        for (std::size_t c = 0; c < row.criteria.size(); ++c)
          for (const PanelResult& panel : row.criteria[c].panels)
            if (panel.panel == rule.panel && panel.value)
              key = key.value_or(0) + *panel.value * rules_.criteria[c].weight;
    }
    put_extremes(rules_, extremes_, grid_.numbers(), row);
  }

  const Rules& rules_;
  Detail detail_;
  bool open_;
  bool wants_extremes_ = false;
  bool keeps_panels_ = false;
  std::vector<std::vector<std::size_t>> panels_;  ///< by criterion
  std::vector<Rational> weights_;                 ///< of all its panels, by criterion
  MarkGrid<Numbers> grid_;
  std::vector<Entry<Number>> present_;
  Extremes<Number> extremes_;
};

}  // namespace

void score_marks(const RoundScores& scores, Sheet& sheet, const Wish& wish) {
  with_numbers(scores, sheet, wish, most_marks(scores, sheet), [&](auto numbers) {
    Marks<decltype(numbers)> marks(scores, sheet, wish, numbers);
    score_rows(scores, sheet, wish, marks);
  });
}

}  // namespace leitai::contest
