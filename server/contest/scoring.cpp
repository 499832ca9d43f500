// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/scoring.h"

#include <algorithm>
#include <unordered_map>

#include "server/contest/methods/methods.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

using Index = std::unordered_map<std::string_view, std::size_t>;

struct Adjustments {
  Rational sum;
  std::vector<std::string> ids;
  std::vector<std::pair<std::string, Rational>> by_kind;
};

std::vector<Adjustments> adjustments_of(const Store& store, std::string_view round, const Index& rows) {
  std::vector<Adjustments> result(rows.size());
  for (const auto& [id, adjustment] : store.all("adjustments")) {
    if (text_or(adjustment->data, "round", "") != round) continue;
    const auto row = rows.find(text_or(adjustment->data, "contestant", ""));
    if (row == rows.end()) continue;
    Adjustments& entry = result[row->second];
    const Rational points = decimal_of(adjustment->data, "points").value_or(0);
    entry.sum += points;
    entry.ids.push_back(id);
    entry.by_kind.emplace_back(text_or(adjustment->data, "kind", ""), points);
  }
  return result;
}

Rational points_of(const Adjustments& adjustments, const std::string& kind) {
  Rational sum;
  for (const auto& [own, points] : adjustments.by_kind)
    if (kind.empty() || own == kind) sum += points;
  return sum;
}

Sheet compute_at(const Store& store, std::string_view round, const Wish& wish, int depth);

/// Adds what other rounds carry into the rows, and to the keys; a round that is not complete leaves
/// them partial.
void add_carry(const Store& store, const Wish& wish, int depth, Sheet& sheet) {
  for (const Carry& carry : sheet.rules.carry) {
    Sheet other;
    if (depth < kMostCarryDepth && store.find("rounds", carry.round))
      other = compute_at(store, carry.round, {Detail::totals, wish.wanted, wish.numbers}, depth + 1);
    Index others;
    for (std::size_t i = 0; i < other.rows.size(); ++i) others.emplace(other.rows[i].contestant, i);
    for (Row& row : sheet.rows) {
      const auto found = others.find(row.contestant);
      const Row* from = found == others.end() ? nullptr : &other.rows[found->second];
      if (from && from->total) {
        row.carried += *from->total * carry.weight;
        for (std::size_t k = 0; k < row.keys.size(); ++k)
          if (sheet.rules.tie_break[k].by == TieBreak::By::carry && sheet.rules.tie_break[k].round == carry.round)
            row.keys[k] = from->total;
      }
      if ((!from || !is_settled(other, *from)) && row.status == Status::complete) {
        row.status = Status::partial;
        if (is_blocked(sheet.rules, row)) row.total.reset();
      }
    }
  }
}

Sheet empty_rows(const Store& store, std::string_view round, const Wish& wish) {
  Sheet sheet;
  sheet.round = round;
  sheet.source = store.all("rounds").find(round)->second;
  sheet.data = &sheet.source->data;
  sheet.rules = rules_of(store, *sheet.data);
  const bool all = !wish.wanted || sheet.rules.compares();
  std::vector<std::string> order = running_order(store, *sheet.data);
  sheet.rows.reserve(order.size());
  for (std::string& id : order) {
    if (!all && !wish.wanted(id)) continue;
    Row& row = sheet.rows.emplace_back();
    if (const Resource* contestant = store.find("contestants", id)) {
      row.group = text_or(contestant->data, "group", "");
      row.withdrawn = flag(contestant->data, "withdrawn");
    }
    row.contestant = std::move(id);
    row.keys.resize(sheet.rules.tie_break.size());
  }
  return sheet;
}

void score_by_method(const Store& store, Sheet& sheet, const Wish& wish) {
  const RoundScores& scores = scores_of(store, sheet.round);
  switch (sheet.rules.method) {
    case Method::marks:
      return sheet.rules.trim == Trim::criterion ? score_marks(scores, sheet, wish)
                                                 : score_judge_totals(scores, sheet, wish);
    case Method::votes:
      return score_votes(scores, sheet, wish);
    case Method::places:
      return score_places(scores, sheet, wish);
    case Method::skating:
      return score_skating(scores, sheet, wish);
    case Method::given:
      return score_given(store, sheet);
  }
}

