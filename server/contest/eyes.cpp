// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/eyes.h"

#include <algorithm>
#include <map>
#include <set>

#include "server/contest/confirms.h"
#include "server/contest/corrections.h"
#include "server/contest/documents.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

std::optional<View> view_at(const Store& store, std::string_view round, Audience audience, Detail detail, int depth);

/// The contestants whose carried rows are all public; nothing where the round carries nothing.
using Known = std::optional<std::set<std::string, std::less<>>>;

Known carried_in_public(const Store& store, const Rules& rules, int depth) {
  Known known;
  for (const Carry& carry : rules.carry) {
    std::set<std::string, std::less<>> here;
    if (depth < kMostCarryDepth)
      if (const auto other = view_at(store, carry.round, Audience::everyone, Detail::totals, depth + 1))
        for (const Seen& seen : other->rows)
          if (!known || known->contains(seen.contender.contestant)) here.insert(seen.contender.contestant);
    known = std::move(here);
  }
  return known;
}

bool knows(const Known& known, std::string_view contestant) {
  return !known || known->contains(contestant);
}

Seen current_row(const Sheet& sheet, std::size_t index) {
  const Row& row = sheet.rows[index];
  Seen seen;
  seen.contender = contender_of(row);
  seen.withdrawn = row.withdrawn;
  seen.complete = row.status == Status::complete;
  seen.row = index;
  return seen;
}

Seen frozen_row(const Sheet& sheet, std::size_t index, const Json& reveal) {
  const Row& row = sheet.rows[index];
  Seen seen;
  static const Json kNone = Json::object();
  const Json* deciding = member(reveal, "deciding");
  const Json* frozen = member(reveal, "row");
  seen.contender = contender_of(deciding ? *deciding : kNone);
  seen.contender.contestant = row.contestant;
  seen.contender.group = row.group;
  seen.contender.ranked = seen.contender.ranked && !row.withdrawn;
  seen.contender.keys.resize(sheet.rules.tie_break.size());
  seen.withdrawn = row.withdrawn;
  seen.under_review = flag(reveal, "under_review");
  seen.confirmed = flag(reveal, "confirmed");
  seen.frozen = frozen ? frozen : &kNone;
  seen.complete = !seen.under_review && text_or(*seen.frozen, "status", "") == "complete";
  const Json* corrected = member(reveal, "corrected_at");
  seen.corrected_at = corrected ? *corrected : Json(nullptr);
  seen.row = index;
  return seen;
}

/// Where rows are compared, one that was revealed by force before the round was complete waits for that.
bool is_of_settled_round(const Rules& rules, const Json& reveal) {
  const Json* deciding = member(reveal, "deciding");
  return !rules.compares() || (deciding && flag(*deciding, "settled"));
}

/// Which rows are all there, of the contestants that have not withdrawn.
void note_what_is_whole(View& view) {
  std::vector<bool> shown(view.sheet.rows.size());
  bool all_complete = true;
  for (const Seen& seen : view.rows) {
    shown[seen.row] = true;
    all_complete = all_complete && (seen.withdrawn || seen.complete);
  }
  std::map<std::string_view, bool> groups;
  bool expects_any = false;
  view.whole = true;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Row& row = view.sheet.rows[i];
    bool& whole = groups.try_emplace(row.group, true).first->second;
    if (row.withdrawn) continue;
    expects_any = true;
    if (shown[i]) continue;
    whole = false;
    view.whole = false;
  }
  for (const auto& [group, whole] : groups)
    if (whole) view.whole_groups.emplace_back(group);
  view.complete = view.whole && all_complete && expects_any;
}

Ranking rank_rows(const Store& store, const View& view, GivenRanks given) {
  std::vector<const Contender*> contenders;
  contenders.reserve(view.rows.size());
  for (const Seen& seen : view.rows) contenders.push_back(&seen.contender);
  return rank(contenders, view.sheet.rules, decisions_of(store, view.sheet.round), quota_of(*view.sheet.data), given);
}

/// Times are texts of one form, so that the later one is the greater text.
void note_correction(const Corrections& corrections, Seen& seen) {
  const auto found = corrections.find(seen.contender.contestant);
  if (found == corrections.end()) return;
  seen.corrected_after_close = true;
  if (!seen.corrected_at.is_string() || seen.corrected_at.get_ref<const std::string&>() < found->second)
    seen.corrected_at = found->second;
}

View operators_view(const Store& store, std::string_view round, Detail detail) {
  View view;
  view.sheet = compute(store, round, {detail, {}, Numbers::fastest});
  std::map<std::string_view, const Json*> revealed;
  const std::vector<Reveal> reveals = reveals_of(store, round);
  const Confirms confirms = confirms_of(store, round);
  const Corrections corrections = corrections_of(store, round);
  for (const Reveal& reveal : reveals) revealed.emplace(text_or(*reveal.data, "contestant", ""), reveal.data);
  for (std::size_t i = 0; i < view.sheet.rows.size(); ++i) {
    Seen seen = current_row(view.sheet, i);
    seen.confirmed = confirms.contains(view.sheet.rows[i].contestant);
    if (const auto found = revealed.find(view.sheet.rows[i].contestant); found != revealed.end()) {
      seen.under_review = flag(*found->second, "under_review");
      if (const Json* corrected = member(*found->second, "corrected_at")) seen.corrected_at = *corrected;
    }
    note_correction(corrections, seen);
    view.rows.push_back(std::move(seen));
  }
  view.ranking = rank_rows(store, view, GivenRanks::keep);
  note_what_is_whole(view);
  return view;
}

