// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/ballots.h"

#include <algorithm>
#include <set>

#include "server/contest/ballot_parts.h"
#include "server/contest/scores.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

Json without_nulls(std::initializer_list<std::pair<const char*, Json>> members) {
  Json object = Json::object();
  for (const auto& [name, value] : members)
    if (!value.is_null()) object[name] = value;
  return object;
}

Json copied(const Json& object, const char* name) {
  const Json* found = member(object, name);
  return found ? *found : Json();
}

/// The criteria that the voter is asked for, as the round spells them.
Json criteria_of(const BallotRound& round, const Voter& voter) {
  const Json* scoring = member(*round.data, "scoring");
  const Json* spelled = scoring ? member(*scoring, "criteria") : nullptr;
  Json list = Json::array();
  for (const std::size_t i : asked_criteria(round.rules, voter)) {
    Json criterion = {{"id", round.rules.criteria[i].id}};
    for (const char* name : {"name", "min", "max", "step", "weight"})
      if (spelled && i < spelled->size())
        if (const Json* value = member((*spelled)[i], name)) criterion[name] = *value;
    if (round.rules.method == Method::skating) {
      if (!criterion.contains("min")) criterion["min"] = "1";
      if (!criterion.contains("max")) criterion["max"] = std::to_string(round.order.size());
      if (!criterion.contains("step")) criterion["step"] = "1";
    }
    list.push_back(std::move(criterion));
  }
  return list;
}

const char* state_of(const Score* own, bool locked) {
  return own && own->absent ? "absent" : locked ? "locked" : "open";
}

Json contestant_entry(const Store& store, const BallotRound& round, const Voter& voter, const std::string& id) {
  const Resource* found = store.find("contestants", id);
  static const Json kNobody = Json::object();
  const Json& data = found ? found->data : kNobody;
  const Resource* group = store.find("groups", text_or(data, "group", ""));
  const Score* own = round.rules.method == Method::votes ? nullptr : own_score(store, round.id, voter.judge, id);
  Json entry = without_nulls({{"id", id},
                              {"number", copied(data, "number")},
                              {"name", copied(data, "name")},
                              {"organization", copied(data, "organization")},
                              {"title", copied(data, "title")},
                              {"group", copied(data, "group")},
                              {"group_name", group ? copied(group->data, "name") : Json()}});
  if (round.rules.method == Method::votes) return entry;
  entry["state"] = state_of(own, round.locked(voter.judge));
  entry["marks"] = own && !own->absent ? copied(own->resource->data, "marks") : Json();
  entry["position"] = own ? Json(own->resource->token) : Json();
  return entry;
}

Json round_entry(const Store& store, const BallotRound& round, const Voter& voter) {
  const bool votes = round.rules.method == Method::votes;
  const Score* own = votes ? own_score(store, round.id, voter.judge, "") : nullptr;
  Json entry = {{"id", round.id},
                {"name", text_or(*round.data, "name", "")},
                {"votes", votes},
                {"state", state_of(own, round.locked(voter.judge))},
                {"contestants", Json::array()}};
  for (const std::string& id : visible_contestants(store, round, voter))
    entry["contestants"].push_back(contestant_entry(store, round, voter, id));
  if (!votes) {
    entry["criteria"] = criteria_of(round, voter);
    return entry;
  }
  const Json* scoring = member(*round.data, "scoring");
  entry["max_choices"] = scoring ? copied(*scoring, "max_choices") : Json();
  entry["choices"] = own && !own->absent ? copied(own->resource->data, "choices") : Json();
  entry["position"] = own ? Json(own->resource->token) : Json();
  return entry;
}

Json judge_entry(const Store& store, const Voter& voter) {
  if (voter.of_audience()) return {{"audience", true}};
  const Resource* person = store.find("people", voter.judge);
  return without_nulls({{"id", voter.judge},
                        {"name", person ? copied(person->data, "name") : Json()},
                        {"title", person ? copied(person->data, "title") : Json()}});
}

Json cell_of(const Score* score, std::size_t expected) {
  if (!score) return {{"state", "none"}};
  const char* state = score->absent ? "absent" : score->marks < expected ? "partial" : "sent";
  return {{"state", state}, {"position", score->resource->token}};
}

