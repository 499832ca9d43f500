// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/saved_history.h"

namespace leitai::show {

namespace {

Json command_json(const PastCommand& command) {
  return {{"command", command.command}, {"token", command.token}, {"actor", command.actor}, {"what", command.what}};
}

PastCommand command_from(const Json& json) {
  return {json.at("command").get<std::uint64_t>(), json.at("token").get<std::uint64_t>(),
          json.at("actor").get<std::string>(), json.at("what").get<std::string>()};
}

Json undoable_line(const Undoable& undoable, bool undone) {
  Json line = command_json(undoable.command);
  line["undone"] = undone;
  line["panic"] = undoable.is_panic;
  line["turned_ms"] = undoable.turned_ms;
  Json& changes = line["changes"] = Json::array();
  for (const PastChange& change : undoable.changes) {
    changes.push_back(Json::array({change.type, change.id, change.other, change.earlier, change.moves_out}));
  }
  return line;
}

Undoable undoable_from(const Json& line) {
  Undoable undoable;
  undoable.command = command_from(line);
  undoable.is_panic = line.at("panic").get<bool>();
  undoable.turned_ms = line.at("turned_ms").get<std::int64_t>();
  for (const Json& change : line.at("changes")) {
    undoable.changes.push_back({change.at(0).get<std::string>(), change.at(1).get<std::string>(), change.at(2),
                                change.at(3).get<std::uint64_t>(), change.at(4).get<bool>()});
  }
  return undoable;
}

}  // namespace

std::size_t history_size(const History& history) {
  std::size_t lines = history.touches().size();
  for (const auto& [actor, stack] : history.stacks()) lines += stack->commands.size();
  return lines;
}

bool for_each_history_line(const History& history, const std::function<bool(const Json&)>& take) {
  for (const auto& [actor, stack] : history.stacks()) {
    for (std::size_t i = 0; i < stack->commands.size(); ++i) {
      if (!take(undoable_line(*stack->commands[i], i >= stack->done))) return false;
    }
  }
  for (const auto& [key, touch] : history.touches()) {
    Json line = command_json(*touch->last);
    line["key"] = key;
    line["version"] = touch->version;
    if (!take(line)) return false;
  }
  return true;
}

void add_history_line(History& history, const Json& line) {
  if (line.contains("key")) {
    history.restore(line.at("key").get<std::string>(), line.at("version").get<std::uint64_t>(), command_from(line));
  } else {
    history.restore(undoable_from(line), line.at("undone").get<bool>());
  }
}

}  // namespace leitai::show
