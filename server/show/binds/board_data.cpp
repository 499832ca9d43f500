// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <map>

#include "server/show/bind_data.h"
#include "server/show/binds/parts.h"

namespace leitai::show {

namespace {

// The bounds of the fields of board.
constexpr std::size_t kMostColumns = 5;
constexpr std::size_t kMostRows = 512;

/// What a bar and stars are out of, where the column does not say `max`.
constexpr int kFullBar = 100;
constexpr int kFullStars = 5;

struct Sort {
  std::string by;
  bool ascending = false;
};

/// `sort` is a column's id, or {by, order}; the highest value comes first where nothing else is said.
Sort sort_of(const Json& board) {
  const Json sort = field(board, "sort");
  if (sort.is_string()) return {sort.get<std::string>(), false};
  if (!sort.is_object()) return {};
  return {text(sort, "by"), text(sort, "order") == "ascending"};
}

Json list_of(const Json& board, const char* name) {
  Json list = field(board, name);
  return list.is_array() ? list : Json::array();
}

Json cell_of(const Json& row, const std::string& column) {
  const auto cells = row.find("cells");
  return cells == row.end() || !cells->is_object() ? Json() : field(*cells, column.c_str());
}

struct Ranked {
  const Json* row;
  std::optional<Rational> value;  ///< in the column that sorts
  int rank = 0;                   ///< 0: none
};

/// The rows in their order; those without a value come last, as the board has them.
std::vector<Ranked> ranked(const Json& rows, const Sort& sort) {
  std::vector<Ranked> result;
  for (const Json& row : rows) result.push_back({&row, value_of(cell_of(row, sort.by)), 0});
  if (sort.by.empty()) return result;
  const auto before = [&](const Ranked& a, const Ranked& b) {
    if (!a.value || !b.value) return a.value.has_value() && !b.value.has_value();
    return sort.ascending ? *a.value < *b.value : *a.value > *b.value;
  };
  std::stable_sort(result.begin(), result.end(), before);
  for (std::size_t i = 0; i < result.size() && result[i].value; ++i) {
    const bool tied = i > 0 && *result[i - 1].value == *result[i].value;
    result[i].rank = tied ? result[i - 1].rank : static_cast<int>(i + 1);
  }
  return result;
}

/// The ranks in the board that this one is compared to, by row, as the audience may see it.
std::map<std::string, int> ranks_before(const Store& store, const Json& board, const Sort& sort, Audience audience) {
  std::map<std::string, int> ranks;
  const Json* other = resource(store, "boards", text(board, "compare_to"));
  if (other == nullptr || !contest::board_is_visible(store, *other, audience)) return ranks;
  const Sort own = sort_of(*other);
  const Json rows = list_of(*other, "rows");
  for (const Ranked& entry : ranked(rows, own.by.empty() ? sort : own)) {
    if (entry.rank > 0) ranks[text(*entry.row, "id")] = entry.rank;
  }
  return ranks;
}

struct Column {
  std::string id;
  std::string name;
  std::string kind;
  Json max;  ///< of bars and stars
};

/// Percent, unless a value is beyond it: then bars are out of the greatest.
Json greatest_bar(const Json& rows, const std::string& column) {
  Rational greatest = kFullBar;
  for (const Json& row : rows) {
    const auto value = value_of(cell_of(row, column));
    if (value && *value > greatest) greatest = *value;
  }
  return contest::decimal_text(greatest);
}

std::vector<Column> columns_of(const Json& board, const Json& rows) {
  std::vector<Column> columns;
  for (const Json& entry : list_of(board, "columns")) {
    if (columns.size() >= kMostColumns) break;
    Column& column = columns.emplace_back();
    column.id = text(entry, "id");
    column.name = text(entry, "name");
    column.kind = text(entry, "kind");
    if (column.name.empty()) column.name = column.id;
    if (column.kind.empty()) column.kind = "text";
    const auto max = value_of(field(entry, "max"));
    if (column.kind == "stars") column.max = std::to_string(kFullStars);
    if (column.kind == "bar") column.max = greatest_bar(rows, column.id);
    if (max && *max > Rational(0) && !column.max.is_null()) column.max = contest::decimal_text(*max);
  }
  return columns;
}

Json cells_of(const Json& row, const std::vector<Column>& columns) {
  Json cells = Json::array();
  for (const Column& column : columns) {
    const Json content = cell_of(row, column.id);
    const bool is_value = column.kind != "text" && value_of(content).has_value();
    Json cell = {{"id", column.id}, {"kind", column.kind}, {"text", nullptr}, {"value", nullptr}};
    if (is_value) {
      cell["value"] = content;
    } else if (content.is_string()) {
      cell["text"] = content;
    }
    if (!column.max.is_null()) cell["max"] = column.max;
    cells.push_back(std::move(cell));
  }
  return cells;
}

}  // namespace

Json board_fields(const Store& store, const Json& board, Audience audience) {
  Json fields = {{"title", ""}, {"subtitle", ""}, {"unit", ""}, {"columns", Json::array()}, {"rows", Json::array()}};
  if (!contest::board_is_visible(store, board, audience)) return fields;
  fields["title"] = text(board, "name");
  fields["unit"] = text(board, "unit");
  const Json rows = list_of(board, "rows");
  const std::vector<Column> columns = columns_of(board, rows);
  for (const Column& column : columns) {
    fields["columns"].push_back({{"id", column.id}, {"name", column.name}, {"kind", column.kind}});
  }
  const Sort sort = sort_of(board);
  const auto before = ranks_before(store, board, sort, audience);
  for (const Ranked& entry : ranked(rows, sort)) {
    if (fields["rows"].size() >= kMostRows) break;
    const std::string id = text(*entry.row, "id");
    const std::string name = text(*entry.row, "name");
    const auto was = before.find(id);
    const bool compared = entry.rank > 0 && was != before.end();
    fields["rows"].push_back({{"id", id},
                              {"rank", entry.rank > 0 ? Json(entry.rank) : Json()},
                              {"change", compared ? Json(was->second - entry.rank) : Json()},
                              {"name", name.empty() ? name_of(store, "contestants", id, "name") : name},
                              {"cells", cells_of(*entry.row, columns)}});
  }
  return fields;
}

}  // namespace leitai::show
