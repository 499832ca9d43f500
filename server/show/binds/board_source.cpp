// SPDX-License-Identifier: GPL-2.0-or-later
// Boards that are made of a round's rows.
#include <algorithm>

#include "server/show/binds/boards.h"

namespace leitai::show {

namespace {

using contest::BoardRow;
using contest::Detail;

/// A round's criterion or panel, as its scoring says.
const Json* entry_of(const Json& round, const char* list, const std::string& id) {
  const auto scoring = round.find("scoring");
  if (scoring == round.end() || !scoring->is_object()) return nullptr;
  const auto entries = scoring->find(list);
  if (entries == scoring->end() || !entries->is_array()) return nullptr;
  const auto found = std::find_if(entries->begin(), entries->end(),
                                  [&](const Json& entry) { return entry.is_object() && text(entry, "id") == id; });
  return found == entries->end() ? nullptr : &*found;
}

/// What a column of a board with a source can show: first those of kBoardColumns.
enum class Content { rank, number, name, group, organization, total, stars, change, criterion, panel };

Content content_of(const Json& round, const std::string& column) {
  const auto known = std::find(contest::kBoardColumns.begin(), contest::kBoardColumns.end(), column);
  if (known != contest::kBoardColumns.end()) return static_cast<Content>(known - contest::kBoardColumns.begin());
  return entry_of(round, "criteria", column) != nullptr ? Content::criterion : Content::panel;
}

const char* usual_kind(Content content) {
  switch (content) {
    case Content::number:
    case Content::name:
    case Content::group:
    case Content::organization:
    case Content::change:
      return "text";
    case Content::stars:
      return "stars";
    default:
      return "decimal";
  }
}

/// Where a panel adds its marks up, what they may be says nothing of their sum.
bool adds_marks_up(const Json& round) {
  for (const Json& panel : list_of(field(round, "scoring").is_object() ? round["scoring"] : Json::object(), "panels")) {
    if (panel.is_object() && text(panel, "average") == "sum") return true;
  }
  return false;
}

std::optional<Rational> greatest_mark(const Json& round, const std::string& criterion) {
  const Json* entry = entry_of(round, "criteria", criterion);
  if (entry == nullptr || adds_marks_up(round)) return std::nullopt;
  return value_of(field(*entry, "max"));
}

/// Of marks, where each criterion has a greatest one.
std::optional<Rational> greatest_total(const Json& round) {
  const Json scoring = field(round, "scoring");
  if (!scoring.is_object() || (scoring.contains("method") && scoring["method"] != "marks")) return std::nullopt;
  std::optional<Rational> sum;
  for (const Json& criterion : list_of(scoring, "criteria")) {
    const auto most = greatest_mark(round, text(criterion, "id"));
    if (!most) return std::nullopt;
    sum = sum.value_or(0) + *most * contest::parse_weight(text(criterion, "weight")).value_or(1);
  }
  return sum;
}

/// A column of the board, and what it takes from the round.
struct TakenColumn {
  BoardColumn column;
  Content content = Content::total;
  std::optional<Rational> most;  ///< of its values
};

TakenColumn taken_column(const Json& round, const Json& entry) {
  TakenColumn taken;
  taken.column.id = text(entry, "id");
  taken.content = content_of(round, taken.column.id);
  taken.column.name = text(entry, "name");
  taken.column.kind = text(entry, "kind");
  if (taken.column.kind.empty()) taken.column.kind = usual_kind(taken.content);
  const bool of_criterion = taken.content == Content::criterion;
  if (of_criterion) taken.most = greatest_mark(round, taken.column.id);
  if (taken.content == Content::total) taken.most = greatest_total(round);
  const auto own = value_of(field(entry, "max"));
  if (own && *own > Rational(0)) taken.most = own;
  if (!taken.column.name.empty() || taken.content < Content::criterion) return taken;
  const Json* named = entry_of(round, of_criterion ? "criteria" : "panels", taken.column.id);
  if (named != nullptr) taken.column.name = text(*named, "name");
  if (taken.column.name.empty()) taken.column.name = taken.column.id;
  return taken;
}

/// Without columns of its own a board shows what it is ranked by, and stars where the round gives them.
Json columns_of(const Json& board, const Json& round) {
  Json columns = list_of(board, "columns");
  if (!columns.empty()) return columns;
  const Json by = field(board["source"], "by");
  for (const char* what : {"criterion", "panel"}) {
    if (by.is_object() && by.contains(what)) return Json::array({Json{{"id", by[what]}}});
  }
  columns.push_back({{"id", "total"}});
  const Json scoring = field(round, "scoring");
  if (scoring.is_object() && scoring.contains("stars")) columns.push_back({{"id", "stars"}});
  return columns;
}

Json cell_content(const Store& store, const BoardRow& row, const Ranks& before, const TakenColumn& taken) {
  const auto text_of = [&](const char* name) { return Json(name_of(store, "contestants", row.contestant, name)); };
  switch (taken.content) {
    case Content::rank:
      return std::to_string(row.rank);
    case Content::number:
      return text_of("number");
    case Content::name:
      return text_of("name");
    case Content::group:
      return name_of(store, "groups", name_of(store, "contestants", row.contestant, "group"), "name");
    case Content::organization:
      return text_of("organization");
    case Content::total:
      return field(row.values, "total");
    case Content::stars:
      return field(row.values, "stars");
    case Content::change: {
      const Json gained = places_gained(before, row.contestant, row.rank);
      if (gained.is_null()) return nullptr;
      return (gained > 0 && taken.column.kind == "text" ? "+" : "") + gained.dump();
    }
    case Content::criterion:
      return field(row.values["criteria"], taken.column.id.c_str());
    case Content::panel:
      return field(row.values["panels"], taken.column.id.c_str());
  }
  return nullptr;
}

/// A value as stars: so many of 5 as it is of the greatest.
Json as_stars(Json content, const std::optional<Rational>& most) {
  const auto value = value_of(content);
  if (!value || !most || *most <= Rational(0)) return content;
  return contest::fixed_text(*value * Rational(kFullStars) / *most, 1);
}

Detail detail_for(const std::vector<TakenColumn>& columns) {
  Detail detail = Detail::totals;
  for (const TakenColumn& taken : columns) {
    if (taken.content == Content::panel) return Detail::marks;
    if (taken.content == Content::criterion) detail = Detail::criteria;
  }
  return detail;
}

Ranks ranks_of(const std::optional<std::vector<BoardRow>>& rows) {
  Ranks ranks;
  if (!rows) return ranks;
  for (const BoardRow& row : *rows) ranks[row.contestant] = row.rank;
  return ranks;
}

}  // namespace

BoardTable table_of_round(const Store& store, const Json& board, const Ranks& before, Audience audience) {
  const Json& source = board["source"];
  const Json* round = resource(store, "rounds", text(source, "round"));
  BoardTable table;
  if (round == nullptr) return table;
  std::vector<TakenColumn> columns;
  for (const Json& entry : columns_of(board, *round)) {
    if (columns.size() < kMostColumns) columns.push_back(taken_column(*round, entry));
  }
  const auto rows = contest::board_rows(store, source, audience, detail_for(columns));
  if (!rows) return table;
  table.title = text(*round, "name");
  table.subtitle = name_of(store, "groups", text(source, "group"), "name");
  for (const BoardRow& row : *rows) {
    BoardLine& line = table.lines.emplace_back();
    line.id = row.contestant;
    line.rank = row.rank;
    line.cells = Json::object();
    for (const TakenColumn& each : columns) {
      const bool scaled = each.column.kind == "stars" && each.content != Content::stars;
      Json content = cell_content(store, row, before, each);
      line.cells[each.column.id] = scaled ? as_stars(std::move(content), each.most) : std::move(content);
    }
  }
  for (TakenColumn& each : columns) {
    if (each.column.kind == "stars") {
      const bool own = each.content == Content::stars && each.most;
      each.column.max = own ? contest::decimal_text(*each.most) : std::to_string(kFullStars);
    }
    if (each.column.kind == "bar") each.column.max = full_bar(table.lines, each.column.id, each.most);
    table.columns.push_back(std::move(each.column));
  }
  return table;
}

Ranks ranks_of_round(const Store& store, const Json& source, Audience audience) {
  Json all = source;
  all.erase("limit");
  return ranks_of(contest::board_rows(store, all, audience, Detail::totals));
}

Ranks ranks_before_round(const Store& store, const Json& source, Audience audience) {
  const Json* round = resource(store, "rounds", text(source, "round"));
  const std::string other = round == nullptr ? "" : text(*round, "compare_to");
  if (other.empty()) return {};
  Json before = source;
  before["round"] = other;
  return ranks_of_round(store, before, audience);
}

}  // namespace leitai::show
