// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"
#include "server/contest/decimal.h"
#include "server/contest/rules.h"

/// From marks to totals: docs/scoring.md. The methods themselves are in methods/.
namespace leitai::contest {

enum class MarkState : std::uint8_t { missing, given, absent };

struct MarkResult {
  std::uint32_t judge = 0;  ///< index into Panel::judges
  MarkState state = MarkState::missing;
  bool counts = false;  ///< there is a mark, or the 0 of `missing: zero`, and it was not dropped
  bool dropped = false;
  std::string_view text;  ///< of a given mark; lives as long as the store
};

struct PanelResult {
  std::size_t panel = 0;  ///< index into Rules::panels
  std::optional<Rational> value;
  std::vector<MarkResult> marks;  ///< in the panel's order; with Detail::marks, and not of the audience
};

struct CriterionResult {
  std::optional<Rational> value;
  std::optional<Rational> weighted;
  std::vector<PanelResult> panels;
};

/// What a judge, as one, says of a contestant.
struct JudgeResult {
  std::uint32_t judge = 0;        ///< index into Panel::judges
  std::optional<Rational> total;  ///< judge_total: Σ weight·mark; places: points; votes: 1 or 0; skating: the place
  bool absent = false;
  bool dropped = false;
  std::vector<std::string_view> marks;  ///< by the rules' criteria; empty: none. They live as long as the store
};

struct JudgePanelResult {
  std::size_t panel = 0;  ///< index into Rules::panels
  std::optional<Rational> value;
  std::vector<JudgeResult> judges;  ///< in the panel's order; with Detail::marks, and not of the audience
};

enum class Status { none, partial, complete, withdrawn };
std::string_view status_name(Status status);

struct KeptRow;

/// One contestant in one round.
struct Row {
  std::string contestant;
  std::string group;  ///< empty: none
  bool withdrawn = false;
  Status status = Status::none;  ///< by the marks alone: never withdrawn
  int marks_in = 0;
  int marks_expected = 0;
  std::optional<Rational> total;
  std::vector<CriterionResult> criteria;  ///< method marks with trim criterion
  std::vector<JudgePanelResult> panels;   ///< the other methods, but for given
  Rational adjustments;
  std::vector<std::string> adjustment_ids;
  Rational carried;                           ///< already weighted
  std::vector<std::optional<Rational>> keys;  ///< one for each of Rules::tie_break; `manual` has none
  std::optional<int> position;                ///< 1 is best: method given: its rank; skating: the order of places
  std::shared_ptr<const KeptRow> kept;        ///< what of it is kept with its marks; null: nothing
};

/// A round with its rules and the rows of its contestants, in running order.
struct Sheet {
  std::string round;
  const Json* data = nullptr;              ///< lives as long as the store
  std::shared_ptr<const Resource> source;  ///< whose data it is
  Rules rules;
  std::vector<Row> rows;
  bool complete = false;  ///< every row of the round, but for the withdrawn, also those that were not wanted.
                          ///< Known of methods that compare
};

/// How numbers are held while they are computed. `exact` is for tests: it computes what `fastest` would
/// in scaled integers in fractions of any size, with the same results.
enum class Numbers { fastest, exact };

struct Wish {
  Detail detail = Detail::marks;
  std::function<bool(std::string_view contestant)> wanted = {};  ///< empty: every row
  Numbers numbers = Numbers::fastest;
};

/// Is everything there that the row's result hangs on: its own marks, or where rows are compared all marks?
bool is_settled(const Sheet& sheet, const Row& row);

/// Says of a row that is not settled what is missing, as a sentence.
std::string why_not_settled(const Row& row);

/// The row of the contestant that the body of a command names in `contestant`, who has not withdrawn.
/// invalid: is not in the round; conflict: has withdrawn.
tl::expected<const Row*, Refusal> named_row(const Store& store, const Sheet& sheet, const Json& named);

/// Computes the rows that are wanted; the round exists.
Sheet compute(const Store& store, std::string_view round, const Wish& wish = {});

/// The round and its contestants, without any marks.
Sheet blank_sheet(const Store& store, std::string_view round);

}  // namespace leitai::contest
