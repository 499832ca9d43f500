// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/scoring.h"

#include <algorithm>
#include <unordered_map>

#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// Rounds that carry into each other stand at most so deep; check() refuses circles.
constexpr int kMostCarryDepth = 32;

using Index = std::unordered_map<std::string_view, std::size_t>;

/// The scores of a round by contestant and judge.
class ScoreTable {
 public:
  ScoreTable(const Store& store, std::string_view round, const Index& rows, const Rules& rules) {
    for (const Panel& panel : rules.panels) {
      auto& columns = columns_.emplace_back();
      for (const std::string& judge : panel.judges)
        columns.push_back(judges_.try_emplace(judge, judges_.size()).first->second);
    }
    scores_.resize(rows.size() * judges_.size());
    for (const auto& [id, score] : store.all("scores")) {
      if (text_or(score->data, "round", "") != round) continue;
      const auto row = rows.find(text_or(score->data, "contestant", ""));
      const auto judge = judges_.find(text_or(score->data, "judge", ""));
      if (row == rows.end() || judge == judges_.end()) continue;
      Score& entry = scores_[row->second * judges_.size() + judge->second];
      entry.marks = member(score->data, "marks");
      entry.absent = flag(score->data, "absent");
    }
  }

  struct Score {
    const Json* marks = nullptr;
    bool absent = false;
  };
  const Score& at(std::size_t row, std::size_t panel, std::size_t judge) const {
    return scores_[row * judges_.size() + columns_[panel][judge]];
  }

 private:
  Index judges_;
  std::vector<std::vector<std::size_t>> columns_;  ///< by panel and judge
  std::vector<Score> scores_;
};

Rational round_stage(const Rational& value, std::optional<int> places, const Rules& rules) {
  return places ? rounded(value, *places, rules.rounding) : value;
}

MarkResult read_mark(const ScoreTable::Score& score, const std::string& criterion, std::size_t judge) {
  MarkResult result;
  result.judge = judge;
  if (score.absent) {
    result.state = MarkState::absent;
  } else if (score.marks) {
    const auto found = score.marks->find(criterion);
    if (found == score.marks->end()) return result;
    result.text = found->get_ref<const std::string&>();
    if (auto mark = parse_decimal(result.text)) {
      result.state = MarkState::given;
      result.mark = std::move(*mark);
    }
  }
  return result;
}

/// Marks the highest and lowest as dropped. Of equal marks, the first in the panel's order goes
/// among the low, and the last among the high.
void drop(const Panel& panel, std::vector<MarkResult*>& present) {
  if (present.size() < panel.drop_from || panel.drop_high + panel.drop_low == 0) return;
  std::stable_sort(present.begin(), present.end(), [](const auto* a, const auto* b) { return a->mark < b->mark; });
  for (std::size_t i = 0; i < present.size(); ++i) {
    const bool out = i < panel.drop_low || i >= present.size() - panel.drop_high;
    present[i]->dropped = out;
    present[i]->counts = !out;
  }
}

Rational median(std::vector<Rational> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / Rational(2);
}

std::optional<Rational> average(const Panel& panel, const std::vector<MarkResult>& marks) {
  Rational sum;
  std::int64_t count = 0;
  for (const MarkResult& mark : marks) {
    if (!mark.counts) continue;
    sum += mark.mark;
    ++count;
  }
  if (count == 0) return std::nullopt;
  if (panel.average == Average::sum) return sum;
  if (panel.average == Average::mean) return sum / Rational(count);
  std::vector<Rational> counting;
  for (const MarkResult& mark : marks)
    if (mark.counts) counting.push_back(mark.mark);
  return median(std::move(counting));
}

/// One round's computation.
class Computation {
 public:
  Computation(const Store& store, const Rules& rules, const ScoreTable& table)
      : store_(store), rules_(rules), table_(table) {}

  /// Fills criteria, marks_in, marks_expected and the sum of the weighted criteria.
  void marks(Row& row, std::size_t index) const {
    Rational sum;
    bool all_absent = false;
    row.criteria.resize(rules_.criteria.size());
    for (std::size_t c = 0; c < rules_.criteria.size(); ++c) {
      const int expected_before = row.marks_expected;
      row.criteria[c] = criterion(row, index, c);
      if (row.marks_expected == expected_before) all_absent = true;
      if (row.criteria[c].weighted) sum += *row.criteria[c].weighted;
    }
    row.status = row.marks_in == 0                    ? Status::none
                 : row.marks_in == row.marks_expected ? Status::complete
                                                      : Status::partial;
    const bool blocked = rules_.missing == Missing::block && row.status != Status::complete;
    if (row.marks_in > 0 && !all_absent && !blocked) row.total = sum;
  }

