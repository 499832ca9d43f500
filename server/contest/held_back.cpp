// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>

#include "server/contest/contest.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

constexpr std::string_view kRounds = "rounds";

/// What an outcome is told by. The rest (names, who is on stage) is told as it was at the time.
constexpr std::string_view kTellsOutcomes[] = {"reveals",     "confirms", "awards",    "scores",
                                               "adjustments", "totals",   "tiebreaks", kRounds};

bool same(const Resource* a, const Resource* b) {
  return a == b || (a && b && a->data == b->data);
}

/// Puts back what was shown before of a resource that no longer stands as it is due.
void keep_as_shown(Store& result, const Resource* before, std::string_view type, const std::string& id) {
  if (before) {
    result.put(type, id, before->data, before->token);
  } else if (type == kRounds) {
    // Others may refer to it, so it stays, unseen.
    const Resource* due = result.find(type, id);
    Json data = due->data;
    data["state"] = "planned";
    result.put(type, id, std::move(data), due->token);
  } else {
    result.erase(type, id);
  }
}

}  // namespace

std::int64_t public_delay_ms(const Store& store) {
  const Resource* contest = store.find("contest", "contest");
  if (!contest) return 0;
  return std::clamp<std::int64_t>(integer_or(contest->data, "public_delay_ms", 0), 0, kMostPublicDelayMs);
}

Store held_back(const Store& shown, const Store& due, const Store& newest) {
  Store result = due;
  for (const std::string_view type : kTellsOutcomes) {
    std::set<std::string> changed;
    Store::Collection::visit_differences(due.all(type), newest.all(type),
                                         [&](const std::string& id, const Resource&) { changed.insert(id); });
    for (const std::string& id : changed) {
      const Resource* now_due = due.find(type, id);
      const Resource* before = shown.find(type, id);
      if (same(now_due, newest.find(type, id)) || same(now_due, before)) continue;
      keep_as_shown(result, before, type, id);
    }
  }
  return result;
}

}  // namespace leitai::contest
