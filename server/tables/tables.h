// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "server/contest/contest.h"

/// Tables that people keep in spreadsheets: rosters and marks read from CSV, results written as CSV and
/// JSON. Pure functions on bytes and values. docs/import-export.md says what files may look like.
namespace leitai::tables {

using contest::Json;

constexpr std::size_t kMostFileBytes = 1024 * 1024;
constexpr std::size_t kMostRows = 10'000;  ///< that hold something, without the headers
constexpr std::size_t kMostColumns = 256;
constexpr std::size_t kMostErrors = 1'000;  ///< told of one file

enum class Encoding { utf8, gb18030, utf16le, utf16be };

/// "utf-8", "gbk", "gb2312", "gb18030", "utf-16le" …, in any case; nothing for another name.
std::optional<Encoding> encoding_named(std::string_view name);
std::string_view encoding_name(Encoding encoding);

/// A cell as spreadsheets count: rows and columns from 1, the headers being row 1; 0: of the file as a
/// whole, or of a row as a whole.
struct Cell {
  std::size_t row = 0;
  std::size_t column = 0;
};

struct CellError {
  Cell cell;
  std::string header;  ///< of the column
  std::string value;   ///< what the cell holds
  std::string detail;  ///< a sentence
};

/// What the file does not have to be guessed for.
struct Reading {
  std::optional<Encoding> encoding;
  std::optional<std::string> separator;  ///< one of , ; tab and the full-width comma
};

struct Table {
  Encoding encoding = Encoding::utf8;
  std::string separator = ",";
  std::vector<std::vector<std::string>> rows;  ///< rows[0] are the headers
};

/// A file as a table. Without a byte order mark it is UTF-8 where it can be, else GB18030 (GBK is part
/// of it); quoted as RFC 4180 says. Refused as a whole where it is not a table.
tl::expected<Table, CellError> read_table(std::string_view bytes, const Reading& reading = {});

enum class Kind { contestants, people, scores };

struct Wish {
  Kind kind = Kind::contestants;
  std::string round;           ///< of scores
  bool create_groups = false;  ///< else an unknown group is an error
  bool partial = false;        ///< take the rows that are right; else nothing where one is wrong
};

/// What a show says to events, without doing them: what is wrong, with pointers that begin with the
/// event's index; empty: it would take them.
using Trial = std::function<std::vector<contest::FieldError>(const std::vector<contest::Event>&)>;

struct Import {
  bool refused = false;                                      ///< nothing is to be taken
  std::vector<contest::Event> events;                        ///< what the file changes
  std::size_t rows = 0;                                      ///< that hold something, without the headers
  std::size_t taken = 0;                                     ///< of them, those that change something
  std::size_t unchanged = 0;                                 ///< those that say what is so already
  std::vector<std::pair<std::string, std::string>> columns;  ///< header, and field; empty: not looked at
  std::vector<CellError> errors;                             ///< by row, then column
  bool more_errors = false;                                  ///< than kMostErrors
};

/// What a table means to a contest. Whoever is there already keeps what the table has no column for.
Import import_table(const Table& table, const Wish& wish, const contest::Store& store, const Trial& trial);

/// A round's standings with names, and with the rules and inputs by which each total can be computed
/// again. Whoever may not see the standings gets the same refusal.
tl::expected<Json, contest::Refusal> results(const contest::Store& store, std::string_view round,
                                             std::string_view group, contest::Audience audience);

/// Of a results document: a row for each contestant, or one for each step of each total.
enum class Form { table, steps };
std::vector<std::vector<std::string>> result_rows(const Json& results, Form form);

/// As CSV that spreadsheets open: UTF-8 with a byte order mark, lines ending with CR LF. A cell that
/// a spreadsheet would take for a formula, and is no number, gets an apostrophe in front;
/// read_table() takes it away again.
std::string csv_text(const std::vector<std::vector<std::string>>& rows);

}  // namespace leitai::tables
