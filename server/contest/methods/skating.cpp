// SPDX-License-Identifier: GPL-2.0-or-later
// Method skating: docs/scoring.md, "Skating". Rules 5 to 8 of the Skating System (Arthur Dawson; WDSF
// Competition Rules, "Skating System"), as they place the couples of one dance:
//   5  who has a majority of the judges for a place or a better one is placed there;
//   6  of several, who has the larger majority comes first;
//   7  of equal majorities, the smaller sum of the places in it; then the next column, among the tied only;
//   8  with no majority in a column, the next column is looked at.
#include <algorithm>
#include <compare>

#include "server/contest/methods/judge_totals.h"

namespace leitai::contest {

namespace {

/// A contestant's places, and how many and how much they are up to each column.
struct Card {
  std::size_t row = 0;
  std::vector<std::int64_t> places;  ///< ascending
  std::size_t first = 0;             ///< the first column in which there is a majority
  std::vector<std::int64_t> counts;  ///< by column, cumulated
  std::vector<std::int64_t> sums;    ///< by column, cumulated
};

/// A place as check() lets it through is whole, and below 10^12.
std::int64_t place_of(const ParsedMark& mark) {
  return whole_part(mark);
}

class Skating {
 public:
  Skating(const RoundScores& scores, Sheet& sheet, const Wish& wish)
      : scores_(scores), sheet_(sheet), wish_(wish), grid_(scores, sheet.rules, ExactNumbers{}) {
    for (std::size_t p = 0; p < sheet.rules.panels.size(); ++p) {
      const auto seats = grid_.seats().of(p);
      seats_.insert(seats_.end(), seats.begin(), seats.end());
    }
    leave_out_the_absent();
  }

  void score() {
    std::vector<Card> cards;
    for (std::size_t i = 0; i < sheet_.rows.size(); ++i) {
      Row& row = sheet_.rows[i];
      grid_.read(scores_.of(row.contestant));
      count_marks(sheet_.rules, grid_, row);
      discount_left_out(row);
      set_status(row, false);
      tell(row);
      if (row.withdrawn || is_blocked(sheet_.rules, row)) continue;
      Card card{i, places(), 0, {}, {}};
      if (card.places.size() >= majority()) cards.push_back(std::move(card));
    }
    place(cards);
  }

 private:
  std::size_t majority() const { return seats_.size() / 2 + 1; }

  void leave_out_the_absent() {
    for (const Row& row : sheet_.rows) {
      if (row.withdrawn) continue;
      for (const Score& score : scores_.of(row.contestant).list)
        if (score.absent) absent_.push_back(scores_.judges()[score.judge]);
    }
    std::sort(absent_.begin(), absent_.end());
    const Rules& rules = sheet_.rules;
    for (std::size_t p = 0; p < rules.panels.size(); ++p)
      for (std::size_t j = 0; j < rules.panels[p].judges.size(); ++j)
        if (is_left_out(rules.panels[p].judges[j])) std::erase(seats_, grid_.seats().of(p)[j]);
  }

  bool is_left_out(std::string_view judge) const { return std::binary_search(absent_.begin(), absent_.end(), judge); }

  /// A judge who is left out is expected for nobody.
  void discount_left_out(Row& row) const {
    const Rules& rules = sheet_.rules;
    for (std::size_t p = 0; p < rules.panels.size(); ++p)
      for (std::size_t j = 0; j < rules.panels[p].judges.size(); ++j) {
        if (!is_left_out(rules.panels[p].judges[j])) continue;
        const MarkState state = grid_.at(grid_.seats().of(p)[j], 0).state;
        row.marks_in -= state == MarkState::given ? 1 : 0;
        row.marks_expected -= state != MarkState::absent ? 1 : 0;
      }
  }

  /// Of the contestant whom the grid holds.
  std::vector<std::int64_t> places() const {
    std::vector<std::int64_t> result;
    for (const std::uint32_t seat : seats_)
      if (const ParsedMark* mark = grid_.at(seat, 0).mark) result.push_back(place_of(*mark));
    std::sort(result.begin(), result.end());
    return result;
  }

  void place(std::vector<Card>& cards) {
    std::vector<std::int64_t> columns;
    for (const Card& card : cards) columns.insert(columns.end(), card.places.begin(), card.places.end());
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    for (Card& card : cards) cumulate(card, columns);
    const auto order = [](const Card& a, const Card& b) {
      if (a.first != b.first) return a.first <=> b.first;
      for (std::size_t column = a.first; column < a.counts.size(); ++column) {
        if (a.counts[column] != b.counts[column]) return b.counts[column] <=> a.counts[column];
        if (a.sums[column] != b.sums[column]) return a.sums[column] <=> b.sums[column];
      }
      return std::strong_ordering::equal;
    };
    std::stable_sort(cards.begin(), cards.end(), [&](const Card& a, const Card& b) { return std::is_lt(order(a, b)); });
    for (std::size_t i = 0; i < cards.size(); ++i) {
      const bool tied = i > 0 && std::is_eq(order(cards[i - 1], cards[i]));
      sheet_.rows[cards[i].row].position =
          tied ? sheet_.rows[cards[i - 1].row].position : std::optional(static_cast<int>(i) + 1);
    }
  }

  void cumulate(Card& card, const std::vector<std::int64_t>& columns) const {
    std::size_t count = 0;
    std::int64_t sum = 0;
    bool reached = false;
    for (std::size_t column = 0; column < columns.size(); ++column) {
      for (; count < card.places.size() && card.places[count] <= columns[column]; ++count) sum += card.places[count];
      card.counts.push_back(static_cast<std::int64_t>(count));
      card.sums.push_back(sum);
      if (!reached && count >= majority()) {
        card.first = column;
        reached = true;
      }
    }
  }

  void tell(Row& row) const {
    for (std::size_t p = 0; p < sheet_.rules.panels.size(); ++p) {
      JudgePanelResult& result = row.panels.emplace_back(JudgePanelResult{p, {}, {}});
      if (wish_.detail != Detail::marks) continue;
      tell_judges(sheet_.rules, grid_, result, [&](std::uint32_t j, std::uint32_t seat, JudgeResult& judge) {
        judge.dropped = !judge.absent && is_left_out(sheet_.rules.panels[p].judges[j]);
        if (const ParsedMark* mark = grid_.at(seat, 0).mark) judge.total = Rational(place_of(*mark));
      });
    }
  }

  const RoundScores& scores_;
  Sheet& sheet_;
  const Wish& wish_;
  MarkGrid<ExactNumbers> grid_;
  std::vector<std::uint32_t> seats_;      ///< of the judges who count
  std::vector<std::string_view> absent_;  ///< for any contestant, sorted
};

}  // namespace

void score_skating(const RoundScores& scores, Sheet& sheet, const Wish& wish) {
  Skating(scores, sheet, wish).score();
}

}  // namespace leitai::contest
