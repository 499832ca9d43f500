// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "server/contest/methods/methods.h"

/// The marks of a contestant laid out by judge and criterion, in one of two forms: whole numbers of a
/// common fraction, 10^-places, where everything that is computed from them fits into 62 bits; else
/// fractions of any size.
namespace leitai::contest {

/// Sums and differences that are computed from whole numbers stay within.
constexpr std::int64_t kMostScaled = std::int64_t{1} << 62;

/// How marks become whole numbers.
struct Scale {
  int places = 0;
  std::int64_t unit = 1;  ///< 10^places
  std::int64_t most = 0;  ///< no mark's size, as a whole number, is above that
};

/// Nothing where marks are too long, or too large to add up `terms` of them.
std::optional<Scale> scale_of(const RoundScores& scores, const Sheet& sheet, std::int64_t terms);

/// As many marks of a contestant as there may be.
std::int64_t most_marks(const RoundScores& scores, const Sheet& sheet);

/// Whole numbers of 1 / unit.
struct ScaledNumbers {
  using Number = std::int64_t;
  Scale scale;

  Number mark(const ParsedMark& mark) const;
  Rational quotient(Number sum, std::int64_t divisor) const { return {sum, divisor * scale.unit}; }
};

/// The same in fractions.
struct ExactNumbers {
  using Number = Rational;

  Number mark(const ParsedMark& mark) const { return parse_decimal(mark.text).value_or(0); }
  Rational quotient(const Number& sum, std::int64_t divisor) const { return sum / Rational(divisor); }
};

template <typename Number>
struct Cell {
  Number value = 0;
  const ParsedMark* mark = nullptr;  ///< null: not given
  MarkState state = MarkState::missing;
};

/// Who gives marks: the named judges, and for each contestant those of the audience.
class Seats {
 public:
  explicit Seats(const Rules& rules);

  /// Finds the contestant's scores; afterwards score() and of() are about them.
  void seat(const Scores& scores);

  std::size_t count() const { return scores_.size(); }
  const Score* score(std::size_t seat) const { return scores_[seat]; }  ///< null: none
  /// The seats of a panel's judges, in its order.
  std::span<const std::uint32_t> of(std::size_t panel) const;
  bool is_audience(std::size_t seat) const { return seat >= named_.size(); }

 private:
  std::vector<std::string_view> named_;  ///< sorted
  std::vector<std::vector<std::uint32_t>> panels_;
  std::vector<bool> audience_;  ///< by panel
  std::vector<std::uint32_t> audience_seats_;
  std::vector<const Score*> scores_;
};

template <typename Numbers>
class MarkGrid {
 public:
  using Number = typename Numbers::Number;

  MarkGrid(const Rules& rules, Numbers numbers) : seats_(rules), numbers_(numbers), criteria_(rules.criteria.size()) {
    for (std::size_t c = 0; c < criteria_; ++c) order_.push_back(c);
    std::sort(order_.begin(), order_.end(),
              [&](std::size_t a, std::size_t b) { return rules.criteria[a].id < rules.criteria[b].id; });
    for (const std::size_t c : order_) names_.push_back(rules.criteria[c].id);
  }

  void read(const Scores& scores) {
    seats_.seat(scores);
    cells_.assign(seats_.count() * criteria_, {});
    for (std::size_t s = 0; s < seats_.count(); ++s)
      if (const Score* score = seats_.score(s)) read_score(*score, &cells_[s * criteria_]);
  }

  const Seats& seats() const { return seats_; }
  const Numbers& numbers() const { return numbers_; }
  const Cell<Number>& at(std::size_t seat, std::size_t criterion) const { return cells_[seat * criteria_ + criterion]; }

 private:
  /// Both the score's marks and the names are sorted.
  void read_score(const Score& score, Cell<Number>* cells) const {
    if (score.absent) {
      for (std::size_t c = 0; c < criteria_; ++c) cells[c].state = MarkState::absent;
      return;
    }
    std::size_t n = 0;
    for (const ParsedMark& mark : score.marks) {
      while (n < names_.size() && names_[n] < mark.criterion) ++n;
      if (n == names_.size()) return;
      if (names_[n] != mark.criterion) continue;
      Cell<Number>& cell = cells[order_[n]];
      cell.value = numbers_.mark(mark);
      cell.mark = &mark;
      cell.state = MarkState::given;
    }
  }

  Seats seats_;
  Numbers numbers_;
  std::size_t criteria_;
  std::vector<std::size_t> order_;       ///< criteria by id
  std::vector<std::string_view> names_;  ///< their ids
  std::vector<Cell<Number>> cells_;
};

/// Calls `compute` with the fastest numbers in which sums of `terms` marks are exact.
template <typename Compute>
void with_numbers(const RoundScores& scores, const Sheet& sheet, const Wish& wish, std::int64_t terms,
                  const Compute& compute) {
  const auto scale = wish.numbers == Numbers::exact ? std::nullopt : scale_of(scores, sheet, terms);
  if (scale)
    compute(ScaledNumbers{*scale});
  else
    compute(ExactNumbers{});
}

}  // namespace leitai::contest
