// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/audit.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace leitai::show {

namespace {

using contest::Json;
using journal::Record;
using journal::Token;

constexpr Token kSlice = 20'000;  ///< records that are looked at before other readers have their turn
constexpr Token kMostLookedAt = 1'000'000;
/// What the program wrote may nest deeper than what clients may send.
constexpr json::Limits kStored{80};

/// The member, or null.
Json part(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() ? *found : Json();
}

/// A resource of this round; null otherwise.
Json of_round(Json resource, const std::string& round) {
  return part(resource, "round") == round ? std::move(resource) : Json();
}

/// One record, as entries.
class Reading {
 public:
  Reading(const Record& record, const std::string& round) : record_(record) {
    auto data = json::parse(record.data, kStored), before = json::parse(record.before, kStored);
    if (!data || !before) return;
    if (record.type == "rounds") {
      round_changed(*before, *data);
      return;
    }
    const Json after = of_round(std::move(*data), round), earlier = of_round(std::move(*before), round);
    // Moved to somebody else: taken from the one, given to the other.
    if (!after.is_null() && !earlier.is_null() && !same_owner(earlier, after)) {
      read(earlier, nullptr);
      read(nullptr, after);
    } else if (!after.is_null() || !earlier.is_null()) {
      read(earlier, after);
    }
  }

  std::vector<Json> entries;

 private:
  static bool same_owner(const Json& a, const Json& b) {
    return part(a, "contestant") == part(b, "contestant") && part(a, "judge") == part(b, "judge");
  }

  void read(const Json& before, const Json& after) {
    const Json& either = after.is_null() ? before : after;
    const Json contestant = part(either, "contestant");
    if (record_.type == "scores")
      score(before, after, contestant, part(either, "judge"));
    else if (record_.type == "adjustments")
      add("adjustment", {{"contestant", contestant},
                         {"adjustment", record_.id},
                         {"adjustment_kind", part(either, "kind")},
                         {"reason", part(either, "reason")},
                         {"value", part(after, "points")},
                         {"before", part(before, "points")}});
    else if (record_.type == "totals")
      total(before, after, contestant);
    else if (record_.type == "tiebreaks")
      add("tiebreak", {{"value", part(after, "order")}, {"before", part(before, "order")}});
    else if (before.is_null() != after.is_null())
      add(record_.type == "confirms" ? "confirm" : "reveal",
          {{"contestant", contestant}, {"value", !after.is_null()}, {"before", !before.is_null()}});
  }

  void score(const Json& before, const Json& after, const Json& contestant, const Json& judge) {
    const Json who = {{"contestant", contestant}, {"judge", judge}};
    if (part(before, "choices") != part(after, "choices"))
      add("ballot", who, {{"value", part(after, "choices")}, {"before", part(before, "choices")}});
    const bool is_absent = part(after, "absent") == true, was_absent = part(before, "absent") == true;
    if (is_absent != was_absent) add("absent", who, {{"value", is_absent}, {"before", was_absent}});
    const Json marks = part(after, "marks"), earlier = part(before, "marks");
    std::set<std::string> criteria;
    for (const Json* list : {&earlier, &marks})
      if (list->is_object())
        for (const auto& [criterion, mark] : list->items()) criteria.insert(criterion);
    for (const std::string& criterion : criteria) {
      Json value = part(marks, criterion.c_str()), old = part(earlier, criterion.c_str());
      if (value != old)
        add("mark", who, {{"criterion", criterion}, {"value", std::move(value)}, {"before", std::move(old)}});
    }
  }

  void total(const Json& before, const Json& after, const Json& contestant) {
    for (const char* name : {"total", "rank"})
      if (part(before, name) != part(after, name))
        add(name, {{"contestant", contestant}, {"value", part(after, name)}, {"before", part(before, name)}});
  }

  void round_changed(const Json& before, const Json& after) {
    for (const char* name : {"state", "scoring"})
      if (part(before, name) != part(after, name))
        add(name, {{"value", part(after, name)}, {"before", part(before, name)}});
  }

  void add(const char* kind, Json entry, const Json& more = Json::object()) {
    entry.update(more);
    entry["kind"] = kind;
    entry["token"] = record_.token;
    entry["time"] = contest::format_time(record_.time_ms);
    entry["actor"] = record_.actor;
    entry["command"] = record_.command;
    entries.push_back(std::move(entry));
  }

