// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/bind_data.h"
#include "server/show/binds/parts.h"

namespace leitai::show {

Json contestant_fields(const Store& store, const Json& contestant) {
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

Json stage_fields(const Store& store, Audience audience) {
  Json fields = person_fields(Json::object());
  for (const char* name : {"kicker", "text", "contestant", "round", "segment"}) fields[name] = "";
  const auto stage = on_stage(store);
  if (!stage) return fields;
  const Json* round = resource(store, "rounds", stage->round);
  const Json* contestant = resource(store, "contestants", stage->contestant);
  if (round == nullptr || contestant == nullptr || !contest::round_is_visible(*round, audience)) return fields;
  const Json* person = resource(store, "people", stage->person);
  if (stage->contestant_speaks) {
    fields.update(contestant_fields(store, *contestant));
  } else if (person != nullptr) {
    fields.update(person_fields(*person));
  }
  const Json* segment = segment_of(*round, stage->segment);
  fields["round"] = text(*round, "name");
  fields["segment"] = segment == nullptr ? "" : text(*segment, "name");
  fields["kicker"] = joined(text(*round, "name"), text(fields, "segment"));
  fields["contestant"] = text(*contestant, "name");
  fields["text"] = text(fields, "title");
  return fields;
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

}  // namespace leitai::show
