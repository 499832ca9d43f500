// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "server/contest/methods/mark_grid.h"

/// Dropping the highest and lowest, as diving (World Aquatics: two of seven each way), figure skating
/// (ISU trimmed mean: one of nine each way) and gymnastics do; then averaging.
namespace leitai::contest {

template <typename Number>
struct Entry {
  Number value;
  std::uint32_t judge = 0;  ///< in the panel's order
};

/// The entries that count. Of equal ones the first in the panel's order goes among the low, the last
/// among the high. Sorts `present`.
template <typename Number>
std::span<const Entry<Number>> trimmed(const Panel& panel, std::vector<Entry<Number>>& present) {
  const std::span<const Entry<Number>> all(present);
  const bool drops = panel.drop_high + panel.drop_low > 0 && present.size() >= panel.drop_from;
  if (!drops && panel.average != Average::median) return all;
  std::sort(present.begin(), present.end(), [](const Entry<Number>& a, const Entry<Number>& b) {
    if (a.value == b.value) return a.judge < b.judge;
    return a.value < b.value;
  });
  if (!drops) return all;
  return all.subspan(panel.drop_low, all.size() - panel.drop_low - panel.drop_high);
}

/// Of entries that trimmed() has returned. An even number's median is the mean of the middle two.
template <typename Numbers>
std::optional<Rational> averaged(const Panel& panel, std::span<const Entry<typename Numbers::Number>> counting,
                                 const Numbers& numbers) {
  if (counting.empty()) return std::nullopt;
  if (panel.average == Average::median) {
    const std::size_t middle = counting.size() / 2;
    if (counting.size() % 2 == 1) return numbers.quotient(counting[middle].value, 1);
    return numbers.quotient(counting[middle - 1].value + counting[middle].value, 2);
  }
  typename Numbers::Number sum = 0;
  for (const auto& entry : counting) sum += entry.value;
  return numbers.quotient(sum, panel.average == Average::sum ? 1 : static_cast<std::int64_t>(counting.size()));
}

/// What averaged() makes of trimmed(), where nobody asks who was dropped: with one at most to drop each
/// way it is the sum less its ends, and nothing is sorted.
template <typename Numbers>
std::optional<Rational> trimmed_average(const Panel& panel, std::vector<Entry<typename Numbers::Number>>& present,
                                        const Numbers& numbers) {
  const bool drops = panel.drop_high + panel.drop_low > 0 && present.size() >= panel.drop_from;
  if (!drops || panel.drop_high > 1 || panel.drop_low > 1 || panel.average == Average::median)
    return averaged(panel, trimmed(panel, present), numbers);
  auto sum = present.front().value;
  auto lowest = sum;
  auto highest = sum;
  for (std::size_t i = 1; i < present.size(); ++i) {
    const auto& value = present[i].value;
    sum += value;
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  }
  if (panel.drop_low == 1) sum = sum - lowest;
  if (panel.drop_high == 1) sum = sum - highest;
  const std::size_t left = present.size() - panel.drop_low - panel.drop_high;
  return numbers.quotient(sum, panel.average == Average::sum ? 1 : static_cast<std::int64_t>(left));
}

/// The lowest and the highest of what is added; numbers of one form.
template <typename Number>
struct Extremes {
  std::optional<Number> lowest, highest;

  void add(const Number& value) {
    if (!lowest || value < *lowest) lowest = value;
    if (!highest || *highest < value) highest = value;
  }
};

/// Puts the keys of highest_mark and lowest_mark into the row.
template <typename Numbers>
void put_extremes(const Rules& rules, const Extremes<typename Numbers::Number>& found, const Numbers& numbers,
                  Row& row) {
  for (std::size_t k = 0; k < rules.tie_break.size(); ++k) {
    const auto by = rules.tie_break[k].by;
    if (by == TieBreak::By::highest_mark && found.highest) row.keys[k] = numbers.quotient(*found.highest, 1);
    if (by == TieBreak::By::lowest_mark && found.lowest) row.keys[k] = numbers.quotient(*found.lowest, 1);
  }
}

}  // namespace leitai::contest