  const Record& record_;
};

/// When the round was closed, and opened again: token, and whether it was closed from there on.
using Closings = std::vector<std::pair<Token, bool>>;

bool closed_before(const Closings& closings, Token token) {
  bool closed = false;
  for (const auto& [at, state] : closings)
    if (at < token) closed = state;
  return closed;
}

class Auditor {
 public:
  Auditor(const journal::Journal& journal, const AuditQuery& query)
      : journal_(journal),
        query_(query),
        search_{{"scores", "adjustments", "totals", "tiebreaks", "confirms", "reveals"},
                "",
                "\"round\":" + json::dump(query.round)},
        own_{{"rounds"}, query.round, ""} {}

  tl::expected<Json, journal::Error> run() {
    if (auto read = read_closings(); !read) return tl::unexpected(read.error());
    std::vector<Json> entries;
    Token until = query_.until;
    const Token least = until > kMostLookedAt ? std::max(query_.since, until - kMostLookedAt) : query_.since;
    while (until > least && entries.size() < query_.limit) {
      const Token after = until - least > kSlice ? until - kSlice : least;
      auto records = slice(after, until);
      if (!records) return tl::unexpected(records.error());
      until = after;
      for (auto record = records->rbegin(); record != records->rend(); ++record) {
        take(*record, entries);
        if (entries.size() < query_.limit) continue;
        until = record->token - 1;
        break;
      }
    }
    return Json{{"round", query_.round},
                {"entries", std::move(entries)},
                {"next", until > query_.since ? Json(until) : Json(nullptr)}};
  }

 private:
  /// The round's own records tell whether it was closed at the time of the others.
  tl::expected<void, journal::Error> read_closings() {
    for (Token at = 0; at < query_.until; at += std::min(kSlice, query_.until - at)) {
      auto records = journal_.scan(at, std::min(query_.until, at + kSlice), own_);
      if (!records) return tl::unexpected(records.error());
      for (const Record& record : *records) {
        const auto data = json::parse(record.data, kStored);
        closings_.emplace_back(record.token, data && part(*data, "state") == "closed");
      }
    }
    return {};
  }

  /// What the slice holds of the round, in order.
  tl::expected<std::vector<Record>, journal::Error> slice(Token after, Token until) const {
    auto records = journal_.scan(after, until, search_);
    if (!records) return records;
    auto own = journal_.scan(after, until, own_);
    if (!own) return own;
    records->insert(records->end(), std::make_move_iterator(own->begin()), std::make_move_iterator(own->end()));
    std::sort(records->begin(), records->end(), [](const Record& a, const Record& b) { return a.token < b.token; });
    return records;
  }

  bool is_wanted(const Json& entry) const {
    if (!query_.judge.empty() && part(entry, "judge") != query_.judge) return false;
    return query_.contestant.empty() || part(entry, "contestant") == query_.contestant || names(part(entry, "value")) ||
           names(part(entry, "before"));
  }

  bool names(const Json& list) const {
    return list.is_array() && std::find(list.begin(), list.end(), Json(query_.contestant)) != list.end();
  }

  /// Is the id in the record's texts? Reading those that do not hold it would take most of the time.
  static bool holds(const Record& record, const std::string& id) {
    const std::string text = json::dump(id);
    return id.empty() || record.data.find(text) != std::string::npos || record.before.find(text) != std::string::npos;
  }

  void take(const Record& record, std::vector<Json>& entries) const {
    if (!holds(record, query_.contestant) || !holds(record, query_.judge)) return;
    for (Json& entry : Reading(record, query_.round).entries) {
      if (!is_wanted(entry)) continue;
      entry["after_close"] = closed_before(closings_, record.token);
      entries.push_back(std::move(entry));
    }
  }

  const journal::Journal& journal_;
  const AuditQuery& query_;
  const journal::Search search_;  ///< for what names the round
  const journal::Search own_;     ///< for the round itself
  Closings closings_;
};

}  // namespace

tl::expected<Json, journal::Error> audit(const journal::Journal& journal, const AuditQuery& query) {
  return Auditor(journal, query).run();
}

}  // namespace leitai::show
