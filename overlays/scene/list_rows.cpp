// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/list_rows.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace leitai::overlays {
namespace {

/// Numbers, and texts that spell decimals, by value; then other texts by their code points; then nothing.
struct SortKey {
  int kind = 2;
  double number = 0;
  std::string text;
};

SortKey key_of(const json::Json* value) {
  if (value == nullptr) return {};
  if (value->is_number()) return {0, value->get<double>(), {}};
  if (value->is_boolean()) return {0, value->get<bool>() ? 1.0 : 0.0, {}};
  if (!value->is_string() || value->get_ref<const std::string&>().empty()) return {};
  const auto& text = value->get_ref<const std::string&>();
  if (is_plain_decimal(text)) return {0, std::strtod(text.c_str(), nullptr), {}};
  return {1, 0, text};
}

bool less(const SortKey& a, const SortKey& b) {
  if (a.kind != b.kind) return a.kind < b.kind;
  return a.kind == 0 ? a.number < b.number : a.text < b.text;
}

/// What has nothing to be sorted by stays last in both directions.
bool precedes(const SortKey& a, const SortKey& b, bool descending) {
  const bool a_none = a.kind == 2, b_none = b.kind == 2;
  if (a_none || b_none) return !a_none && b_none;
  return descending ? less(b, a) : less(a, b);
}

std::size_t limit_of(const ListSpec& list, const Scope& scope, std::size_t count) {
  if (!list.limit) return count;
  const json::Json* limit = scope.find(*list.limit);
  if (limit == nullptr || !limit->is_number_integer() || limit->get<double>() < 0) return count;
  return static_cast<std::size_t>(std::min(static_cast<double>(count), limit->get<double>()));
}

void sort_rows(const ListOrder& order, const json::Json& items, const Scope& scope, std::vector<std::size_t>& indices) {
  std::vector<SortKey> keys(items.size());
  for (const std::size_t i : indices) keys[i] = key_of(Scope(items[i], &scope).find(order.by));
  std::stable_sort(indices.begin(), indices.end(),
                   [&](std::size_t a, std::size_t b) { return precedes(keys[a], keys[b], order.descending); });
}

}  // namespace

ListRows list_rows(const ListSpec& list, const json::Json& items, const Scope& scope, std::int64_t page) {
  ListRows rows;
  if (!items.is_array()) return rows;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!list.where || list.where->holds(Scope(items[i], &scope))) rows.indices.push_back(i);
  }
  if (list.sort) sort_rows(*list.sort, items, scope, rows.indices);
  rows.indices.resize(limit_of(list, scope, rows.indices.size()));
  rows.total = rows.indices.size();
  const auto most = static_cast<std::size_t>(list.max_rows);
  if (list.page_ms > 0 && rows.indices.size() > most) {
    rows.pages = static_cast<int>((rows.indices.size() + most - 1) / most);
    rows.page = static_cast<int>(page % rows.pages);
    rows.first = static_cast<std::size_t>(rows.page) * most;
    rows.indices.erase(rows.indices.begin(), rows.indices.begin() + static_cast<std::ptrdiff_t>(rows.first));
  }
  if (rows.indices.size() > most) rows.indices.resize(most);
  return rows;
}

}  // namespace leitai::overlays
