// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "overlays/template/node.h"

namespace leitai::overlays {

/// The rows of a list that are shown, as indices into its array: those that its `where` takes, in its
/// order, as many as `limit` and `max_rows` allow; of a list with pages those of page `page`.
struct ListRows {
  std::vector<std::size_t> indices;
  std::size_t total = 0;  ///< on all pages
  std::size_t first = 0;  ///< the place of the first of them in the whole list
  int page = 0;           ///< from 0
  int pages = 1;
};

/// `page` may be any number from 0 on: after the last page comes the first.
ListRows list_rows(const ListSpec& list, const json::Json& items, const Scope& scope, std::int64_t page);

}  // namespace leitai::overlays
