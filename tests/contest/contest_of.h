// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/contest/contest.h"

/// A contest under test: events go through normalise(), check() and consequences(), as the show
/// sends them.
namespace leitai::contest::test {

struct Contest {
  Store store;
  std::int64_t now_ms = 1'659'229'200'000;  // 2022-07-31T01:00:00.000Z
  std::uint64_t token = 0;

  /// What was wrong, as "type/id pointer"; empty: applied.
  std::vector<std::string> refused(const std::vector<Event>& events);
  /// Applies events that must be right.
  void apply(const std::vector<Event>& events);
  void put(const std::string& type, const std::string& id, const char* json);
  void remove(const std::string& type, const std::string& id);
  /// Applies what a command answered, which must not be a refusal.
  void command(const tl::expected<std::vector<Event>, Refusal>& events);

  void mark(const std::string& round, const std::string& contestant, const std::string& judge,
            const std::string& criterion, const std::string& value);

  Json standings(const std::string& round, Audience audience = Audience::operators, const std::string& group = "");
};

/// The row of a contestant; null where it is not there.
Json row_of(const Json& standings, const std::string& contestant);

/// "c3 1, c1 2, c2 -": contestants and ranks in the document's order.
std::string ranks_of(const Json& standings);

}  // namespace leitai::contest::test
