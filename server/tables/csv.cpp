// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>

#include "server/tables/cell_text.h"
#include "server/tables/encoding.h"
#include "server/tables/tables.h"

namespace leitai::tables {

namespace {

constexpr std::size_t kMostPhysicalRows = 100'000;  ///< spreadsheets write thousands of empty ones
constexpr std::string_view kFullWidthComma = "，";
constexpr std::array<std::string_view, 3> kSeparators = {",", ";", "\t"};

using Row = std::vector<std::string>;

/// RFC 4180 with any of the line ends CR LF, LF and CR.
class Reader {
 public:
  Reader(std::string_view text, std::string_view separator) : rest_(text), separator_(separator) {}

  bool at_end() const { return rest_.empty(); }

  /// The next row, counted by `row` from 1. False: it is wrong, as error() says.
  bool read(std::size_t row, Row& cells) {
    cells.clear();
    for (bool more = true; more;) {
      const Cell cell{row, cells.size() + 1};
      if (cell.column > kMostColumns)
        return fail(cell, "", "is one column too many: a table has at most " + std::to_string(kMostColumns));
      std::string text;
      const bool read = rest_.starts_with('"') ? quoted(cell, text) : plain(cell, text);
      if (!read || !is_sound(cell, text)) return false;
      cells.push_back(std::move(text));
      more = take(separator_);
    }
    if (!take("\r\n") && !take("\n")) take("\r");
    return true;
  }

  CellError&& error() { return std::move(error_); }

 private:
  bool fail(Cell cell, std::string_view value, std::string detail) {
    error_ = {cell, "", shortened(value), std::move(detail)};
    return false;
  }

  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  bool at_cell_end() const {
    return rest_.empty() || rest_.front() == '\n' || rest_.front() == '\r' || rest_.starts_with(separator_);
  }

  bool plain(Cell cell, std::string& text) {
    for (; !at_cell_end(); rest_.remove_prefix(1)) {
      if (rest_.front() == '"')
        return fail(cell, text, "has a quote in the middle: put the whole cell in quotes, and double this one");
      text += rest_.front();
    }
    return true;
  }

  bool quoted(Cell cell, std::string& text) {
    rest_.remove_prefix(1);
    for (;;) {
      const std::size_t end = rest_.find('"');
      if (end == std::string_view::npos) return fail(cell, rest_, "has no closing quote");
      text += rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      if (!take("\"")) break;
      text += '"';
    }
    return at_cell_end() || fail(cell, text, "goes on after its closing quote");
  }

  bool is_sound(Cell cell, std::string_view text) {
    if (text.size() > contest::kMaxTextBytes) return fail(cell, text, contest::kTextTooLong);
    const bool control = std::any_of(text.begin(), text.end(), [](char c) {
      return (c >= '\0' && c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\x7F';
    });
    return !control || fail(cell, "", "holds a control character");
  }

  std::string_view rest_;
  std::string_view separator_;
  CellError error_;
};

bool begins_separator_line(std::string_view text) {
  return text.starts_with("sep=") || text.starts_with("SEP=");
}

/// The first line as spreadsheets write it for each other, `sep=;`.
std::optional<std::string_view> take_separator_line(std::string_view& text) {
  if (!begins_separator_line(text)) return std::nullopt;
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view named = text.substr(4, end - 4);
  if (std::find(kSeparators.begin(), kSeparators.end(), named) == kSeparators.end()) return std::nullopt;
  text.remove_prefix(end);
  if (text.starts_with("\r\n"))
    text.remove_prefix(2);
  else if (!text.empty())
    text.remove_prefix(1);
  return named;
}

/// The one that makes the most columns of the headers; the full-width comma only where none else does.
std::string_view guessed_separator(std::string_view text) {
  std::string_view best = kSeparators.front();
  std::size_t most = 1;
  Row headers;
  for (const std::string_view separator : kSeparators) {
    if (!Reader(text, separator).read(1, headers) || headers.size() <= most) continue;
    best = separator;
    most = headers.size();
  }
  if (most > 1 || !Reader(text, kFullWidthComma).read(1, headers)) return best;
  return headers.size() > 1 ? kFullWidthComma : best;
}

bool is_empty(const Row& row) {
  return std::all_of(row.begin(), row.end(), [](const std::string& cell) { return trimmed(cell).empty(); });
}

tl::expected<Table, CellError> read_rows(std::string_view text, Table table) {
  Reader reader(text, table.separator);
  std::size_t filled = 0;
  Row cells;
  while (!reader.at_end()) {
    const std::size_t row = table.rows.size() + 1;
    if (!reader.read(row, cells)) return tl::unexpected(reader.error());
    if (row > kMostPhysicalRows) return tl::unexpected(CellError{{row, 0}, "", "", "is one row too many"});
    const bool empty = is_empty(cells);
    if (!empty && ++filled > kMostRows + 1)
      return tl::unexpected(
          CellError{{row, 0}, "", "", "is one row too many: a table has at most " + std::to_string(kMostRows)});
    table.rows.push_back(empty ? Row{} : cells);
  }
  while (!table.rows.empty() && table.rows.back().empty()) table.rows.pop_back();
  if (table.rows.empty()) return tl::unexpected(CellError{{}, "", "", "the file is empty"});
  if (table.rows.front().empty()) return tl::unexpected(CellError{{1, 0}, "", "", "has no headers"});
  return table;
}

}  // namespace

tl::expected<Table, CellError> read_table(std::string_view bytes, const Reading& reading) {
  const tl::expected<Decoded, CellError> decoded = decode(bytes, reading.encoding);
  if (!decoded) return tl::unexpected(decoded.error());
  std::string_view text = decoded->text;
  Table table;
  table.encoding = decoded->encoding;
  const std::optional<std::string_view> named = take_separator_line(text);
  table.separator = reading.separator ? *reading.separator : std::string(named ? *named : guessed_separator(text));
  return read_rows(text, std::move(table));
}

std::string csv_text(const std::vector<std::vector<std::string>>& rows) {
  std::string text = "\xEF\xBB\xBF";
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ',';
      const std::string cell = guarded(row[i]);
      const bool plain = cell.find_first_of(",;\t\"\r\n") == std::string::npos &&
                         cell.find(kFullWidthComma) == std::string::npos && trimmed(cell).size() == cell.size() &&
                         !begins_separator_line(cell);
      if (plain && (!cell.empty() || row.size() > 1)) {
        text += cell;
        continue;
      }
      text += '"';
      for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace leitai::tables
