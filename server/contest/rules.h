// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"
#include "server/contest/decimal.h"

/// A round's scoring, read once from its resource, with all defaults filled in.
namespace leitai::contest {

struct Criterion {
  std::string id;
  std::string name;
  std::optional<Rational> min, max, step;
  Rational weight = 1;
};

enum class Average { mean, median, sum };

struct Panel {
  std::string id;
  Rational weight = 1;
  std::vector<std::string> judges;
  std::vector<std::size_t> criteria;  ///< indexes into Rules::criteria, ascending
  std::size_t drop_high = 0;
  std::size_t drop_low = 0;
  std::size_t drop_from = 1;  ///< fewer marks than that: none is dropped
  Average average = Average::mean;

  bool marks(std::size_t criterion) const;
  bool has_judge(std::string_view judge) const;
};

/// Decimal places after each stage; none: exact.
struct RoundTo {
  std::optional<int> panel, criterion, weighted, total;
};

struct TieBreak {
  enum class By { criteria, panel, adjustments, carry, highest_mark, lowest_mark, manual };
  By by = By::manual;
  std::vector<std::size_t> criteria;
  std::size_t panel = 0;
  std::string kind;   ///< of adjustments; empty: all
  std::string round;  ///< carried
};

struct Carry {
  std::string round;
  Rational weight = 1;
};

enum class Method { marks, given };
enum class Missing { ignore, zero, block };

struct Rules {
  Method method = Method::marks;
  std::vector<Criterion> criteria;
  std::vector<Panel> panels;
  Rounding rounding = Rounding::half_up;
  RoundTo round_to;
  Missing missing = Missing::ignore;
  std::vector<Carry> carry;
  std::vector<TieBreak> tie_break;
  bool dense = false;
  std::vector<std::pair<Rational, int>> stars;  ///< from, stars: ascending
};

/// `round` has been through normalise(). `store` gives the judges of the default panel.
Rules rules_of(const Store& store, const Json& round);

/// What is wrong with a mark, or nothing. `criterion` and `judge` need not be the round's.
std::optional<std::string> mark_fault(const Rules& rules, std::string_view judge, std::string_view criterion,
                                      std::string_view mark);

}  // namespace leitai::contest
