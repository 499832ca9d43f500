// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/standings.h"

#include <algorithm>
#include <map>

#include "server/contest/completeness.h"
#include "server/contest/confirms.h"
#include "server/contest/documents.h"
#include "server/contest/values.h"

namespace leitai::contest {

void keep_group(const Store& store, View& view, std::string_view group) {
  if (group.empty()) return;
  std::vector<Seen> rows;
  std::vector<Contender> contenders;
  std::vector<Placing> before;
  for (std::size_t i = 0; i < view.rows.size(); ++i) {
    if (view.rows[i].contender.group != group) continue;
    contenders.push_back(view.rows[i].contender);
    rows.push_back(std::move(view.rows[i]));
    before.push_back(view.ranking.placings[i]);
  }
  Ranking ranking =
      rank(contenders, view.sheet.rules, decisions_of(store, view.sheet.round), {}, GivenRanks::count_anew);
  for (std::size_t i = 0; i < before.size(); ++i) {
    ranking.placings[i].awarded = before[i].awarded;
    ranking.placings[i].at_cut = before[i].at_cut;
  }
  view.rows = std::move(rows);
  view.ranking = std::move(ranking);
}

namespace {

using Ranks = std::map<std::string, int, std::less<>>;

/// The ranks of the round that this one is compared to, as the same audience sees them.
Ranks compared_ranks(const Store& store, const Json& round, std::string_view group, Audience audience) {
  Ranks ranks;
  auto other = view(store, text_or(round, "compare_to", ""), audience, Detail::totals);
  if (!other) return ranks;
  keep_group(store, *other, group);
  for (std::size_t i = 0; i < other->rows.size(); ++i)
    if (other->ranking.placings[i].rank > 0)
      ranks.emplace(other->rows[i].contender.contestant, other->ranking.placings[i].rank);
  return ranks;
}

/// Are all rows there among which this one is awarded?
bool award_is_known(const View& view, const Quota& quota, const std::string& group) {
  if (view.whole) return true;
  const bool by_group = !quota.empty() && !quota.contains("");
  return by_group && !group.empty() &&
         std::find(view.whole_groups.begin(), view.whole_groups.end(), group) != view.whole_groups.end();
}

/// Of a list, what `keep` says.
template <typename Keep>
void keep_only(Json& list, const Keep& keep) {
  Json kept = Json::array();
  for (Json& entry : list)
    if (keep(entry)) kept.push_back(std::move(entry));
  list = std::move(kept);
}

/// The audience is not told which marks are still to come.
void drop_missing_marks(Json& row) {
  const auto each = [](Json& object, const char* name, const auto& visit) {
    if (const auto list = object.find(name); list != object.end())
      for (Json& entry : *list) visit(entry);
  };
  each(row, "criteria", [&](Json& criterion) {
    each(criterion, "panels", [](Json& panel) {
      keep_only(panel["marks"], [](const Json& mark) { return !mark["mark"].is_null() || flag(mark, "absent"); });
    });
  });
  each(row, "panels", [](Json& panel) {
    if (panel.contains("judges"))
      keep_only(panel["judges"], [](const Json& judge) {
        return !judge["total"].is_null() || !judge["marks"].empty() || flag(judge, "absent");
      });
  });
}

class RowWriter {
 public:
  RowWriter(const Store& store, const View& view, Ranks ranks, Audience audience, Detail detail)
      : store_(store),
        view_(view),
        ranks_(std::move(ranks)),
        quota_(quota_of(*view.sheet.data)),
        audience_(audience),
        detail_(detail) {}

