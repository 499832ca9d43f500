// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/tables/tables.h"

/// A small contest to import into.
namespace leitai::tables::test {

using contest::Store;

void put(Store& store, const std::string& type, const std::string& id, const std::string& data);

/// Groups heads (部门组) and zones, contestants c1 and c2 of heads, judges j1 to j3, supporters; the round
/// "r" with the criteria talk (演讲) and look, and the round "votes".
Store seeded();

/// Reads a table and tries its events by the contest's own rules.
Import imported(const Store& store, const Wish& wish, const std::string& text);

/// The store with the events of an import that was not refused.
Store applied(Store store, const Import& import);

/// "row:column detail" of each error.
std::vector<std::string> places(const Import& import);

/// A resource's data; null where it is not there.
Json data_of(const Store& store, const std::string& type, const std::string& id);

}  // namespace leitai::tables::test
