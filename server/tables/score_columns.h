// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/rules.h"
#include "server/tables/draft.h"

namespace leitai::tables {

/// Who and what a round's table of marks may name.
class RoundNames {
 public:
  /// The round exists.
  RoundNames(const contest::Store& store, std::string_view round);

  using Named = tl::expected<std::string, std::string>;  ///< an id, or a sentence
  Named judge(std::string_view text) const;
  Named criterion(std::string_view text) const;
  Named contestant(std::string_view text) const;  ///< by id, number or name
  Named contestant_numbered(std::string_view number) const;
  Named contestant_called(std::string_view name) const;

  bool has_contestant(std::string_view id) const { return order_.contains(id); }
  const contest::Rules& rules() const { return rules_; }
  const contest::Store& store() const { return store_; }

 private:
  const contest::Store& store_;
  contest::Rules rules_;
  std::set<std::string, std::less<>> order_;
  ByText judges_, people_, criteria_, numbers_, names_;
};

/// A column with marks. What it does not say itself, the row does.
struct MarkColumn {
  std::size_t number = 0;
  std::string judge;
  std::string criterion;
};

struct ScoreHeaders {
  Headers headers;
  std::vector<MarkColumn> marks;
};
ScoreHeaders match_score_headers(const Sheet& sheet, const RoundNames& names);

}  // namespace leitai::tables