  Json write(std::size_t index) const {
    const Seen& seen = view_.rows[index];
    const Placing& placing = view_.ranking.placings[index];
    Json row = content(seen);
    if (audience_ == Audience::everyone && row["status"] != status_name(Status::complete)) drop_missing_marks(row);
    row["contestant"] = seen.contender.contestant;
    row["group"] = seen.contender.group.empty() ? Json(nullptr) : Json(seen.contender.group);
    row["rank"] = placing.rank > 0 ? Json(placing.rank) : Json(nullptr);
    row["place"] = place(placing);
    row["tied"] = placing.tied;
    row["change"] = change(seen.contender.contestant, placing.rank);
    if (seen.withdrawn) row["status"] = status_name(Status::withdrawn);
    row["confirmed"] = asks_confirmation(*view_.sheet.data) ? Json(seen.confirmed) : Json(nullptr);
    row["under_review"] = seen.under_review;
    row["corrected_at"] = seen.corrected_at;
    const bool known = audience_ == Audience::operators || award_is_known(view_, quota_, seen.contender.group);
    row["awarded"] = known ? Json(placing.awarded) : Json(nullptr);
    row["at_cut"] = known ? Json(placing.at_cut) : Json(nullptr);
    if (audience_ == Audience::operators) {
      row["corrected_after_close"] = seen.corrected_after_close;
      if (detail_ == Detail::marks) row["missing"] = missing_marks(view_.sheet.rules, view_.sheet.rows[seen.row]);
      row["marks_in"] = view_.sheet.rows[seen.row].marks_in;
      row["marks_expected"] = view_.sheet.rows[seen.row].marks_expected;
    }
    return row;
  }

 private:
  Json content(const Seen& seen) const {
    return seen.frozen ? row_down_to(*seen.frozen, detail_)
                       : row_document(store_, view_.sheet, view_.sheet.rows[seen.row], detail_);
  }

  /// Skating: the mean of the places that the tied span.
  Json place(const Placing& placing) const {
    if (view_.sheet.rules.method != Method::skating || placing.rank == 0) return nullptr;
    return decimal_text(Rational(placing.place_twice, 2));
  }

  Json change(const std::string& contestant, int rank) const {
    const auto before = ranks_.find(contestant);
    return before == ranks_.end() || rank == 0 ? Json(nullptr) : Json(before->second - rank);
  }

  const Store& store_;
  const View& view_;
  Ranks ranks_;
  Quota quota_;
  Audience audience_;
  Detail detail_;
};

/// Of a group alone: complete when its own rows are.
bool is_complete(const View& view, std::string_view group) {
  if (group.empty()) return view.complete;
  const bool whole = std::find(view.whole_groups.begin(), view.whole_groups.end(), group) != view.whole_groups.end();
  return whole && std::any_of(view.rows.begin(), view.rows.end(), [](const Seen& seen) { return !seen.withdrawn; }) &&
         std::all_of(view.rows.begin(), view.rows.end(),
                     [](const Seen& seen) { return seen.withdrawn || seen.complete; });
}

}  // namespace

Json standings_document(const Store& store, View seen, std::string_view group, Audience audience, Detail detail) {
  keep_group(store, seen, group);
  const RowWriter writer(store, seen, compared_ranks(store, *seen.sheet.data, group, audience), audience, detail);
  Json rows = Json::array();
  for (const std::size_t index : seen.ranking.order) rows.push_back(writer.write(index));
  return {{"round", seen.sheet.round},
          {"group", group.empty() ? Json(nullptr) : Json(group)},
          {"audience", audience == Audience::operators ? "operator" : "public"},
          {"complete", is_complete(seen, group)},
          {"rows", std::move(rows)}};
}

tl::expected<Json, Refusal> standings(const Store& store, std::string_view round, std::string_view group,
                                      Audience audience, Detail detail) {
  auto seen = view(store, round, audience, detail);
  if (!seen) return tl::unexpected(refuse(RefusalKind::not_found, "there is no such round"));
  if (!group.empty() && !store.find("groups", group))
    return tl::unexpected(refuse(RefusalKind::not_found, "there is no such group"));
  return standings_document(store, std::move(*seen), group, audience, detail);
}

}  // namespace leitai::contest
