// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "server/show/bind_data.h"
#include "server/show/binds/boards.h"

namespace leitai::show {

namespace {

/// The bound of the template's field.
constexpr std::size_t kMostRows = 512;

/// What a bar is out of, where the column does not say `max`.
constexpr int kFullBar = 100;

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

/// The rows in their order; those without a value come last, as the board has them.
std::vector<BoardLine> lines_of(const Json& board, const Sort& sort) {
  struct Entry {
    BoardLine line;
    std::optional<Rational> value;  ///< in the column that sorts
  };
  std::vector<Entry> entries;
  for (const Json& row : list_of(board, "rows")) {
    Json cells = field(row, "cells");
    if (!cells.is_object()) cells = Json::object();
    auto value = value_of(field(cells, sort.by.c_str()));
    entries.push_back({{text(row, "id"), 0, text(row, "name"), std::move(cells)}, std::move(value)});
  }
  const auto before = [&](const Entry& a, const Entry& b) {
    if (!a.value || !b.value) return a.value.has_value() && !b.value.has_value();
    return sort.ascending ? *a.value < *b.value : *a.value > *b.value;
  };
  if (!sort.by.empty()) std::stable_sort(entries.begin(), entries.end(), before);
  std::vector<BoardLine> lines;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!sort.by.empty() && entries[i].value) {
      const bool tied = i > 0 && *entries[i - 1].value == *entries[i].value;
      entries[i].line.rank = tied ? lines.back().rank : static_cast<int>(i + 1);
    }
    lines.push_back(std::move(entries[i].line));
  }
  return lines;
}

/// The ranks in the board that this one is compared to, by row, as the audience may see it.
Ranks ranks_before(const Store& store, const Json& board, Audience audience) {
  const Json source = field(board, "source");
  const std::string id = text(board, "compare_to");
  if (id.empty() && source.is_object()) return ranks_before_round(store, source, audience);
  const Json* other = resource(store, "boards", id);
  if (other == nullptr || !contest::board_is_visible(store, *other, audience)) return {};
  if (const Json others = field(*other, "source"); others.is_object()) return ranks_of_round(store, others, audience);
  const Sort own = sort_of(*other);
  Ranks ranks;
  for (const BoardLine& line : lines_of(*other, own.by.empty() ? sort_of(board) : own)) {
    if (line.rank > 0) ranks[line.id] = line.rank;
  }
  return ranks;
}

BoardTable table_of_data(const Json& board) {
  BoardTable table;
  table.lines = lines_of(board, sort_of(board));
  for (const Json& entry : list_of(board, "columns")) {
    if (table.columns.size() >= kMostColumns) break;
    BoardColumn& column = table.columns.emplace_back();
    column.id = text(entry, "id");
    column.name = text(entry, "name");
    column.kind = text(entry, "kind");
    if (column.name.empty()) column.name = column.id;
    if (column.kind.empty()) column.kind = "text";
    const auto max = value_of(field(entry, "max"));
    if (column.kind == "stars") column.max = std::to_string(kFullStars);
    if (column.kind == "bar") column.max = full_bar(table.lines, column.id, std::nullopt);
    if (max && *max > Rational(0) && !column.max.is_null()) column.max = contest::decimal_text(*max);
  }
  return table;
}

Json cells_of(const BoardLine& line, const std::vector<BoardColumn>& columns) {
  Json cells = Json::array();
  for (const BoardColumn& column : columns) {
    const Json content = field(line.cells, column.id.c_str());
    const bool is_value = column.kind != "text" && value_of(content).has_value();
    Json cell = {{"id", column.id}, {"kind", column.kind}, {"text", nullptr}, {"value", nullptr}};
    if (is_value) {
      cell["value"] = content;
    } else if (content.is_string()) {
      cell["text"] = content;
    } else if (content.is_number()) {
      cell["text"] = json::dump(content);
    }
    if (!column.max.is_null()) cell["max"] = column.max;
    cells.push_back(std::move(cell));
  }
  return cells;
}

}  // namespace

Json list_of(const Json& board, const char* name) {
  Json list = field(board, name);
  return list.is_array() ? list : Json::array();
}

Json places_gained(const Ranks& before, const std::string& id, int rank) {
  const auto was = before.find(id);
  return rank > 0 && was != before.end() ? Json(was->second - rank) : Json();
}

Json full_bar(const std::vector<BoardLine>& lines, const std::string& column, const std::optional<Rational>& most) {
  Rational greatest = most.value_or(kFullBar);
  for (const BoardLine& line : lines) {
    const auto value = value_of(field(line.cells, column.c_str()));
    if (value && *value > greatest) greatest = *value;
  }
  return contest::decimal_text(greatest);
}

Json board_fields(const Store& store, const Json& board, Audience audience) {
  Json fields = {{"title", ""}, {"subtitle", ""}, {"unit", ""}, {"columns", Json::array()}, {"rows", Json::array()}};
  if (!contest::board_is_visible(store, board, audience)) return fields;
  const Ranks before = ranks_before(store, board, audience);
  const bool of_round = field(board, "source").is_object();
  const BoardTable table = of_round ? table_of_round(store, board, before, audience) : table_of_data(board);
  const std::string name = text(board, "name");
  fields["title"] = name.empty() ? table.title : name;
  fields["subtitle"] = table.subtitle;
  fields["unit"] = text(board, "unit");
  for (const BoardColumn& column : table.columns) {
    fields["columns"].push_back({{"id", column.id}, {"name", column.name}, {"kind", column.kind}});
  }
  for (const BoardLine& line : table.lines) {
    if (fields["rows"].size() >= kMostRows) break;
    fields["rows"].push_back({{"id", line.id},
                              {"rank", line.rank > 0 ? Json(line.rank) : Json()},
                              {"change", places_gained(before, line.id, line.rank)},
                              {"name", line.name.empty() ? name_of(store, "contestants", line.id, "name") : line.name},
                              {"cells", cells_of(line, table.columns)}});
  }
  return fields;
}

}  // namespace leitai::show
