// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/state.h"

#include <algorithm>
#include <array>
#include <utility>

namespace leitai::show {

namespace {

/// Notes the round that a resource belongs to. True: it belongs to one.
bool note_round(Touched& touched, const Json& data) {
  const auto found = data.is_object() ? data.find("round") : data.end();
  if (found == data.end() || !found->is_string()) return false;
  touched.rounds.emplace(found->get_ref<const std::string&>());
  return true;
}

/// `before` is null where the resource is new.
void note(Touched& touched, std::string_view type, std::string_view id, const contest::Resource* before,
          const Json& after) {
  if (type == "rounds") touched.rounds.emplace(id);
  bool of_round = false;
  if (type != "stage") {
    of_round = before != nullptr && note_round(touched, before->data);
    of_round = note_round(touched, after) || of_round;
  }
  if (!of_round) touched.resources[std::string(type)].emplace(id);
}

bool is_more_than_contest(std::string_view type) {
  constexpr std::array<std::string_view, 6> kTypes = {"air", "automation", "channels", "show", "start", "theme"};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

/// `store`: as the commands of the instant left it.
void settle_with(State& state, const contest::Store& store) {
  Instant& instant = state.instant;
  if (instant.followed) return;
  state.air = instant.before;
  refresh(state.air, store, instant.touched, instant.token, state.time_ms);
  instant.followed = true;
}

/// What came before is settled, and nothing that comes after changes it.
void begin_instant(State& state, const contest::Store& store) {
  settle_with(state, store);
  state.instant = {state.air, {}, state.token, true};
}

}  // namespace

void settle(State& state) {
  settle_with(state, state.store);
}

void CommandFold::record(std::string_view actor, std::string_view type, std::string_view id, Json data,
                         std::int64_t time_ms) {
  if (time_ms != state_.time_ms) begin_instant(state_, state_.store);
  if (!std::exchange(begun_, true) && !state_.instant.followed) store_before_ = state_.store;
  if (is_more_than_contest(type) && !std::exchange(stands_apart_, true)) {
    begin_instant(state_, store_before_ ? *store_before_ : state_.store);
  }
  ++state_.token;
  state_.time_ms = time_ms;
  history_.record(state_, actor, type, id, data);
  if (type != kUndoRecord) fold(type, id, std::move(data));
}

void CommandFold::fold(std::string_view type, std::string_view id, Json data) {
  if (type == "air") {
    fold_air(state_.air, id, data, state_.token, state_.time_ms);
    touched_.air_ids.emplace(id);
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
  note(touched_, type, id, state_.store.find(type, id), data);
  if (data.is_null()) {
    if (type == "channels") state_.air.channels.erase(std::string(id));
    state_.store.erase(type, id);
  } else {
    state_.store.put(type, id, std::move(data), state_.token);
  }
}

void CommandFold::finish() {
  history_.finish(state_);
  Touched touched = std::exchange(touched_, {});
  begun_ = false;
  store_before_.reset();
  if (std::exchange(stands_apart_, false)) {
    if (!touched.nothing()) refresh(state_.air, state_.store, touched, state_.token, state_.time_ms);
    state_.instant = {state_.air, {}, state_.token, true};
  } else if (!touched.nothing()) {
    state_.instant.touched.add(std::move(touched));
    state_.instant.token = state_.token;
    state_.instant.followed = false;
  }
}

Json current_data(const State& state, std::string_view type, std::string_view id) {
  if (type == "air") return air_record(state.air, id);
  if (type == "theme") return state.theme;
  if (type == kUndoRecord) return nullptr;
  const contest::Resource* resource = state.store.find(type, id);
  return resource == nullptr ? Json() : resource->data;
}

}  // namespace leitai::show
