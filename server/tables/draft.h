// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/tables/tables.h"

namespace leitai::tables {

using Rows = std::set<std::size_t>;

/// A column that is read.
struct Column {
  std::size_t number = 0;  ///< from 1
  std::string field;
};

/// A table's headers, matched with fields. What cannot be matched is left out.
struct Headers {
  std::vector<Column> columns;
  std::vector<CellError> errors;
  std::vector<std::pair<std::string, std::string>> told;  ///< Import::columns

  /// Null where no column has that field.
  const Column* find(std::string_view field) const;
};

/// Reads cells, and remembers what is wrong with them.
class Sheet {
 public:
  explicit Sheet(const Table& table) : table_(table) {}

  std::size_t rows() const { return table_.rows.size(); }
  bool decimal_comma() const { return table_.separator != ","; }
  bool is_empty(std::size_t row) const;
  std::size_t width(std::size_t row) const { return table_.rows[row - 1].size(); }
  bool is_empty_column(std::size_t column) const;
  std::string_view header(std::size_t column) const { return text({1, column}); }
  std::string_view text(Cell cell) const;  ///< trimmed; empty beyond a row's end

  CellError error(Cell cell, std::string detail) const;

 private:
  const Table& table_;
};

/// Headers of a roster, each field at most once.
Headers match_headers(const Sheet& sheet, Kind kind);

/// Where an event comes from: the cells of its members, by pointer into its data. "" is always there.
using Origin = std::map<std::string, Cell, std::less<>>;

/// What a table says, before the contest has looked at it.
struct Draft {
  std::vector<contest::Event> events;
  std::vector<Origin> origins;  ///< one for each event
  std::vector<CellError> errors;
  Rows bad;       ///< rows with an error
  Rows changing;  ///< rows that an event comes from
  std::size_t rows = 0;
  bool hopeless = false;  ///< wrong as a whole: leaving rows out does not help
};

/// `left_out`: rows that are known to be wrong.
Draft draft_roster(const Sheet& sheet, const Headers& headers, const Wish& wish, const contest::Store& store,
                   const Rows& left_out);

/// `headers` is filled in: those of marks may name judges, and criteria, of the round.
Draft draft_scores(const Sheet& sheet, Headers& headers, const Wish& wish, const contest::Store& store,
                   const Rows& left_out);

/// Who has a name, or another text, of some kind.
using ByText = std::multimap<std::string, std::string, std::less<>>;

/// The text of a member, whole numbers as their digits; empty where there is none.
std::string label_of(const Json& data, const char* name);

/// The one whom `text` names, as its id or by one of `maps`. Errors are sentences.
tl::expected<std::string, std::string> named_one(const contest::Store& store, std::string_view type,
                                                 std::string_view text, std::initializer_list<const ByText*> maps);

}  // namespace leitai::tables
