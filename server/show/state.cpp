// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/state.h"

#include <algorithm>
#include <utility>

namespace leitai::show {

namespace {

void add_once(std::vector<std::string>& names, std::string_view name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

}  // namespace

void CommandFold::record(std::string_view type, std::string_view id, Json data, std::int64_t time_ms) {
  ++state_.token;
  state_.time_ms = time_ms;
  if (type == "air") {
    fold_air(state_.air, id, data, state_.token, time_ms);
    add_once(touched_.air_ids, id);
    return;
  }
  if (type == "show") {
    state_.show_id = data.is_object() ? data.value("show_id", "") : "";
    return;
  }
  if (type == "start") {
    state_.theme = data.is_object() ? data.value("theme", Json()) : Json();
    state_.last_start = std::move(data);
    return;
  }
  if (type == "theme") {
    state_.theme = std::move(data);
    return;
  }
  if (type == "automation") state_.air.automation_held = data.is_object() && data.value("state", "run") == "held";
  add_once(touched_.types, type);
  if (data.is_null()) {
    if (type == "channels") state_.air.channels.erase(std::string(id));
    state_.store.erase(type, id);
  } else {
    state_.store.put(type, id, std::move(data), state_.token);
  }
}

void CommandFold::finish() {
  if (touched_.types.empty() && touched_.air_ids.empty()) return;
  refresh(state_.air, state_.store, touched_, state_.token, state_.time_ms);
  touched_ = {};
}

Json current_data(const State& state, std::string_view type, std::string_view id) {
  if (type == "air") return air_record(state.air, id);
  if (type == "theme") return state.theme;
  const contest::Resource* resource = state.store.find(type, id);
  return resource == nullptr ? Json() : resource->data;
}

}  // namespace leitai::show
