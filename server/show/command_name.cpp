// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/command_name.h"

#include <algorithm>
#include <array>

namespace leitai::show {

namespace {

using contest::Json;

const Json& member(const Json& object, const char* name) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

/// A clock that was started, stopped or moved; its settings are data.
bool only_runs(const Json& before, const Json& data) {
  if (!before.is_object() || !data.is_object()) return false;
  Json settings = before, now = data;
  for (const char* name : {"state", "anchor", "elapsed_ms"}) {
    settings.erase(name);
    now.erase(name);
  }
  return settings == now;
}

struct UndoableType {
  std::string_view type;
  UndoRole role;
  /// None: every record of the type. Of one that does not lead by this, the type may still follow.
  bool (*leads)(const Json& before, const Json& data) = nullptr;
};

constexpr std::array<UndoableType, 9> kUndoableTypes = {{
    {"air", UndoRole::leads},
    {"automation", UndoRole::leads},
    {"stage", UndoRole::leads},
    {"timers", UndoRole::leads, only_runs},
    {"reveals", UndoRole::leads},
    {"rundown", UndoRole::leads},
    {"playhead", UndoRole::leads},
    {"confirms", UndoRole::follows},
    {"corrections", UndoRole::follows},
}};

const UndoableType* find_type(std::string_view type) {
  const auto found = std::find_if(kUndoableTypes.begin(), kUndoableTypes.end(),
                                  [type](const UndoableType& row) { return row.type == type; });
  return found == kUndoableTypes.end() ? nullptr : &*found;
}

std::string air_name(std::string_view id, const Json& before, const Json& data, std::int64_t time_ms) {
  const bool was_held = member(before, "held") == true, is_held = member(data, "held") == true;
  const Json& old_item = member(before, "current");
  const Json& item = member(data, "current");
  if (id.ends_with(".*")) return is_held ? "air/hold" : "air/release";
  if (!item.is_null() && member(item, "last_take_token") != member(old_item, "last_take_token")) return "air/take";
  if (was_held != is_held) return is_held ? "air/hold" : "air/release";
  if (item.is_null()) return "air/clear";
  if (member(item, "out_at") == time_ms && member(old_item, "out_at") != time_ms) return "air/out";
  return member(item, "step") == member(old_item, "step") ? "air/update" : "air/next";
}

std::string timer_name(const Json& before, const Json& data) {
  const Json& from = member(before, "state");
  const Json& to = member(data, "state");
  if (to == "running" && from != "running") return from == "paused" ? "timers/resume" : "timers/start";
  if (to == "paused" && from == "running") return "timers/pause";
  return to == "idle" && member(data, "elapsed_ms") == 0 ? "timers/reset" : "timers/add";
}

/// A take from the rundown moves its head first.
std::string playhead_name(const Json& before, const Json& data) {
  const bool stays =
      member(data, "current") == member(before, "current") && member(data, "pressed") == member(before, "pressed");
  return stays ? "air/ready" : "air/take";
}

}  // namespace

UndoRole undo_role(std::string_view type, const Json& before, const Json& data) {
  const UndoableType* row = find_type(type);
  if (row == nullptr) return UndoRole::none;
  return row->leads != nullptr && !row->leads(before, data) ? UndoRole::follows : row->role;
}

bool may_be_undone(std::string_view type) {
  return find_type(type) != nullptr;
}

std::string command_name(std::string_view type, std::string_view id, const Json& before, const Json& data,
                         std::int64_t time_ms) {
  if (type == "air") return air_name(id, before, data, time_ms);
  if (type == "automation") return member(data, "state") == "held" ? "air/panic" : "air/release";
  if (type == "timers" && only_runs(before, data)) return timer_name(before, data);
  if (type == "reveals") return "reveal";
  if (type == "playhead") return playhead_name(before, data);
  return std::string(type);
}

}  // namespace leitai::show
