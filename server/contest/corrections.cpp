// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/corrections.h"

#include <algorithm>
#include <set>

#include "server/contest/documents.h"
#include "server/contest/eyes.h"
#include "server/contest/fact_ids.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

using Names = std::set<std::string, std::less<>>;

/// What was written about a round.
struct Written {
  Names contestants;  ///< whom scores, adjustments and totals name; "": ballots name several
  Names decided;      ///< whose ties are decided otherwise
};

using ByRound = std::map<std::string, Written, std::less<>>;

ByRound written(const Store& before, const Store& after) {
  ByRound rounds;
  for (const char* type : {"scores", "adjustments", "totals"})
    Store::Collection::visit_differences(before.all(type), after.all(type),
                                         [&](const std::string&, const Resource& resource) {
                                           rounds[std::string(text_or(resource.data, "round", ""))].contestants.emplace(
                                               text_or(resource.data, "contestant", ""));
                                         });
  Store::Collection::visit_differences(
      before.all("tiebreaks"), after.all("tiebreaks"), [&](const std::string&, const Resource& resource) {
        Names& decided = rounds[std::string(text_or(resource.data, "round", ""))].decided;
        for (std::string& contestant : ids_of(resource.data, "order")) decided.insert(std::move(contestant));
      });
  return rounds;
}

bool is_closed(const Store& store, std::string_view round) {
  const Resource* found = store.find("rounds", round);
  return found && text_or(found->data, "state", "open") == "closed";
}

/// The rows that have become others, and of the decided those that are there.
Names corrected(const Store& before, const Store& after, std::string_view round, const Written& written) {
  Names names;
  const Sheet blank = blank_sheet(after, round);
  for (const Row& row : blank.rows)
    if (written.decided.contains(row.contestant)) names.insert(row.contestant);
  if (written.contestants.empty()) return names;
  const bool about_all = blank.rules.compares() || written.contestants.contains("");
  const auto is_named = [&](std::string_view contestant) { return written.contestants.contains(contestant); };
  const Wish wish = about_all ? Wish{} : Wish{Detail::marks, is_named, Numbers::fastest};
  const Sheet old = compute(before, round, wish);
  const Sheet now = compute(after, round, wish);
  std::map<std::string_view, const Row*> was;
  for (const Row& row : old.rows) was.emplace(row.contestant, &row);
  for (const Row& row : now.rows) {
    const auto found = was.find(row.contestant);
    if (found != was.end() &&
        row_document(before, old, *found->second, Detail::marks) != row_document(after, now, row, Detail::marks))
      names.insert(row.contestant);
  }
  return names;
}

std::map<std::string_view, std::string_view> ids_of_corrections(const Store& store, std::string_view round) {
  std::map<std::string_view, std::string_view> ids;
  for (const auto& [id, correction] : store.all("corrections"))
    if (text_or(correction->data, "round", "") == round) ids.emplace(text_or(correction->data, "contestant", ""), id);
  return ids;
}

/// A revealed row that is not under review is shown at once where its tie now puts it.
void note_decided(const Store& store, std::string_view round, const Names& decided, const std::string& at,
                  std::vector<Event>& events) {
  if (decided.empty()) return;
  for (const Reveal& reveal : reveals_of(store, round)) {
    if (!decided.contains(text_or(*reveal.data, "contestant", "")) || flag(*reveal.data, "under_review")) continue;
    Json data = *reveal.data;
    data["corrected_at"] = at;
    events.push_back({"reveals", reveal.id, std::move(data)});
  }
}

}  // namespace

Corrections corrections_of(const Store& store, std::string_view round) {
  Corrections corrections;
  for (const auto& [id, correction] : store.all("corrections"))
    if (text_or(correction->data, "round", "") == round)
      corrections.emplace(text_or(correction->data, "contestant", ""), text_or(correction->data, "at", ""));
  return corrections;
}

std::vector<Event> corrections(const Store& before, const Store& after, std::int64_t now_ms) {
  std::vector<Event> events;
  FactIds new_ids("corrections");
  const std::string at = format_time(now_ms);
  for (const auto& [round, what] : written(before, after)) {
    if (!is_closed(before, round) || !is_closed(after, round)) continue;
    const auto ids = ids_of_corrections(after, round);
    for (const std::string& contestant : corrected(before, after, round, what)) {
      const auto known = ids.find(contestant);
      events.push_back({"corrections",
                        known != ids.end() ? std::string(known->second) : new_ids.take(after, round, contestant),
                        Json{{"round", round}, {"contestant", contestant}, {"at", at}}});
    }
    note_decided(after, round, what.decided, at, events);
  }
  return events;
}

}  // namespace leitai::contest