void add_adjustments(const Store& store, Sheet& sheet) {
  Index index;
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) index.emplace(sheet.rows[i].contestant, i);
  std::vector<Adjustments> adjustments = adjustments_of(store, sheet.round, index);
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
    Row& row = sheet.rows[i];
    row.adjustments = adjustments[i].sum;
    for (std::size_t k = 0; k < row.keys.size(); ++k)
      if (sheet.rules.tie_break[k].by == TieBreak::By::adjustments)
        row.keys[k] = points_of(adjustments[i], sheet.rules.tie_break[k].kind);
    row.adjustment_ids = std::move(adjustments[i].ids);
  }
}

Sheet compute_at(const Store& store, std::string_view round, const Wish& wish, int depth) {
  Sheet sheet = empty_rows(store, round, wish);
  score_by_method(store, sheet, wish);
  const Rules& rules = sheet.rules;
  if (rules.method != Method::given && rules.method != Method::skating) {
    add_adjustments(store, sheet);
    add_carry(store, wish, depth, sheet);
    for (Row& row : sheet.rows)
      if (row.total) row.total = round_stage(*row.total + row.adjustments + row.carried, rules.round_to.total, rules);
  }
  sheet.complete = std::all_of(sheet.rows.begin(), sheet.rows.end(),
                               [](const Row& row) { return row.withdrawn || row.status == Status::complete; });
  // The other rows of a round that compares were needed until here.
  if (wish.wanted) std::erase_if(sheet.rows, [&](const Row& row) { return !wish.wanted(row.contestant); });
  return sheet;
}

}  // namespace

std::string_view status_name(Status status) {
  switch (status) {
    case Status::none:
      return "none";
    case Status::partial:
      return "partial";
    case Status::complete:
      return "complete";
    case Status::withdrawn:
      return "withdrawn";
  }
  return "none";
}

tl::expected<const Row*, Refusal> named_row(const Store& store, const Sheet& sheet, const Json& named) {
  const auto found =
      std::find_if(sheet.rows.begin(), sheet.rows.end(), [&](const Row& row) { return named == row.contestant; });
  if (found == sheet.rows.end()) {
    const bool known = named.is_string() && store.find("contestants", named.get_ref<const std::string&>());
    return tl::unexpected(
        invalid("/contestant", known ? "is not in the running order of this round" : "there is no such contestant"));
  }
  if (found->withdrawn) return tl::unexpected(refuse(RefusalKind::conflict, "this contestant has withdrawn"));
  return &*found;
}

std::string why_not_settled(const Row& row) {
  const std::string name = "contestant " + row.contestant;
  if (row.status == Status::complete) return name + " is placed among all, and the round is not complete";
  return name + " is not complete: " + std::to_string(row.marks_in) + " of " + std::to_string(row.marks_expected) +
         " marks are in";
}

bool is_settled(const Sheet& sheet, const Row& row) {
  return sheet.rules.compares() ? sheet.complete : row.status == Status::complete;
}

void set_status(Row& row, bool open) {
  row.status = row.marks_in == 0                             ? Status::none
               : row.marks_in == row.marks_expected && !open ? Status::complete
                                                             : Status::partial;
}

bool is_open_to_audience(const Sheet& sheet) {
  return sheet.rules.has_audience() && text_or(*sheet.data, "state", "open") != "closed";
}

bool is_blocked(const Rules& rules, const Row& row) {
  return rules.missing == Missing::block && row.status != Status::complete;
}

Sheet compute(const Store& store, std::string_view round, const Wish& wish) {
  return compute_at(store, round, wish, 0);
}

Sheet blank_sheet(const Store& store, std::string_view round) {
  return empty_rows(store, round, {});
}

}  // namespace leitai::contest
