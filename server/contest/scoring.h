// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/rules.h"

/// From marks to totals: section "marks" of docs/scoring.md.
namespace leitai::contest {

enum class MarkState { given, absent, missing };

struct MarkResult {
  std::size_t judge = 0;  ///< index into Panel::judges
  MarkState state = MarkState::missing;
  std::string_view text;  ///< of a given mark; lives as long as the store
  Rational mark;          ///< as given, or the 0 of `missing: zero`
  bool counts = false;    ///< there is a mark, and it was not dropped
  bool dropped = false;
};

struct PanelResult {
  std::size_t panel = 0;  ///< index into Rules::panels
  std::optional<Rational> value;
  std::vector<MarkResult> marks;  ///< in the panel's order
};

struct CriterionResult {
  std::optional<Rational> value;
  std::optional<Rational> weighted;
  std::vector<PanelResult> panels;
};

enum class Status { none, partial, complete, withdrawn };
std::string_view status_name(Status status);

/// One contestant in one round.
struct Row {
  std::string contestant;
  std::string group;  ///< empty: none
  bool withdrawn = false;
  Status status = Status::none;  ///< by the marks alone: never withdrawn
  int marks_in = 0;
  int marks_expected = 0;
  std::optional<Rational> total;
  std::vector<CriterionResult> criteria;
  Rational adjustments;
  std::vector<std::string> adjustment_ids;
  Rational carried;                           ///< already weighted
  std::vector<std::optional<Rational>> keys;  ///< one for each of Rules::tie_break; `manual` has none
  std::optional<int> given_rank;              ///< method given
};

/// A round with its rules and the rows of its contestants, in running order.
struct Sheet {
  std::string round;
  const Json* data = nullptr;  ///< lives as long as the store
  Rules rules;
  std::vector<Row> rows;
};

/// Computes the rows for which `wanted` holds; the round exists.
using Wanted = std::function<bool(std::string_view contestant)>;
Sheet compute(const Store& store, std::string_view round, const Wanted& wanted);
Sheet compute(const Store& store, std::string_view round);

/// The round and its contestants, without any marks.
Sheet blank_sheet(const Store& store, std::string_view round);

}  // namespace leitai::contest
