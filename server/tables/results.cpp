// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>

#include "server/contest/decimal.h"
#include "server/contest/rules.h"
#include "server/tables/tables.h"

namespace leitai::tables {

namespace {

using contest::Audience;
using contest::Rational;
using contest::Rules;
using contest::Store;

std::string exact(const Rational& value) {
  return contest::fraction_text(value).value_or(contest::decimal_text(value));
}

std::string_view name_of(contest::Method method) {
  constexpr std::string_view kNames[] = {"marks", "votes", "places", "skating", "given"};
  return kNames[static_cast<std::size_t>(method)];
}

Json places_of(const std::optional<int>& places) {
  return places ? Json(*places) : Json(nullptr);
}

Json criteria_of(const Rules& rules) {
  Json list = Json::array();
  for (const contest::Criterion& criterion : rules.criteria)
    list.push_back({{"id", criterion.id}, {"name", criterion.name}, {"weight", exact(criterion.weight)}});
  return list;
}

Json panels_of(const Rules& rules) {
  constexpr std::string_view kAverages[] = {"mean", "median", "sum"};
  Json list = Json::array();
  for (const contest::Panel& panel : rules.panels) {
    Json criteria = Json::array();
    for (const std::size_t criterion : panel.criteria) criteria.push_back(rules.criteria[criterion].id);
    list.push_back({{"id", panel.id},
                    {"weight", exact(panel.weight)},
                    {"criteria", std::move(criteria)},
                    {"drop_high", panel.drop_high},
                    {"drop_low", panel.drop_low},
                    {"drop_from", panel.drop_from},
                    {"average", kAverages[static_cast<std::size_t>(panel.average)]}});
  }
  return list;
}

/// The rounds that carry into this one; of a round that the audience may not know of nothing is said.
std::vector<contest::Carry> carries_of(const Store& store, const Rules& rules, Audience audience) {
  std::vector<contest::Carry> carries;
  for (const contest::Carry& carry : rules.carry) {
    const contest::Resource* round = store.find("rounds", carry.round);
    if (round && contest::round_is_visible(round->data, audience)) carries.push_back(carry);
  }
  return carries;
}

Json rules_document(const Rules& rules, const std::vector<contest::Carry>& carries) {
  constexpr std::string_view kRoundings[] = {"half_up", "half_even", "down"};
  constexpr std::string_view kMissing[] = {"ignore", "zero", "block"};
  Json carry = Json::array();
  for (const contest::Carry& entry : carries)
    carry.push_back({{"round", entry.round}, {"weight", exact(entry.weight)}});
  Json points = Json::array();
  for (const Rational& value : rules.points) points.push_back(exact(value));
  return {{"method", name_of(rules.method)},
          {"trim", rules.trim == contest::Trim::criterion ? "criterion" : "judge_total"},
          {"missing", kMissing[static_cast<std::size_t>(rules.missing)]},
          {"rounding", kRoundings[static_cast<std::size_t>(rules.rounding)]},
          {"round_to",
           {{"panel", places_of(rules.round_to.panel)},
            {"criterion", places_of(rules.round_to.criterion)},
            {"weighted", places_of(rules.round_to.weighted)},
            {"total", places_of(rules.round_to.total)}}},
          {"ranking", rules.dense ? "dense" : "standard"},
          {"criteria", criteria_of(rules)},
          {"panels", panels_of(rules)},
          {"carry", std::move(carry)},
          {"points", std::move(points)}};
}

/// The named text members, as far as there are any.
Json picked(const Store& store, std::string_view type, const std::string& id,
            std::initializer_list<const char*> names) {
  Json result = Json::object();
  const contest::Resource* found = store.find(type, id);
  for (const char* name : names)
    if (found && found->data.contains(name)) result[name] = found->data[name];
  return result;
}

/// Calls `take` with each judge that a row names.
template <typename Take>
void each_judge(const Json& row, const Take& take) {
  const auto of_panels = [&](const Json& holder) {
    if (!holder.contains("panels")) return;
    for (const Json& panel : holder["panels"])
      for (const char* list : {"marks", "judges"})
        if (panel.contains(list))
          for (const Json& entry : panel[list]) take(entry["judge"].template get<std::string>());
  };
  of_panels(row);
  if (row.contains("criteria"))
    for (const Json& criterion : row["criteria"]) of_panels(criterion);
}

/// A carried round's totals, by contestant, as the same audience sees them.
std::map<std::string, Json> totals_of(const Store& store, const contest::Carry& carry, Audience audience) {
  std::map<std::string, Json> totals;
  const auto standings = contest::standings(store, carry.round, "", audience, contest::Detail::totals);
  if (!standings) return totals;
  for (const Json& row : (*standings)["rows"]) {
    Json entry = {{"round", carry.round}, {"weight", exact(carry.weight)}, {"total", row["total"]}};
    if (row.contains("exact")) entry["exact"] = row["exact"];
    totals.emplace(row["contestant"], std::move(entry));
  }
  return totals;
}

/// What the standings' rows refer to, by id.
void add_names(const Store& store, Json& document) {
  Json contestants = Json::object(), groups = Json::object(), judges = Json::object();
  for (const Json& row : document["rows"]) {
    const std::string id = row["contestant"];
    contestants[id] = picked(store, "contestants", id, {"name", "number", "organization"});
    if (row["group"].is_string())
      groups[row["group"].get<std::string>()] = picked(store, "groups", row["group"], {"name", "short_name"});
    each_judge(row, [&](const std::string& judge) {
      if (!judges.contains(judge)) judges[judge] = picked(store, "people", judge, {"name"});
    });
  }
  document["contestants"] = std::move(contestants);
  document["groups"] = std::move(groups);
  document["judges"] = std::move(judges);
}

}  // namespace

tl::expected<Json, contest::Refusal> results(const Store& store, std::string_view round, std::string_view group,
                                             Audience audience) {
  tl::expected<Json, contest::Refusal> document = contest::standings(store, round, group, audience);
  if (!document) return document;
  const Json& data = store.find("rounds", round)->data;
  const Rules rules = contest::rules_of(store, data);
  const std::vector<contest::Carry> carries = carries_of(store, rules, audience);
  for (const contest::Carry& carry : carries) {
    const std::map<std::string, Json> totals = totals_of(store, carry, audience);
    for (Json& row : (*document)["rows"]) {
      const auto found = totals.find(row["contestant"]);
      if (found != totals.end()) row["carry_list"].push_back(found->second);
    }
  }
  (*document)["name"] = data.value("name", "");
  (*document)["rules"] = rules_document(rules, carries);
  add_names(store, *document);
  return document;
}

}  // namespace leitai::tables
