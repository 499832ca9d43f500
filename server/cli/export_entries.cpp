// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/export_entries.h"

#include <string>

namespace leitai::cli {

namespace {

using contest::Event;
using contest::Json;

Json without_id(Json resource) {
  resource.erase("id");
  return resource;
}

void add_round(std::vector<Event>& events, const Json& round) {
  const std::string id = round["id"];
  Json data = {{"state", round["state"]}, {"visibility", "live"}, {"scoring", {{"method", "given"}}}};
  for (const char* name : {"name", "order", "segments"})
    if (round.contains(name)) data[name] = round[name];
  data["contestants"] = round["running_order"];
  // Where the order is not public yet, those are who have a row.
  if (data["contestants"].empty())
    for (const Json& row : round["standings"]["rows"]) data["contestants"].push_back(row["contestant"]);
  events.push_back({"rounds", id, std::move(data)});
  for (const Json& row : round["standings"]["rows"]) {
    if (row["total"].is_null() && row["rank"].is_null()) continue;
    const std::string contestant = row["contestant"];
    Json total = {{"round", id}, {"contestant", contestant}};
    if (!row["total"].is_null()) total["total"] = row["total"];
    if (!row["rank"].is_null()) total["rank"] = row["rank"];
    events.push_back({"totals", "t" + std::to_string(events.size()), std::move(total)});
  }
}

}  // namespace

std::vector<Event> public_events(const contest::Store& store) {
  const Json document = contest::public_results(store);
  std::vector<Event> events;
  if (!document["contest"].empty()) events.push_back({"contest", "contest", document["contest"]});
  for (const char* type : {"groups", "contestants"})
    for (const Json& resource : document[type]) events.push_back({type, resource["id"], without_id(resource)});
  for (const Json& round : document["rounds"]) add_round(events, round);
  for (const Json& award : document["awards"]) events.push_back({"awards", award["id"], without_id(award)});
  return events;
}

}  // namespace leitai::cli