/// Ranks as in the end: the shown among all. A row stays back while somebody who is not shown
/// ranks below it, or may still do so.
void keep_final(const Store& store, View& view) {
  View all;
  all.sheet = compute(store, view.sheet.round, {Detail::totals, {}, Numbers::fastest});
  std::map<std::string, Seen> shown;
  for (Seen& seen : view.rows) shown.emplace(seen.contender.contestant, std::move(seen));
  std::set<std::size_t> hidden;
  for (std::size_t i = 0; i < all.sheet.rows.size(); ++i) {
    const auto found = shown.find(all.sheet.rows[i].contestant);
    const bool is_shown = found != shown.end();
    if (!is_shown) hidden.insert(i);
    all.rows.push_back(is_shown ? std::move(found->second) : current_row(all.sheet, i));
  }
  const Ranking ranking = rank_rows(store, all, GivenRanks::keep);
  int lowest_hidden = 0;
  for (const std::size_t i : hidden) {
    if (all.rows[i].withdrawn) continue;
    const bool is_placed = all.rows[i].contender.ranked && is_settled(all.sheet, all.sheet.rows[i]);
    lowest_hidden = std::max(lowest_hidden, is_placed ? ranking.placings[i].rank : INT32_MAX);
  }
  view.rows.clear();
  std::vector<std::size_t> place(all.rows.size(), SIZE_MAX);
  for (std::size_t i = 0; i < all.rows.size(); ++i) {
    const bool below_all = !all.rows[i].contender.ranked || ranking.placings[i].rank >= lowest_hidden;
    if (hidden.contains(i) || !below_all || (lowest_hidden == INT32_MAX && !all.rows[i].withdrawn)) continue;
    place[i] = view.rows.size();
    view.rows.push_back(std::move(all.rows[i]));
    view.ranking.placings.push_back(ranking.placings[i]);
  }
  for (const std::size_t i : ranking.order)
    if (place[i] != SIZE_MAX) view.ranking.order.push_back(place[i]);
}

std::optional<View> view_at(const Store& store, std::string_view round, Audience audience, Detail detail, int depth) {
  const Resource* found = store.find("rounds", round);
  if (!found) return std::nullopt;
  if (audience == Audience::operators) return operators_view(store, round, detail);
  if (!is_public(found->data)) return std::nullopt;
  View view;
  if (text_or(found->data, "visibility", "sealed") == "running") {
    view.sheet = compute(store, round, {detail, {}, Numbers::fastest});
    const bool shows = !view.sheet.rules.compares() || view.sheet.complete;
    const Known known = carried_in_public(store, view.sheet.rules, depth);
    const Confirms confirms = confirms_of(store, round);
    const Corrections corrections = corrections_of(store, round);
    for (std::size_t i = 0; i < view.sheet.rows.size(); ++i) {
      const Row& row = view.sheet.rows[i];
      if (!shows || row.status == Status::none || !knows(known, row.contestant)) continue;
      view.rows.push_back(current_row(view.sheet, i));
      view.rows.back().confirmed = confirms.contains(row.contestant);
      note_correction(corrections, view.rows.back());
    }
  } else {
    view.sheet = blank_sheet(store, round);
    const Known known = carried_in_public(store, view.sheet.rules, depth);
    std::map<std::string_view, const Json*> revealed;
    const std::vector<Reveal> reveals = reveals_of(store, round);
    for (const Reveal& reveal : reveals) revealed.emplace(text_or(*reveal.data, "contestant", ""), reveal.data);
    for (std::size_t i = 0; i < view.sheet.rows.size(); ++i) {
      const auto reveal = revealed.find(view.sheet.rows[i].contestant);
      if (reveal != revealed.end() && is_of_settled_round(view.sheet.rules, *reveal->second) &&
          knows(known, view.sheet.rows[i].contestant))
        view.rows.push_back(frozen_row(view.sheet, i, *reveal->second));
    }
  }
  if (text_or(found->data, "reveal_ranks", "shown") == "final")
    keep_final(store, view);
  else
    view.ranking = rank_rows(store, view, GivenRanks::count_anew);
  note_what_is_whole(view);
  return view;
}

}  // namespace

bool is_public(const Json& round) {
  return text_or(round, "state", "open") != "planned";
}

std::optional<View> view(const Store& store, std::string_view round, Audience audience, Detail detail) {
  auto seen = view_at(store, round, audience, detail, 0);
  if (seen && !order_is_visible(store, *seen->sheet.data, audience)) {
    // That nobody is missing would tell who takes part.
    seen->complete = seen->whole = false;
    seen->whole_groups.clear();
  }
  return seen;
}

std::optional<View> shown_rows(const Store& store, std::string_view round) {
  return view_at(store, round, Audience::everyone, Detail::totals, 0);
}

std::vector<Reveal> reveals_of(const Store& store, std::string_view round) {
  std::vector<Reveal> reveals;
  for (const auto& [id, reveal] : store.all("reveals"))
    if (text_or(reveal->data, "round", "") == round) reveals.push_back({id, &reveal->data});
  return reveals;
}

bool carry_is_public(const Store& store, const Rules& rules, std::string_view contestant) {
  return knows(carried_in_public(store, rules, 0), contestant);
}

}  // namespace leitai::contest
