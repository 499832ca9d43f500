// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <span>
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

  Number mark(const ParsedMark& mark) const { return parse_decimal(*mark.text).value_or(0); }
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
  Seats(const RoundScores& scores, const Rules& rules);

  /// Finds the contestant's scores; afterwards score() and of() are about them.
  void seat(const Scores& scores);

  std::size_t count() const { return scores_.size(); }
  const Score* score(std::size_t seat) const { return scores_[seat]; }  ///< null: none
  /// The seats of a panel's judges, in its order.
  std::span<const std::uint32_t> of(std::size_t panel) const;

 private:
  static constexpr std::uint32_t kNoSeat = UINT32_MAX;

  std::size_t named_ = 0;               ///< so many seats have names
  std::vector<std::uint32_t> seat_of_;  ///< by the judge's number; kNoSeat: the audience
  std::vector<std::vector<std::uint32_t>> panels_;
  std::vector<bool> audience_;  ///< by panel
  bool any_audience_ = false;
  std::vector<std::uint32_t> audience_seats_;
  std::vector<const Score*> scores_;
};

template <typename Numbers>
class MarkGrid {
 public:
  using Number = typename Numbers::Number;

  MarkGrid(const RoundScores& scores, const Rules& rules, Numbers numbers)
      : seats_(scores, rules), numbers_(numbers), criteria_(rules.criteria.size()) {
    columns_.assign(scores.criteria().size(), criteria_);
    for (std::size_t c = 0; c < criteria_; ++c)
      if (const std::uint32_t number = scores.criteria().find(rules.criteria[c].id); number != NameTable::kNone)
        columns_[number] = c;
  }

  void read(const Scores& scores) {
    seats_.seat(scores);
    cells_.assign(seats_.count() * criteria_, {});
    for (std::size_t s = 0; s < seats_.count(); ++s)
      if (const Score* score = seats_.score(s)) read_score(scores, *score, cells_.data() + s * criteria_);
  }

  const Seats& seats() const { return seats_; }
  const Numbers& numbers() const { return numbers_; }
  const Cell<Number>& at(std::size_t seat, std::size_t criterion) const { return cells_[seat * criteria_ + criterion]; }

 private:
  void read_score(const Scores& scores, const Score& score, Cell<Number>* cells) const {
    if (score.absent) {
      for (std::size_t c = 0; c < criteria_; ++c) cells[c].state = MarkState::absent;
      return;
    }
    for (const ParsedMark& mark : scores.marks_of(score)) {
      const std::size_t column = columns_[mark.criterion];
      if (column == criteria_) continue;
      cells[column].value = numbers_.mark(mark);
      cells[column].mark = &mark;
      cells[column].state = MarkState::given;
    }
  }

  Seats seats_;
  Numbers numbers_;
  std::size_t criteria_;
  std::vector<std::size_t> columns_;  ///< by the criterion's number; criteria_: the round has it no more
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
