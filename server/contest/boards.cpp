// SPDX-License-Identifier: GPL-2.0-or-later
// Boards that are made of a round's rows, ranked by the total, a criterion or a panel.
#include <algorithm>

#include "server/contest/documents.h"
#include "server/contest/eyes.h"
#include "server/contest/standings.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// A member of a part of a row's document; `exact` beside it is all of it where the decimal is not.
std::optional<Rational> number_in(const Json& part, std::string_view name) {
  const std::string_view exact = text_or(part, "exact", "");
  return exact.empty() ? parse_value(text_or(part, name, "")) : parse_exact(exact);
}

const Json* entry_of(const Json& document, std::string_view list, std::string_view id) {
  const Json* entries = member(document, list);
  if (!entries) return nullptr;
  const auto found = std::find_if(entries->begin(), entries->end(),
                                  [id](const Json& entry) { return text_or(entry, "id", "") == id; });
  return found == entries->end() ? nullptr : &*found;
}

/// What a panel gives: its value, or where it has one in several criteria, their sum by weight.
std::optional<Rational> panel_number(const Rules& rules, const Json& document, std::string_view id) {
  if (const Json* own = entry_of(document, "panels", id)) return number_in(*own, "value");
  std::optional<Rational> sum;
  for (const Criterion& criterion : rules.criteria) {
    const Json* entry = entry_of(document, "criteria", criterion.id);
    const Json* panel = entry ? entry_of(*entry, "panels", id) : nullptr;
    const auto value = panel ? number_in(*panel, "value") : std::nullopt;
    if (value) sum = sum.value_or(0) + *value * criterion.weight;
  }
  return sum;
}

/// What the rows are ranked by.
struct By {
  enum class What { total, criterion, panel };
  What what = What::total;
  std::string id;
};

By by_of(const Json& source) {
  const Json* by = member(source, "by");
  if (!by || !by->is_object()) return {};
  if (member(*by, "criterion")) return {By::What::criterion, std::string(text_or(*by, "criterion", ""))};
  return {By::What::panel, std::string(text_or(*by, "panel", ""))};
}

std::optional<Rational> number_by(const Rules& rules, const Json& document, const By& by) {
  if (by.what == By::What::panel) return panel_number(rules, document, by.id);
  const Json* criterion = entry_of(document, "criteria", by.id);
  return criterion ? number_in(*criterion, "value") : std::nullopt;
}

/// The rows of a view as the outside sees them: as they were revealed, or as they are now.
class Documents {
 public:
  Documents(const Store& store, const View& view, Detail detail) {
    now_.reserve(view.rows.size());
    for (const Seen& seen : view.rows)
      now_.push_back(seen.frozen ? Json() : row_document(store, view.sheet, view.sheet.rows[seen.row], detail));
    for (std::size_t i = 0; i < now_.size(); ++i) all_.push_back(view.rows[i].frozen ? view.rows[i].frozen : &now_[i]);
  }

  const Json& operator[](std::size_t row) const { return *all_[row]; }

 private:
  std::vector<Json> now_;  ///< null for those that were revealed
  std::vector<const Json*> all_;
};

struct Ranked {
  std::size_t row = 0;  ///< index into View::rows
  int rank = 0;
  Rational number = 0;  ///< what it is ranked by, but for totals
};

std::vector<Ranked> by_total(const View& view) {
  std::vector<Ranked> ranked;
  for (const std::size_t i : view.ranking.order)
    if (view.ranking.placings[i].rank > 0) ranked.push_back({i, view.ranking.placings[i].rank});
  return ranked;
}

/// The shown among themselves, for a rank among all would tell what those are worth who are not shown.
std::vector<Ranked> by_number(const View& view, const Documents& documents, const By& by) {
  const Rules& rules = view.sheet.rules;
  std::vector<Ranked> ranked;
  for (std::size_t i = 0; i < view.rows.size(); ++i) {
    if (view.rows[i].withdrawn) continue;
    if (const auto number = number_by(rules, documents[i], by)) ranked.push_back({i, 0, *number});
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.number > b.number; });
  int distinct = 0;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    const bool tied = i > 0 && ranked[i - 1].number == ranked[i].number;
    distinct += tied ? 0 : 1;
    ranked[i].rank = tied ? ranked[i - 1].rank : rules.dense ? distinct : static_cast<int>(i + 1);
  }
  return ranked;
}

Json member_or_null(const Json& object, std::string_view name) {
  const Json* value = member(object, name);
  return value ? *value : Json();
}

Json values_of(const Rules& rules, const Json& document, Detail detail) {
  Json values = {{"total", member_or_null(document, "total")}, {"stars", member_or_null(document, "stars")}};
  if (detail == Detail::totals) return values;
  Json& criteria = values["criteria"] = Json::object();
  for (const Criterion& criterion : rules.criteria)
    if (const Json* entry = entry_of(document, "criteria", criterion.id))
      criteria[criterion.id] = member_or_null(*entry, "value");
  if (detail == Detail::criteria) return values;
  Json& panels = values["panels"] = Json::object();
  for (const Panel& panel : rules.panels) {
    const auto number = panel_number(rules, document, panel.id);
    panels[panel.id] = number ? Json(decimal_text(*number)) : Json();
  }
  return values;
}

/// Panels stand among the marks.
Detail detail_for(const By& by, Detail wanted) {
  if (by.what == By::What::panel) return Detail::marks;
  return by.what == By::What::criterion && wanted == Detail::totals ? Detail::criteria : wanted;
}

}  // namespace

std::optional<std::vector<BoardRow>> board_rows(const Store& store, const Json& source, Audience audience,
                                                Detail detail) {
  const By by = by_of(source);
  auto seen = view(store, text_or(source, "round", ""), audience, detail_for(by, detail));
  if (!seen) return std::nullopt;
  keep_group(store, *seen, text_or(source, "group", ""));
  const Documents documents(store, *seen, detail_for(by, detail));
  std::vector<Ranked> ranked = by.what == By::What::total ? by_total(*seen) : by_number(*seen, documents, by);
  const auto limit = static_cast<std::size_t>(integer_or(source, "limit", INT32_MAX));
  if (ranked.size() > limit) ranked.resize(limit);
  std::vector<BoardRow> rows;
  rows.reserve(ranked.size());
  for (const Ranked& entry : ranked)
    rows.push_back({seen->rows[entry.row].contender.contestant, entry.rank,
                    values_of(seen->sheet.rules, documents[entry.row], detail)});
  return rows;
}

}  // namespace leitai::contest
