// SPDX-License-Identifier: GPL-2.0-or-later
// Method given: docs/scoring.md, "Given totals". Somebody else does the scoring.
#include <unordered_map>

#include "server/contest/methods/methods.h"
#include "server/contest/values.h"

namespace leitai::contest {

void score_given(const Store& store, Sheet& sheet) {
  std::unordered_map<std::string_view, Row*> rows;
  for (Row& row : sheet.rows) rows.emplace(row.contestant, &row);
  for (const auto& [id, total] : store.all("totals")) {
    if (text_or(total->data, "round", "") != sheet.round) continue;
    const auto found = rows.find(text_or(total->data, "contestant", ""));
    if (found == rows.end()) continue;
    Row& row = *found->second;
    if (const auto value = decimal_of(total->data, "total"))
      row.total = round_stage(*value, sheet.rules.round_to.total, sheet.rules);
    if (member(total->data, "rank")) row.position = static_cast<int>(integer_or(total->data, "rank", 0));
    row.marks_in = row.total || row.position ? 1 : 0;
  }
  for (Row& row : sheet.rows) {
    row.marks_expected = 1;
    set_status(row, false);
  }
}

}  // namespace leitai::contest