Json judge_row(const Store& store, const BallotRound& round, const std::string& judge) {
  const Resource* person = store.find("people", judge);
  Json row = {{"id", judge},
              {"name", person ? text_or(person->data, "name", judge) : std::string_view(judge)},
              {"locked", round.locked(judge)}};
  if (round.rules.method == Method::votes) {
    row["ballot"] = cell_of(own_score(store, round.id, judge, ""), 0);
    return row;
  }
  const std::size_t expected = asked_criteria(round.rules, {judge, ""}).size();
  row["cells"] = Json::object();
  for (const std::string& contestant : round.order)
    row["cells"][contestant] = cell_of(own_score(store, round.id, judge, contestant), expected);
  return row;
}

/// Ballots of those whom no panel names.
std::size_t audience_ballots(const Store& store, const BallotRound& round) {
  const std::vector<std::string> named = named_judges(round.rules);
  const std::set<std::string_view> judges(named.begin(), named.end());
  std::size_t count = 0;
  for (const auto& [judge, ballots] : scores_of(store, round.id).ballots()) {
    const bool cast = std::any_of(ballots->list.begin(), ballots->list.end(), [](const Score& s) { return !s.absent; });
    if (cast && !judges.contains(judge)) ++count;
  }
  return count;
}

}  // namespace

bool has_ballot(const Store& store, const Voter& voter, std::string_view round) {
  const auto found = ballot_round(store, round);
  return found && takes_part(*found, voter);
}

const Resource* own_ballot(const Store& store, std::string_view round, std::string_view judge,
                           std::string_view contestant) {
  const Score* own = own_score(store, round, judge, contestant);
  return own ? own->resource.get() : nullptr;
}

Json ballot_document(const Store& store, const Voter& voter) {
  const Resource* contest = store.find("contest", "contest");
  const Resource* stage = store.find("stage", "stage");
  Json document = {{"contest", Json::object()},
                   {"judge", judge_entry(store, voter)},
                   {"current", nullptr},
                   {"stage", nullptr},
                   {"rounds", Json::array()}};
  if (contest)
    for (const char* name : {"name", "subtitle"})
      if (const Json* value = member(contest->data, name)) document["contest"][name] = *value;
  const std::string_view staged = stage ? text_or(stage->data, "round", "") : "";
  for (const std::string& id : rounds_in_order(store)) {
    const auto round = ballot_round(store, id);
    if (!round || !takes_part(*round, voter) || (round->closed() && id != staged)) continue;
    Json entry = round_entry(store, *round, voter);
    const std::string_view called = id == staged ? text_or(stage->data, "contestant", "") : "";
    const Json& list = entry["contestants"];
    if (std::any_of(list.begin(), list.end(), [&](const Json& one) { return one["id"] == called; }))
      document["stage"] = {{"round", id}, {"contestant", called}};
    if (id == staged || (document["current"].is_null() && !round->closed())) document["current"] = id;
    document["rounds"].push_back(std::move(entry));
  }
  return document;
}

Json ballot_rounds(const Store& store) {
  Json list = Json::array();
  for (const std::string& id : rounds_in_order(store))
    if (const auto round = ballot_round(store, id))
      list.push_back({{"id", id},
                      {"name", text_or(*round->data, "name", id)},
                      {"state", text_or(*round->data, "state", "open")},
                      {"votes", round->rules.method == Method::votes},
                      {"audience", round->rules.has_audience()},
                      {"locked", round->all_locked()}});
  return list;
}

Json ballot_sheet(const Store& store, std::string_view id) {
  const auto round = ballot_round(store, id);
  if (!round) return nullptr;
  const Resource* stage = store.find("stage", "stage");
  const bool staged = stage && text_or(stage->data, "round", "") == id;
  Json sheet = {{"id", id},
                {"name", text_or(*round->data, "name", id)},
                {"state", text_or(*round->data, "state", "open")},
                {"votes", round->rules.method == Method::votes},
                {"audience", round->rules.has_audience()},
                {"locked", round->all_locked()},
                {"stage", staged ? copied(stage->data, "contestant") : Json()},
                {"contestants", Json::array()},
                {"judges", Json::array()}};
  for (const std::string& contestant : round->order) {
    const Resource* found = store.find("contestants", contestant);
    sheet["contestants"].push_back(without_nulls({{"id", contestant},
                                                  {"number", found ? copied(found->data, "number") : Json()},
                                                  {"name", found ? copied(found->data, "name") : Json()}}));
  }
  for (const std::string& judge : named_judges(round->rules))
    sheet["judges"].push_back(judge_row(store, *round, judge));
  if (round->rules.has_audience()) sheet["ballots"] = audience_ballots(store, *round);
  return sheet;
}

}  // namespace leitai::contest
