// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/air_calls.h"

#include <cstdlib>

namespace leitai::cli {

namespace {

using json::Json;

/// A member, or null where there is none.
const Json& member(const Json& object, const char* name) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

Call take_call(Json place, const Json& item) {
  place["template"] = member(item, "template");
  for (const char* name : {"bind", "duration_ms", "cue"}) {
    if (!member(item, name).is_null()) place[name] = item[name];
  }
  if (const auto& data = member(item, "data"); data.is_object() && !data.empty()) place["data"] = data;
  return {"air/take", std::move(place)};
}

bool went_out(const Json& before, const Json& after, std::int64_t time_ms) {
  const auto& out_at = member(after, "out_at");
  return out_at != member(before, "out_at") && out_at.is_number_integer() && out_at <= time_ms;
}

/// One take that has gone on: taken again in place, its data, its step, its out.
void same_take(const Json& place, const Json& before, const Json& after, std::int64_t time_ms,
               std::vector<Call>& calls) {
  if (member(before, "last_take_token") != member(after, "last_take_token")) {
    calls.push_back(take_call(place, after));
    return;
  }
  if (member(before, "data") != member(after, "data")) {
    auto body = place;
    body["data"] = member(after, "data");
    calls.push_back({"air/update", std::move(body)});
  }
  if (went_out(before, after, time_ms)) {
    calls.push_back({"air/out", place});
  } else if (member(before, "step") != member(after, "step")) {
    calls.push_back({"air/next", place});
  }
}

}  // namespace

std::vector<Call> air_calls(const std::string& id, const Json& before, const Json& after, std::int64_t time_ms) {
  const auto dot = id.rfind('.');
  if (dot == std::string::npos) return {};
  Json place = {{"channel", id.substr(0, dot)}};
  const auto layer = id.substr(dot + 1);
  if (layer != "*") place["layer"] = std::atoi(layer.c_str());

  std::vector<Call> calls;
  const bool was_held = member(before, "held") == true, is_held = member(after, "held") == true;
  if (was_held && !is_held) calls.push_back({"air/release", place});
  const auto& old_item = member(before, "current");
  const auto& new_item = member(after, "current");
  if (!new_item.is_null() && member(new_item, "take") != member(old_item, "take")) {
    calls.push_back(take_call(place, new_item));
  } else if (!new_item.is_null()) {
    same_take(place, old_item, new_item, time_ms, calls);
  } else if (!old_item.is_null()) {
    calls.push_back({"air/clear", place});
  }
  if (!was_held && is_held) calls.push_back({"air/hold", place});
  return calls;
}

}  // namespace leitai::cli
