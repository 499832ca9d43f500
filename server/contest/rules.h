// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
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
  bool audience = false;              ///< of everybody who is in no other panel
  std::vector<std::string> judges;    ///< none where it is the audience
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

enum class Method { marks, votes, places, skating, given };
enum class Trim { criterion, judge_total };
enum class Missing { ignore, zero, block };

/// How many a ballot may choose: of all, or of some groups.
struct MaxChoices {
  std::optional<std::int64_t> of_all;
  std::map<std::string, std::int64_t, std::less<>> of_group;
};

struct Rules {
  Method method = Method::marks;
  Trim trim = Trim::criterion;
  std::vector<Criterion> criteria;
  std::vector<Panel> panels;
  Rounding rounding = Rounding::half_up;
  RoundTo round_to;
  Missing missing = Missing::ignore;
  std::vector<Carry> carry;
  std::vector<TieBreak> tie_break;
  bool dense = false;
  std::vector<std::pair<Rational, int>> stars;  ///< from, stars: ascending
  std::vector<Rational> points;                 ///< method places: for the 1st, the 2nd …
  MaxChoices max_choices;                       ///< method votes

  bool has_audience() const;
  /// A row's result hangs on the other rows: nobody's is known before everybody's.
  bool compares() const { return method == Method::places || method == Method::skating; }
};

/// Rounds that carry into each other stand at most so deep; check() refuses circles.
constexpr int kMostCarryDepth = 32;

/// `round` has been through normalise(). `store` gives the judges of the default panel.
Rules rules_of(const Store& store, const Json& round);

/// May the judge give marks, or a ballot, in this round at all?
bool has_judge(const Rules& rules, std::string_view judge);

/// What is wrong with a mark, or nothing. `criterion` and `judge` need not be the round's.
std::optional<std::string> mark_fault(const Rules& rules, std::string_view judge, std::string_view criterion,
                                      std::string_view mark);

}  // namespace leitai::contest
