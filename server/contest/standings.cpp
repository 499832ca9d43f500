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
  std::vector<Placing> before;
  for (std::size_t i = 0; i < view.rows.size(); ++i) {
    if (view.rows[i].contender.group != group) continue;
    rows.push_back(std::move(view.rows[i]));
    before.push_back(view.ranking.placings[i]);
  }
  std::vector<const Contender*> contenders;
  for (const Seen& seen : rows) contenders.push_back(&seen.contender);
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
        asks_confirmation_(asks_confirmation(*view.sheet.data)),
        audience_(audience),
        detail_(detail) {}

  void write(Sink& sink, std::size_t index) const {
    const Seen& seen = view_.rows[index];
    const Placing& placing = view_.ranking.placings[index];
    sink.open_object();
    write_optional(sink, "rank", placing.rank > 0 ? std::optional(placing.rank) : std::nullopt);
    write_place(sink, placing);
    sink.boolean("tied", placing.tied);
    sink.text("contestant", seen.contender.contestant);
    seen.contender.group.empty() ? sink.null("group") : sink.text("group", seen.contender.group);
    write_optional(sink, "change", change(seen.contender.contestant, placing.rank));
    write_content(sink, seen);
    asks_confirmation_ ? sink.boolean("confirmed", seen.confirmed) : sink.null("confirmed");
    sink.boolean("under_review", seen.under_review);
    sink.tree("corrected_at", seen.corrected_at);
    const bool known = audience_ == Audience::operators || award_is_known(view_, quota_, seen.contender.group);
    known ? sink.boolean("awarded", placing.awarded) : sink.null("awarded");
    known ? sink.boolean("at_cut", placing.at_cut) : sink.null("at_cut");
    if (audience_ == Audience::operators) {
      sink.boolean("corrected_after_close", seen.corrected_after_close);
      if (detail_ == Detail::marks) sink.tree("missing", missing_marks(view_.sheet.rules, view_.sheet.rows[seen.row]));
      sink.integer("marks_in", view_.sheet.rows[seen.row].marks_in);
      sink.integer("marks_expected", view_.sheet.rows[seen.row].marks_expected);
    }
    sink.close_object();
  }

 private:
  static void write_optional(Sink& sink, const char* name, std::optional<int> value) {
    value ? sink.integer(name, *value) : sink.null(name);
  }

  void write_content(Sink& sink, const Seen& seen) const {
    const Row& row = view_.sheet.rows[seen.row];
    const bool complete = seen.frozen ? text_or(*seen.frozen, "status", "") == status_name(Status::complete)
                                      : row.status == Status::complete;
    if (audience_ == Audience::everyone && detail_ == Detail::marks && !complete) {
      Json content = seen.frozen ? *seen.frozen : row_document(store_, view_.sheet, row, detail_);
      drop_missing_marks(content);
      write_row(sink, content, status_of(seen, text_or(content, "status", "")), detail_);
    } else if (seen.frozen) {
      write_row(sink, *seen.frozen, status_of(seen, text_or(*seen.frozen, "status", "")), detail_);
    } else {
      write_row(sink, store_, view_.sheet, row, seen.withdrawn ? Status::withdrawn : row.status, detail_);
    }
  }

  static std::string_view status_of(const Seen& seen, std::string_view own) {
    return seen.withdrawn ? status_name(Status::withdrawn) : own;
  }

  /// Skating: the mean of the places that the tied span.
  void write_place(Sink& sink, const Placing& placing) const {
    if (view_.sheet.rules.method != Method::skating || placing.rank == 0)
      sink.null("place");
    else
      sink.text("place", decimal_text(Rational(placing.place_twice, 2)));
  }

  std::optional<int> change(const std::string& contestant, int rank) const {
    const auto before = ranks_.find(contestant);
    return before == ranks_.end() || rank == 0 ? std::nullopt : std::optional(before->second - rank);
  }

  const Store& store_;
  const View& view_;
  Ranks ranks_;
  Quota quota_;
  bool asks_confirmation_;
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

void write_standings(Sink& sink, const Store& store, View seen, std::string_view group, Audience audience,
                     Detail detail) {
  keep_group(store, seen, group);
  const RowWriter writer(store, seen, compared_ranks(store, *seen.sheet.data, group, audience), audience, detail);
  sink.open_object();
  sink.text("round", seen.sheet.round);
  group.empty() ? sink.null("group") : sink.text("group", group);
  sink.text("audience", audience == Audience::operators ? "operator" : "public");
  sink.boolean("complete", is_complete(seen, group));
  sink.name("rows");
  sink.open_list();
  for (const std::size_t index : seen.ranking.order) writer.write(sink, index);
  sink.close_list();
  sink.close_object();
}

tl::expected<void, Refusal> write_standings(Sink& sink, const Store& store, std::string_view round,
                                            std::string_view group, Audience audience, Detail detail) {
  auto seen = view(store, round, audience, detail);
  if (!seen) return tl::unexpected(refuse(RefusalKind::not_found, "there is no such round"));
  if (!group.empty() && !store.find("groups", group))
    return tl::unexpected(refuse(RefusalKind::not_found, "there is no such group"));
  write_standings(sink, store, std::move(*seen), group, audience, detail);
  return {};
}

tl::expected<Json, Refusal> standings(const Store& store, std::string_view round, std::string_view group,
                                      Audience audience, Detail detail) {
  TreeSink sink;
  if (const auto written = write_standings(sink, store, round, group, audience, detail); !written)
    return tl::unexpected(written.error());
  return sink.take();
}

tl::expected<Json, Refusal> standings_with(std::span<const std::string_view> members, const Store& store,
                                           std::string_view round, std::string_view group, Audience audience,
                                           Detail detail) {
  TreeSink tree;
  PickingSink sink(tree, members);
  if (const auto written = write_standings(sink, store, round, group, audience, detail); !written)
    return tl::unexpected(written.error());
  return tree.take();
}

tl::expected<std::string, Refusal> standings_text(const Store& store, std::string_view round, std::string_view group,
                                                  Audience audience, Detail detail) {
  constexpr std::size_t kOfRow = 1'024;  // with some criteria; marks take more
  TextSink sink(store.all("contestants").size() * kOfRow);
  if (const auto written = write_standings(sink, store, round, group, audience, detail); !written)
    return tl::unexpected(written.error());
  return sink.take();
}

}  // namespace leitai::contest
