// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "server/contest/corrections.h"
#include "server/contest/documents.h"
#include "server/contest/eyes.h"
#include "server/contest/fact_ids.h"
#include "server/contest/reveals.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

using Names = std::set<std::string, std::less<>>;

/// Whose rows may have changed: of these contestants, or of all.
struct Touched {
  bool everybody = false;
  bool orders = false;  ///< running orders may have changed
  Names contestants;
};

void visit_differences(const Store& before, const Store& after, std::string_view type,
                       const std::function<void(const std::string& id, const Json& data)>& visit) {
  Store::Collection::visit_differences(
      before.all(type), after.all(type),
      [&](const std::string& id, const Resource& resource) { visit(id, resource.data); });
}

Touched touched_by(const Store& before, const Store& after) {
  Touched touched;
  const auto all = [&](const std::string&, const Json&) { touched.everybody = true; };
  visit_differences(before, after, "rounds", all);
  visit_differences(before, after, "people", all);
  touched.orders = touched.everybody;
  visit_differences(before, after, "contestants", [&](const std::string& id, const Json&) {
    touched.contestants.insert(id);
    touched.orders = true;
  });
  for (const char* type : {"scores", "adjustments", "totals", "reveals", "confirms"})
    visit_differences(before, after, type, [&](const std::string&, const Json& data) {
      touched.contestants.emplace(text_or(data, "contestant", ""));
    });
  return touched;
}

/// A reveal, a confirmation or a correction goes with its round, and with its contestant's place in the running order.
void drop_orphans(const Store& store, std::vector<Event>& events) {
  std::map<std::string, Names, std::less<>> orders;
  const auto order_of = [&](std::string_view round) -> const Names& {
    const auto known = orders.find(round);
    if (known != orders.end()) return known->second;
    Names names;
    if (const Resource* found = store.find("rounds", round))
      for (std::string& contestant : running_order(store, found->data))
        if (store.find("contestants", contestant)) names.insert(std::move(contestant));
    return orders.emplace(std::string(round), std::move(names)).first->second;
  };
  for (const char* type : {"reveals", "confirms", "corrections"})
    for (const auto& [id, fact] : store.all(type))
      if (!order_of(text_or(fact->data, "round", "")).contains(text_or(fact->data, "contestant", "")))
        events.push_back({type, id, nullptr});
}

/// How a reveal follows its row: a corrected complete row replaces it, and while the row is
/// incomplete again, or not confirmed again, the last complete one stays.
std::optional<Json> followed(const Store& store, const Sheet& sheet, const Row& row, const Confirms& confirms,
                             const Json& reveal, std::int64_t now_ms) {
  const bool was_complete = text_or(*member(reveal, "row"), "status", "") == "complete" &&
                            (!sheet.rules.compares() || flag(*member(reveal, "deciding"), "settled"));
  Json next = reveal;
  if (is_settled(sheet, row)) {
    Json document = row_document(store, sheet, row, Detail::marks);
    Json deciding = deciding_values(sheet, row);
    const bool same = document == reveal["row"] && deciding == reveal["deciding"];
    const bool vouched_for = is_vouched_for(sheet, confirms, row.contestant);
    if (!same && !vouched_for) {
      if (was_complete) next["under_review"] = true;
      return next == reveal ? std::nullopt : std::optional(std::move(next));
    }
    if (!same) {
      next["row"] = std::move(document);
      next["deciding"] = std::move(deciding);
      if (was_complete) next["corrected_at"] = format_time(now_ms);
    }
    next.erase("under_review");
    next.erase("confirmed");
    if (asks_confirmation(*sheet.data)) next["confirmed"] = vouched_for;
  } else if (was_complete) {
    next["under_review"] = true;
  }
  return next == reveal ? std::nullopt : std::optional(std::move(next));
}

/// The rounds whose reveals follow their rows, and whose confirmations lapse with them.
class Follower {
 public:
  Follower(const Store& store, std::int64_t now_ms) : store_(store), now_ms_(now_ms) {}

  std::vector<Event> follow(const Touched& touched) {
    std::map<std::string, std::vector<Reveal>, std::less<>> by_round;
    for (const auto& [id, reveal] : store_.all("reveals"))
      by_round[std::string(text_or(reveal->data, "round", ""))].push_back({id, &reveal->data});
    std::vector<Event> events;
    for (const auto& [id, round] : store_.all("rounds")) {
      const auto revealed = by_round.find(id);
      const bool live = text_or(round->data, "visibility", "sealed") == "live" && is_public(round->data);
      if (live || revealed != by_round.end() || asks_confirmation(round->data))
        follow_round(id, live, revealed == by_round.end() ? std::vector<Reveal>{} : revealed->second, touched, events);
    }
    return events;
  }