 private:
  CriterionResult criterion(Row& row, std::size_t index, std::size_t c) const {
    CriterionResult result;
    Rational sum;
    Rational weights;
    for (std::size_t p = 0; p < rules_.panels.size(); ++p) {
      const Panel& panel = rules_.panels[p];
      if (!panel.marks(c)) continue;
      result.panels.push_back(panel_result(row, index, c, p));
      const auto& value = result.panels.back().value;
      if (!value) continue;
      sum += panel.weight * *value;
      weights += panel.weight;
    }
    if (weights == Rational()) return result;
    result.value = round_stage(sum / weights, rules_.round_to.criterion, rules_);
    result.weighted = round_stage(*result.value * rules_.criteria[c].weight, rules_.round_to.weighted, rules_);
    return result;
  }

  PanelResult panel_result(Row& row, std::size_t index, std::size_t c, std::size_t p) const {
    const Panel& panel = rules_.panels[p];
    PanelResult result{p, {}, {}};
    result.marks.reserve(panel.judges.size());
    for (std::size_t j = 0; j < panel.judges.size(); ++j) {
      MarkResult mark = read_mark(table_.at(index, p, j), rules_.criteria[c].id, j);
      row.marks_in += mark.state == MarkState::given ? 1 : 0;
      row.marks_expected += mark.state != MarkState::absent ? 1 : 0;
      mark.counts =
          mark.state == MarkState::given || (mark.state == MarkState::missing && rules_.missing == Missing::zero);
      result.marks.push_back(std::move(mark));
    }
    std::vector<MarkResult*> present;
    for (MarkResult& mark : result.marks)
      if (mark.counts) present.push_back(&mark);
    drop(panel, present);
    if (const auto value = average(panel, result.marks))
      result.value = round_stage(*value, rules_.round_to.panel, rules_);
    return result;
  }

  const Store& store_;
  const Rules& rules_;
  const ScoreTable& table_;
};

std::optional<Rational> best(const Row& row, bool highest) {
  std::optional<Rational> found;
  for (const CriterionResult& criterion : row.criteria)
    for (const PanelResult& panel : criterion.panels)
      for (const MarkResult& mark : panel.marks)
        if (mark.counts && (!found || (highest ? mark.mark > *found : mark.mark < *found))) found = mark.mark;
  return found;
}

std::optional<Rational> criteria_key(const Row& row, const std::vector<std::size_t>& criteria) {
  std::optional<Rational> sum;
  for (const std::size_t c : criteria)
    if (row.criteria[c].weighted) sum = sum.value_or(0) + *row.criteria[c].weighted;
  return sum;
}

std::optional<Rational> panel_key(const Rules& rules, const Row& row, std::size_t panel) {
  std::optional<Rational> sum;
  for (std::size_t c = 0; c < row.criteria.size(); ++c)
    for (const PanelResult& result : row.criteria[c].panels)
      if (result.panel == panel && result.value) sum = sum.value_or(0) + *result.value * rules.criteria[c].weight;
  return sum;
}

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

using CarriedTotals = std::unordered_map<std::string, std::vector<std::optional<Rational>>>;

std::vector<std::optional<Rational>> keys_of(const Rules& rules, const Row& row, const Adjustments& adjustments,
                                             const CarriedTotals& carried, std::size_t index) {
  using By = TieBreak::By;
  std::vector<std::optional<Rational>> keys;
  for (const TieBreak& rule : rules.tie_break) {
    switch (rule.by) {
      case By::criteria:
        keys.push_back(criteria_key(row, rule.criteria));
        break;
      case By::panel:
        keys.push_back(panel_key(rules, row, rule.panel));
        break;
      case By::adjustments:
        keys.emplace_back(points_of(adjustments, rule.kind));
        break;
      case By::carry:
        keys.push_back(carried.at(rule.round)[index]);
        break;
      case By::highest_mark:
        keys.push_back(best(row, true));
        break;
      case By::lowest_mark:
        keys.push_back(best(row, false));
        break;
      case By::manual:
        keys.emplace_back();
        break;
    }
  }
  return keys;
}

