// SPDX-License-Identifier: GPL-2.0-or-later
// Method votes: docs/scoring.md, "Votes". Each ballot names those it is for; a panel's votes count with its
// weight (approval voting, with weighted juries).
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "server/contest/methods/methods.h"

namespace leitai::contest {

namespace {

/// The ballots of a panel.
struct Cast {
  std::vector<const Score*> by_judge;  ///< of the named judges, in the panel's order; null: none yet
  std::vector<const Score*> ballots;   ///< those that were cast
  int expected = 0;                    ///< the named who are not absent, and what the audience has cast
  std::vector<std::int64_t> votes;     ///< by row
};

bool is_cast(const Score* score) {
  return score && !score->absent;
}

class Votes {
 public:
  Votes(const RoundScores& scores, Sheet& sheet, const Wish& wish) : sheet_(sheet), wish_(wish) {
    for (std::size_t i = 0; i < sheet.rows.size(); ++i)
      if (!sheet.rows[i].withdrawn) rows_.emplace(sheet.rows[i].contestant, i);
    std::unordered_set<std::string_view> named;
    for (const Panel& panel : sheet.rules.panels) named.insert(panel.judges.begin(), panel.judges.end());
    for (const Panel& panel : sheet.rules.panels) panels_.push_back(count(scores, panel, named));
  }

  void score() {
    int in = 0;
    int expected = 0;
    for (const Cast& cast : panels_) {
      in += static_cast<int>(cast.ballots.size());
      expected += cast.expected;
    }
    const bool open = is_open_to_audience(sheet_);
    for (std::size_t i = 0; i < sheet_.rows.size(); ++i) {
      Row& row = sheet_.rows[i];
      row.marks_in = in;
      row.marks_expected = expected;
      set_status(row, open);
      add_up(i, row);
    }
  }

 private:
  Cast count(const RoundScores& scores, const Panel& panel, const std::unordered_set<std::string_view>& named) const {
    Cast cast;
    cast.votes.resize(sheet_.rows.size());
    for (const std::string& judge : panel.judges) {
      const Scores* filed = scores.ballots().get(judge);
      const Score* ballot = filed ? &filed->list.front() : nullptr;
      cast.by_judge.push_back(ballot);
      cast.expected += ballot && ballot->absent ? 0 : 1;
      if (is_cast(ballot)) cast.ballots.push_back(ballot);
    }
    if (panel.audience)
      for (const auto& [judge, filed] : scores.ballots()) {
        const Score* ballot = &filed->list.front();
        if (named.contains(judge) || !is_cast(ballot)) continue;
        cast.ballots.push_back(ballot);
        ++cast.expected;
      }
    for (const Score* ballot : cast.ballots)
      for (const std::string_view choice : choices_of(*ballot))
        if (const auto row = rows_.find(choice); row != rows_.end()) ++cast.votes[row->second];
    return cast;
  }

  void add_up(std::size_t index, Row& row) const {
    const Rules& rules = sheet_.rules;
    Rational sum;
    for (std::size_t p = 0; p < panels_.size(); ++p) {
      const Cast& cast = panels_[p];
      JudgePanelResult& result = row.panels.emplace_back(JudgePanelResult{p, {}, {}});
      if (!cast.ballots.empty() && !row.withdrawn) {
        const bool mean = rules.panels[p].average == Average::mean;
        const Rational value(cast.votes[index], mean ? static_cast<std::int64_t>(cast.ballots.size()) : 1);
        result.value = round_stage(value, rules.round_to.panel, rules);
        sum += rules.panels[p].weight * *result.value;
      }
      if (wish_.detail == Detail::marks) tell(row, cast, result);
      for (std::size_t k = 0; k < rules.tie_break.size(); ++k)
        if (rules.tie_break[k].by == TieBreak::By::panel && rules.tie_break[k].panel == p) row.keys[k] = result.value;
    }
    if (row.marks_in > 0 && !row.withdrawn && !is_blocked(rules, row)) row.total = sum;
  }

  static void tell(const Row& row, const Cast& cast, JudgePanelResult& result) {
    for (std::uint32_t j = 0; j < cast.by_judge.size(); ++j) {
      const Score* ballot = cast.by_judge[j];
      JudgeResult& judge = result.judges.emplace_back();
      judge.judge = j;
      judge.absent = ballot && ballot->absent;
      if (!is_cast(ballot) || row.withdrawn) continue;
      const auto choices = choices_of(*ballot);
      const bool chosen = std::find(choices.begin(), choices.end(), row.contestant) != choices.end();
      judge.total = Rational(chosen ? 1 : 0);
    }
  }

  Sheet& sheet_;
  const Wish& wish_;
  std::unordered_map<std::string_view, std::size_t> rows_;  ///< who can be chosen
  std::vector<Cast> panels_;
};

}  // namespace

void score_votes(const RoundScores& scores, Sheet& sheet, const Wish& wish) {
  Votes(scores, sheet, wish).score();
}

}  // namespace leitai::contest