 private:
  /// A ballot is about everybody, and so is a mark where rows are compared; there, or in a round that is
  /// carried from.
  bool concerns_all(std::string_view round, const Touched& touched, int depth = 0) const {
    const Resource* found = store_.find("rounds", round);
    if (!found || depth > kMostCarryDepth) return false;
    const Rules rules = rules_of(store_, found->data);
    return rules.compares() || (rules.method == Method::votes && touched.contestants.contains("")) ||
           std::any_of(rules.carry.begin(), rules.carry.end(),
                       [&](const Carry& carry) { return concerns_all(carry.round, touched, depth + 1); });
  }

  Wish wish(std::string_view round, const Touched& touched) const {
    if (touched.everybody || concerns_all(round, touched)) return {};
    const auto wanted = [&touched](std::string_view contestant) { return touched.contestants.contains(contestant); };
    return {Detail::marks, wanted, Numbers::fastest};
  }

  void follow_round(const std::string& round, bool live, const std::vector<Reveal>& reveals, const Touched& touched,
                    std::vector<Event>& events) {
    const Sheet sheet = compute(store_, round, wish(round, touched));
    std::map<std::string_view, const Reveal*> revealed;
    std::int64_t step = 1;
    for (const Reveal& reveal : reveals) {
      revealed.emplace(text_or(*reveal.data, "contestant", ""), &reveal);
      step = std::max(step, integer_or(*reveal.data, "step", 0) + 1);
    }
    Confirms confirms = confirms_of(store_, round);
    for (const Row& row : sheet.rows) {
      if (const auto confirm = confirms.find(row.contestant);
          confirm != confirms.end() && !still_confirms(store_, sheet, row, confirm->second)) {
        events.push_back({"confirms", std::string(confirm->second.id), nullptr});
        confirms.erase(confirm);
      }
      const auto found = revealed.find(row.contestant);
      if (found != revealed.end()) {
        if (auto next = followed(store_, sheet, row, confirms, *found->second->data, now_ms_))
          events.push_back({"reveals", found->second->id, std::move(*next)});
      } else if (live && is_settled(sheet, row) && !row.withdrawn && is_vouched_for(sheet, confirms, row.contestant) &&
                 carry_is_public(store_, sheet.rules, row.contestant)) {
        events.push_back({"reveals", ids_.take(store_, round, row.contestant),
                          reveal_data(store_, sheet, row, confirms, step++, now_ms_)});
      }
    }
  }

  const Store& store_;
  std::int64_t now_ms_;
  FactIds ids_{"reveals"};
};

void put_all(Store& store, const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (event.data.is_null())
      store.erase(event.type, event.id);
    else
      store.put(event.type, event.id, event.data, 0);
  }
}

/// Later events about the same fact take the place of earlier ones.
void add(std::vector<Event>& events, std::vector<Event> more) {
  for (Event& event : more) {
    const auto same = std::find_if(events.begin(), events.end(),
                                   [&](const Event& old) { return old.type == event.type && old.id == event.id; });
    if (same == events.end())
      events.push_back(std::move(event));
    else
      *same = std::move(event);
  }
}

bool any_round_carries(const Store& store) {
  const auto& rounds = store.all("rounds");
  return std::any_of(rounds.begin(), rounds.end(), [](const auto& round) {
    const Json* scoring = member(round.second->data, "scoring");
    return scoring && member(*scoring, "carry");
  });
}

}  // namespace

Json revealed_anew(const Store& store, Json reveal) {
  const std::string round(text_or(reveal, "round", ""));
  const std::string contestant(text_or(reveal, "contestant", ""));
  if (store.find("rounds", round) == nullptr) return reveal;
  const Sheet sheet = compute(store, round, {});
  const auto row = std::find_if(sheet.rows.begin(), sheet.rows.end(),
                                [&](const Row& each) { return each.contestant == contestant; });
  if (row == sheet.rows.end()) return reveal;
  Json fresh = reveal_data(store, sheet, *row, confirms_of(store, round), 0, 0);
  for (const char* member : {"row", "deciding"}) reveal[member] = std::move(fresh[member]);
  return reveal;
}

std::vector<Event> consequences(const Store& before, const Store& after, std::int64_t now_ms) {
  Touched touched = touched_by(before, after);
  std::vector<Event> events = corrections(before, after, now_ms);
  if (!touched.everybody && touched.contestants.empty()) return events;
  Store store = after;
  put_all(store, events);
  if (touched.orders) drop_orphans(store, events);
  put_all(store, events);
  // What one round makes public may be what another, which carries it, has waited for.
  const std::size_t passes = any_round_carries(after) ? after.all("rounds").size() + 1 : 1;
  for (std::size_t pass = 0; pass < passes; ++pass) {
    std::vector<Event> more = Follower(store, now_ms).follow(touched);
    if (more.empty()) break;
    put_all(store, more);
    touched = {};
    for (const Event& event : more)
      if (event.data.is_object()) touched.contestants.emplace(text_or(event.data, "contestant", ""));
    add(events, std::move(more));
  }
  return events;
}

}  // namespace leitai::contest