void read_given(const Store& store, Sheet& sheet, const Index& rows) {
  for (const auto& [id, total] : store.all("totals")) {
    if (text_or(total->data, "round", "") != sheet.round) continue;
    const auto found = rows.find(text_or(total->data, "contestant", ""));
    if (found == rows.end()) continue;
    Row& row = sheet.rows[found->second];
    if (const auto value = decimal_of(total->data, "total"))
      row.total = round_stage(*value, sheet.rules.round_to.total, sheet.rules);
    if (member(total->data, "rank")) row.given_rank = static_cast<int>(integer_or(total->data, "rank", 0));
    row.marks_in = row.total || row.given_rank ? 1 : 0;
  }
  for (Row& row : sheet.rows) {
    row.marks_expected = 1;
    row.status = row.marks_in == 1 ? Status::complete : Status::none;
    row.keys.resize(sheet.rules.tie_break.size());
  }
}

Sheet compute_at(const Store& store, std::string_view round, const Wanted& wanted, int depth);

/// Adds what other rounds carry into the rows; a round that is not complete leaves them partial.
CarriedTotals add_carry(const Store& store, const Wanted& wanted, int depth, Sheet& sheet) {
  CarriedTotals carried;
  for (const Carry& carry : sheet.rules.carry) {
    auto& totals = carried[carry.round];
    totals.assign(sheet.rows.size(), std::nullopt);
    if (depth >= kMostCarryDepth || !store.find("rounds", carry.round)) continue;
    const Sheet other = compute_at(store, carry.round, wanted, depth + 1);
    Index others;
    for (std::size_t i = 0; i < other.rows.size(); ++i) others.emplace(other.rows[i].contestant, i);
    for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
      Row& row = sheet.rows[i];
      const auto found = others.find(row.contestant);
      const Row* from = found == others.end() ? nullptr : &other.rows[found->second];
      if (from && from->total) {
        totals[i] = from->total;
        row.carried += *from->total * carry.weight;
      }
      if ((!from || from->status != Status::complete) && row.status == Status::complete) {
        row.status = Status::partial;
        if (sheet.rules.missing == Missing::block) row.total.reset();
      }
    }
  }
  return carried;
}

Sheet empty_rows(const Store& store, std::string_view round, const Wanted& wanted) {
  Sheet sheet;
  sheet.round = round;
  sheet.data = &store.find("rounds", round)->data;
  sheet.rules = rules_of(store, *sheet.data);
  for (std::string& id : running_order(store, *sheet.data)) {
    if (wanted && !wanted(id)) continue;
    Row row;
    if (const Resource* contestant = store.find("contestants", id)) {
      row.group = text_or(contestant->data, "group", "");
      row.withdrawn = flag(contestant->data, "withdrawn");
    }
    row.contestant = std::move(id);
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet compute_at(const Store& store, std::string_view round, const Wanted& wanted, int depth) {
  Sheet sheet = empty_rows(store, round, wanted);
  Index index;
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) index.emplace(sheet.rows[i].contestant, i);
  if (sheet.rules.method == Method::given) {
    read_given(store, sheet, index);
    return sheet;
  }
  const ScoreTable table(store, round, index, sheet.rules);
  const Computation computation(store, sheet.rules, table);
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) computation.marks(sheet.rows[i], i);
  std::vector<Adjustments> adjustments = adjustments_of(store, round, index);
  const CarriedTotals carried = add_carry(store, wanted, depth, sheet);
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
    Row& row = sheet.rows[i];
    row.adjustments = adjustments[i].sum;
    row.keys = keys_of(sheet.rules, row, adjustments[i], carried, i);
    row.adjustment_ids = std::move(adjustments[i].ids);
    if (row.total)
      row.total = round_stage(*row.total + row.adjustments + row.carried, sheet.rules.round_to.total, sheet.rules);
  }
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

Sheet compute(const Store& store, std::string_view round, const Wanted& wanted) {
  return compute_at(store, round, wanted, 0);
}

Sheet compute(const Store& store, std::string_view round) {
  return compute_at(store, round, {}, 0);
}

Sheet blank_sheet(const Store& store, std::string_view round) {
  return empty_rows(store, round, {});
}

}  // namespace leitai::contest
