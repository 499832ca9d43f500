// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cstddef>

#include "server/tables/cell_text.h"
#include "server/tables/tables.h"
#include "tests/fuzz/targets/must.h"
#include "tests/fuzz/targets/small_show.h"
#include "tests/fuzz/targets/targets.h"
#include "tests/tables/try_events.h"

namespace fuzz {
namespace {

namespace contest = leitai::contest;
namespace tables = leitai::tables;

using Rows = std::vector<std::vector<std::string>>;

void check_bounds(const tables::Table& table) {
  std::size_t filled = 0;
  for (const auto& row : table.rows) {
    filled += row.empty() ? 0 : 1;
    must(row.size() <= tables::kMostColumns, "a row has no more columns than a table may have");
    for (const std::string& cell : row) must(cell.size() <= contest::kMaxTextBytes, "a cell is no longer than a text");
  }
  must(!table.rows.empty() && !table.rows.front().empty(), "a table has headers");
  must(filled <= tables::kMostRows + 1, "a table has no more rows than it may have");
}

/// What a table's cells say, once they are trimmed.
Rows texts_of(const tables::Table& table) {
  Rows rows;
  for (const auto& row : table.rows) {
    auto& texts = rows.emplace_back();
    for (const std::string& cell : row) texts.emplace_back(tables::cell_text(cell));
  }
  return rows;
}

/// What is written says the same when it is read.
void check_written(const tables::Table& table) {
  const Rows rows = texts_of(table);
  const std::string text = tables::csv_text(rows);
  const auto again = tables::read_table(text);
  if (!again) {
    const bool longest = std::any_of(rows.begin(), rows.end(), [](const auto& row) {
      return std::any_of(row.begin(), row.end(),
                         [](const std::string& cell) { return cell.size() >= contest::kMaxTextBytes; });
    });
    must(longest || text.size() > tables::kMostFileBytes || texts_of(table).front() == std::vector<std::string>(),
         "what is written is a table: " + again.error().detail);
    return;
  }
  must(texts_of(*again) == rows, "what is written says the same");
}

void check_errors(const tables::Table& table, const tables::Import& import) {
  must(import.errors.size() <= tables::kMostErrors + tables::kMostColumns, "errors are bounded");
  must(!import.refused || (import.events.empty() && import.taken == 0), "a refused file takes nothing");
  must(!import.refused || !import.errors.empty(), "a refusal says why");
  must(import.taken + import.unchanged <= import.rows, "no row is counted twice");
  for (const tables::CellError& error : import.errors) {
    must(!error.detail.empty(), "an error says what is wrong");
    must(error.cell.row <= table.rows.size(), "an error is in a row of the table");
    must(error.cell.column <= tables::kMostColumns, "an error is in a column of the table");
  }
}

tables::Import import_into(const contest::Store& store, const tables::Table& table, const tables::Wish& wish) {
  return tables::import_table(table, wish, store,
                              [&](const auto& events) { return tables::try_events(store, events); });
}

/// What was taken is there: the same file again changes nothing.
void check_taken(const tables::Table& table, const tables::Wish& wish) {
  const contest::Store store = small_show();
  const tables::Import import = import_into(store, table, wish);
  check_errors(table, import);
  must(wish.partial || import.refused == !import.errors.empty(), "a file is taken whole or not at all");
  if (import.refused) return;
  must(tables::try_events(store, import.events).empty(), "what is to be taken is right");
  const contest::Store after = with_events(store, import.events);
  if (!import.errors.empty()) return;
  const tables::Import again = import_into(after, table, wish);
  must(!again.refused, "what was taken can be taken again");
  must(again.events.empty(), "what was taken is there");
}

}  // namespace

/// A character that says what the file is for, and the file.
void run_csv(std::string_view input) {
  if (input.empty()) return;
  const auto flags = static_cast<unsigned char>(input.front());
  constexpr tables::Kind kKinds[] = {tables::Kind::contestants, tables::Kind::people, tables::Kind::scores,
                                     tables::Kind::scores};
  const tables::Wish wish{kKinds[flags % 4], (flags & 16U) != 0 ? "duel" : "r", (flags & 8U) != 0, (flags & 4U) != 0};
  const auto table = tables::read_table(input.substr(1));
  if (!table) {
    must(!table.error().detail.empty(), "a refusal says why");
    return;
  }
  check_bounds(*table);
  check_written(*table);
  check_taken(*table, wish);
}

}  // namespace fuzz
