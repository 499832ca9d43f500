// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/bind_data.h"

#include <limits>
#include <string>

namespace leitai::show {

namespace {

/// A text field; a number (a contestant's) as its digits; "" where there is none.
std::string text(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return "";
  if (found->is_string()) return found->get<std::string>();
  return found->is_number() ? json::dump(*found) : "";
}

std::string joined(const std::string& first, const std::string& second) {
  return first.empty() || second.empty() ? first + second : first + " " + second;
}

Json field(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? Json() : *found;
}

std::string name_of(const contest::Store& store, const char* type, const std::string& id, const char* field_name) {
  const contest::Resource* found = id.empty() ? nullptr : store.find(type, id);
  return found == nullptr || !found->data.is_object() ? "" : text(found->data, field_name);
}

/// The criteria's columns where there is more than one: a single one is the total again.
Json criteria_columns(const Json& round) {
  Json columns = Json::array();
  const Json scoring = field(round, "scoring");
  if (!scoring.is_object()) return columns;
  const Json criteria = field(scoring, "criteria");
  if (!criteria.is_array() || criteria.size() < 2) return columns;
  for (const Json& criterion : criteria) {
    if (!criterion.is_object()) continue;
    const std::string name = text(criterion, "name");
    columns.push_back({{"id", text(criterion, "id")}, {"name", name.empty() ? text(criterion, "id") : name}});
  }
  return columns;
}

}  // namespace

Json contestant_fields(const contest::Store& store, const Json& contestant) {
  return {{"title", text(contestant, "name")},
          {"subtitle", joined(text(contestant, "organization"), text(contestant, "title"))},
          {"tag", name_of(store, "groups", text(contestant, "group"), "short_name")},
          {"number", text(contestant, "number")},
          {"photo", text(contestant, "photo")}};
}

Json person_fields(const Json& person) {
  return {{"title", text(person, "name")},
          {"subtitle", joined(text(person, "organization"), text(person, "title"))},
          {"tag", ""},
          {"number", ""},
          {"photo", text(person, "photo")}};
}

Json timer_fields(const Json& timer) {
  Json fields = {{"label", text(timer, "label")}, {"timer", Json::object()}};
  for (const char* name :
       {"mode", "duration_ms", "state", "anchor", "elapsed_ms", "warn_ms", "danger_ms", "overtime"}) {
    const auto found = timer.find(name);
    if (found != timer.end() && !found->is_null()) fields["timer"][name] = *found;
  }
  return fields;
}

Json ranking_row(const contest::Store& store, const Json& row) {
  const std::string id = text(row, "contestant");
  Json criteria = Json::array();
  const Json given = field(row, "criteria");
  if (given.is_array()) {
    for (const Json& criterion : given) {
      criteria.push_back({{"id", field(criterion, "id")}, {"value", field(criterion, "value")}});
    }
  }
  return {{"id", id},
          {"rank", field(row, "rank")},
          {"change", field(row, "change")},
          {"name", name_of(store, "contestants", id, "name")},
          {"organization", name_of(store, "contestants", id, "organization")},
          {"total", field(row, "total")},
          {"stars", field(row, "stars")},
          {"criteria", std::move(criteria)},
          {"awarded", field(row, "awarded")}};
}

Json ranking_fields(const contest::Store& store, const Json& bind, const Json& round, contest::Audience audience) {
  const std::string group = text(bind, "group");
  Json fields = {{"title", ""}, {"subtitle", ""}, {"columns", Json::array()}, {"rows", Json::array()}};
  std::size_t limit = std::numeric_limits<std::size_t>::max();
  if (bind.contains("limit")) {
    fields["limit"] = bind["limit"];
    limit = bind["limit"].get<std::size_t>();
  }
  const auto standings = contest::standings(store, text(bind, "round"), group, audience, contest::Detail::criteria);
  if (!standings) return fields;  // not public yet: not even its name
  fields["title"] = text(round, "name");
  fields["subtitle"] = name_of(store, "groups", group, "name");
  fields["columns"] = criteria_columns(round);
  for (const Json& row : standings->at("rows")) {
    if (fields["rows"].size() >= limit) break;
    if (field(row, "rank").is_null()) continue;
    fields["rows"].push_back(ranking_row(store, row));
  }
  return fields;
}

}  // namespace leitai::show
