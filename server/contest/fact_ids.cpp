// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/fact_ids.h"

namespace leitai::contest {

std::string FactIds::take(const Store& store, std::string_view round, std::string_view contestant) {
  const std::string plain = std::string(round) + "." + std::string(contestant);
  const auto is_free = [&](const std::string& id) { return !store.find(type_, id) && !taken_.contains(id); };
  if (is_id(plain) && is_free(plain)) return *taken_.insert(plain).first;
  std::string prefix(type_);
  prefix.back() = '-';  // without the plural's s
  std::size_t number = store.all(type_).size();
  std::string id;
  do {
    id = prefix + std::to_string(++number);
  } while (!is_free(id));
  return *taken_.insert(id).first;
}

}  // namespace leitai::contest
