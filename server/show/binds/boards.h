// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/show/binds/parts.h"

/// Boards, whatever they are made of.
namespace leitai::show {

struct BoardColumn {
  std::string id;
  std::string name;
  std::string kind;  ///< text, decimal, stars or bar
  Json max;          ///< what bars and stars are out of; null: of the others
};

struct BoardLine {
  std::string id;
  int rank = 0;  ///< 0: none
  std::string name;
  Json cells;  ///< content by column: texts and whole numbers
};

struct BoardTable {
  std::string title, subtitle;
  std::vector<BoardColumn> columns;
  std::vector<BoardLine> lines;
};

/// What stars are out of, where nothing else is said.
constexpr int kFullStars = 5;

/// The bound of the template's field.
constexpr std::size_t kMostColumns = 5;

/// Ranks in an earlier board, by the id of the row.
using Ranks = std::map<std::string, int>;

/// The places gained; null where either has no rank.
Json places_gained(const Ranks& before, const std::string& id, int rank);

/// The board's list of that name; empty where there is none.
Json list_of(const Json& board, const char* name);

/// What a bar of these lines is out of: percent, or the greatest value where one is beyond `most`.
Json full_bar(const std::vector<BoardLine>& lines, const std::string& column, const std::optional<Rational>& most);

/// A board with a `source`: the rows of its round that this audience may see. `before` fills its column
/// `change`. Empty where the audience may not see the round.
BoardTable table_of_round(const Store& store, const Json& board, const Ranks& before, Audience audience);

/// The ranks of all that the source names, without its limit.
Ranks ranks_of_round(const Store& store, const Json& source, Audience audience);

/// What a board with this source is compared to, where it does not say: the same of the round to which its
/// round is compared.
Ranks ranks_before_round(const Store& store, const Json& source, Audience audience);

}  // namespace leitai::show
