// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "server/contest/ballots.h"
#include "server/tables/tables.h"
#include "tests/fuzz/targets/must.h"
#include "tests/fuzz/targets/small_show.h"
#include "tests/fuzz/targets/targets.h"

namespace fuzz {
namespace {

namespace contest = leitai::contest;
namespace json = leitai::json;
using contest::Audience;
using contest::Event;
using contest::Json;
using contest::Store;

constexpr std::size_t kMostSteps = 64, kMostCommands = 8;

/// A request as the show takes it: events, which are put right one by one.
struct Request {
  std::vector<Event> events;
  std::vector<std::pair<std::string, std::string>> keys;
  bool sound = true;   ///< each has the shape of its type
  bool unique = true;  ///< none is of the same resource as another
};

Request request_of(const Json& list, const Store& store) {
  Request request;
  std::set<std::pair<std::string, std::string>> seen;
  for (std::size_t i = 0; i < std::min(list.size(), kMostSteps); ++i) {
    const Json& entry = list[i];
    if (!entry.is_object() || !entry.contains("type") || !entry["type"].is_string() || !entry.contains("id") ||
        !entry["id"].is_string() || !entry.contains("data"))
      continue;
    Event event{entry["type"], entry["id"], entry["data"]};
    if (!contest::is_writable_type(event.type) || !contest::is_id(event.id)) continue;
    if (!event.data.is_null()) {
      const contest::Resource* before = store.find(event.type, event.id);
      auto data = contest::normalise(event.type, event.id, event.data, before ? &before->data : nullptr);
      if (!data) {
        must(!data.error().empty(), "a refusal says why");
        request.sound = false;
        continue;
      }
      const auto again = contest::normalise(event.type, event.id, *data, &*data);
      must(again.has_value() && *again == *data, "what has its one form keeps it");
      event.data = std::move(*data);
    }
    request.keys.emplace_back(event.type, event.id);
    request.unique = seen.insert(request.keys.back()).second && request.unique;
    request.events.push_back(std::move(event));
  }
  return request;
}

Store put_all(Store store, const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (event.data.is_null())
      store.erase(event.type, event.id);
    else
      store.put(event.type, event.id, event.data, 1);
  }
  return store;
}

/// What a store holds of some resources; of the others requests say nothing.
Json held(const Store& store, const std::vector<std::pair<std::string, std::string>>& keys) {
  Json all = Json::array();
  for (const auto& [type, id] : keys) {
    const contest::Resource* found = store.find(type, id);
    all.push_back(found ? found->data : Json());
  }
  return all;
}

std::set<std::string> contestants_of(const Json& standings) {
  std::set<std::string> ids;
  for (const Json& row : standings["rows"]) ids.insert(row["contestant"].get<std::string>());
  return ids;
}

/// Nobody is told of a row that the operators do not have, nor of what is still to come.
void check_standings(const Store& store, const std::string& round) {
  const auto all = contest::standings(store, round, "", Audience::operators);
  must(all.has_value(), "operators see every round");
  const auto seen = contest::standings(store, round, "", Audience::everyone);
  if (!seen) return;
  const std::set<std::string> known = contestants_of(*all), shown = contestants_of(*seen);
  must(std::includes(known.begin(), known.end(), shown.begin(), shown.end()), "the audience sees some of the rows");
  for (const Json& row : (*seen)["rows"]) {
    must(!row.contains("marks_in") && !row.contains("marks_expected"), "the audience is not told what is missing");
    must(!row["awarded"].is_null() || row["at_cut"].is_null(), "who is at the cut is told with who is awarded");
  }
}

/// Whoever does not ask for marks gets the same totals.
void check_details(const Store& store, const std::string& round) {
  const auto all = contest::standings(store, round, "", Audience::operators);
  const auto totals = contest::standings(store, round, "", Audience::operators, contest::Detail::totals);
  must(totals.has_value() && contestants_of(*totals) == contestants_of(*all), "rows are the same down to any detail");
  for (std::size_t i = 0; i < (*all)["rows"].size(); ++i)
    must((*all)["rows"][i]["total"] == (*totals)["rows"][i]["total"], "a total is the same down to any detail");
}

void check_results(const Store& store, const std::string& round) {
  for (const Audience audience : {Audience::operators, Audience::everyone}) {
    const auto results = leitai::tables::results(store, round, "", audience);
    if (!results) continue;
    for (const auto form : {leitai::tables::Form::table, leitai::tables::Form::steps}) {
      const auto rows = leitai::tables::result_rows(*results, form);
      must(!rows.empty(), "results have headers");
      for (const auto& row : rows) must(row.size() == rows.front().size(), "each row has every column");
    }
  }
}

/// A judge is told of no marks but their own, and operators of each round that has ballots.
void check_ballots(const Store& store) {
  for (const auto& [id, person] : store.all("people")) {
    const contest::Voter voter{id, ""};
    const Json document = contest::ballot_document(store, voter);
    for (const Json& round : document["rounds"]) {
      const std::string name = round["id"];
      must(contest::has_ballot(store, voter, name), "a ballot holds the rounds that its judge marks");
      for (const Json& contestant : round["contestants"]) {
        if (!contestant.contains("marks") || contestant["marks"].is_null()) continue;
        const contest::Resource* own = contest::own_ballot(store, name, id, contestant["id"].get<std::string>());
        must(own && own->data["judge"] == id && own->data["marks"] == contestant["marks"], "marks are the judge's own");
      }
    }
  }
  for (const Json& round : contest::ballot_rounds(store))
    must(contest::ballot_sheet(store, round["id"].get<std::string>()).is_object(), "a round of ballots has a sheet");
}

void check_show(const Store& store) {
  check_ballots(store);
  for (const auto& [id, round] : store.all("rounds")) {
    check_standings(store, id);
    check_details(store, id);
    check_results(store, id);
  }
  const Json results = contest::public_results(store);
  for (const Json& round : results["rounds"]) {
    const auto seen = contest::standings(store, round["id"].get<std::string>(), "", Audience::everyone);
    must(seen.has_value(), "a public round has standings");
    must(contestants_of(round["standings"]) == contestants_of(*seen), "the audience's documents show the same rows");
  }
  must(contest::consequences(store, store, kShowTimeMs).empty(), "what follows from a change follows once");
}

/// The store after events that the rules allow, with what follows from them.
Store followed(const Store& before, const std::vector<Event>& events) {
  Store after = put_all(before, events);
  return put_all(after, contest::consequences(before, after, kShowTimeMs));
}

/// Nothing where they are refused.
std::optional<Store> apply(const Store& store, const Request& request) {
  if (!request.sound) return std::nullopt;
  const Store after = put_all(store, request.events);
  const bool right = contest::check(after, request.keys).empty();
  if (request.unique) {
    std::vector<Event> reversed(request.events.rbegin(), request.events.rend());
    const Store other = put_all(store, reversed);
    must(held(after, request.keys) == held(other, request.keys), "the order of events changes nothing");
    must(contest::check(other, request.keys).empty() == right, "events are right in any order");
  }
  if (!right) return std::nullopt;
  Store result = followed(store, request.events);
  must(held(put_all(after, request.events), request.keys) == held(after, request.keys),
       "the same events twice change nothing");
  return result;
}

/// What a judge's phone sends: taken where it is right, as other scores are.
tl::expected<std::vector<Event>, contest::Refusal> ballot_command(const Store& store, const Json& entry,
                                                                  const Json& body) {
  const bool judges = entry.contains("judge") && entry["judge"].is_string();
  const auto sent = contest::sent_ballot(store, {judges ? entry["judge"] : Json("j1"), ""}, body);
  if (!sent) return tl::unexpected(sent.error());
  auto data = contest::normalise(sent->type, sent->id, sent->data, nullptr);
  if (!data) return tl::unexpected(contest::Refusal());
  std::vector<Event> events = {{sent->type, sent->id, std::move(*data)}};
  const std::vector<std::pair<std::string, std::string>> changed = {{sent->type, sent->id}};
  if (!contest::check(put_all(store, events), changed).empty()) return tl::unexpected(contest::Refusal());
  return events;
}

/// {"call": "reveal", "round": ID, "body": …} and its like.
std::optional<std::vector<Event>> command_of(const Store& store, const Json& entry) {
  if (!entry.is_object() || !entry.contains("call") || !entry["call"].is_string()) return std::nullopt;
  const std::string call = entry["call"];
  const std::string round = entry.contains("round") && entry["round"].is_string() ? entry["round"] : Json("r");
  const Json body = entry.contains("body") ? entry["body"] : Json::object();
  const auto events = call == "reveal"    ? contest::reveal_command(store, round, body, kShowTimeMs)
                      : call == "confirm" ? contest::confirm_command(store, round, body, kShowTimeMs)
                      : call == "order"   ? contest::order_command(store, round, body, kShowTimeMs)
                      : call == "stage"   ? contest::stage_command(store, body, kShowTimeMs)
                      : call == "ballot"  ? ballot_command(store, entry, body)
                      : call == "lock"    ? contest::ballot_lock_command(store, body, contest::BallotLock::lock)
                      : call == "reopen"  ? contest::ballot_lock_command(store, body, contest::BallotLock::reopen)
                      : call == "absent"  ? contest::ballot_absent_command(store, body)
                                          : tl::unexpected(contest::Refusal());
  return events ? std::optional(*events) : std::nullopt;
}

}  // namespace

bool events_accepted(std::string_view input) {
  const auto value = json::parse(input);
  return value && value->is_array();
}

/// An array of events, which are one request, and of commands, which come after it.
void run_events(std::string_view input) {
  const auto value = json::parse(input);
  if (!value || !value->is_array()) return;
  Store store = small_show();
  if (auto after = apply(store, request_of(*value, store))) store = std::move(*after);
  std::size_t commands = 0;
  for (std::size_t i = 0; i < value->size() && commands < kMostCommands; ++i) {
    const auto events = command_of(store, (*value)[i]);
    if (!events) continue;
    ++commands;
    store = followed(store, *events);
    for (const auto& [id, round] : store.all("rounds")) check_standings(store, id);
  }
  check_show(store);
}

}  // namespace fuzz
