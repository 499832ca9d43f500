// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/tables/draft.h"

#include <algorithm>

#include "server/tables/cell_text.h"
#include "server/tables/columns.h"

namespace leitai::tables {

const Column* Headers::find(std::string_view field) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& column) { return column.field == field; });
  return found == columns.end() ? nullptr : &*found;
}

bool Sheet::is_empty(std::size_t row) const {
  return table_.rows[row - 1].empty();
}

bool Sheet::is_empty_column(std::size_t column) const {
  for (std::size_t row = 2; row <= rows(); ++row)
    if (!text({row, column}).empty()) return false;
  return true;
}

std::string_view Sheet::text(Cell cell) const {
  if (cell.row == 0 || cell.row > rows() || cell.column == 0) return {};
  const std::vector<std::string>& row = table_.rows[cell.row - 1];
  return cell.column > row.size() ? std::string_view() : cell_text(row[cell.column - 1]);
}

CellError Sheet::error(Cell cell, std::string detail) const {
  return {cell, std::string(text({1, cell.column})), shortened(text(cell)), std::move(detail)};
}

Headers match_headers(const Sheet& sheet, Kind kind) {
  Headers headers;
  std::size_t most = 0;
  for (std::size_t row = 1; row <= sheet.rows(); ++row) most = std::max(most, sheet.width(row));
  for (std::size_t number = 1; number <= most; ++number) {
    const std::string header(sheet.header(number));
    const std::string_view field = field_named(kind, header);
    if (header.empty()) {
      if (!sheet.is_empty_column(number)) headers.errors.push_back(sheet.error({1, number}, "has no header"));
      continue;
    }
    if (field.empty()) {
      headers.errors.push_back(sheet.error({1, number}, "is not a column that is known here"));
    } else if (headers.find(field)) {
      headers.errors.push_back(
          sheet.error({1, number}, "is there already, as column " + std::to_string(headers.find(field)->number)));
    } else {
      headers.columns.push_back({number, std::string(field)});
      headers.told.emplace_back(header, field);
      continue;
    }
    headers.told.emplace_back(header, "");
  }
  return headers;
}

std::string label_of(const Json& data, const char* name) {
  const auto found = data.find(name);
  if (found == data.end()) return {};
  if (found->is_string()) return std::string(trimmed(found->get_ref<const std::string&>()));
  return found->is_number_integer() ? found->dump() : std::string();
}

tl::expected<std::string, std::string> named_one(const contest::Store& store, std::string_view type,
                                                 std::string_view text, std::initializer_list<const ByText*> maps) {
  std::set<std::string> found;
  if (store.find(type, text)) found.emplace(text);
  for (const ByText* map : maps) {
    const auto [first, last] = map->equal_range(text);
    for (auto entry = first; entry != last; ++entry) found.insert(entry->second);
  }
  if (found.size() == 1) return *found.begin();
  if (found.empty()) return tl::unexpected(std::string("there is nobody of that id or name"));
  return tl::unexpected("may be " + *found.begin() + " or " + *std::next(found.begin()) +
                        (found.size() > 2 ? " or others" : "") + ": write the id");
}

}  // namespace leitai::tables
