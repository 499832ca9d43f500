// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/commands.h"

#include <map>

namespace leitai::cli {

namespace {

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts{""};
  for (const char c : path) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

show::AirVerb air_verb(const std::string& name) {
  using show::AirVerb;
  static const std::map<std::string, AirVerb> kVerbs = {
      {"take", AirVerb::take}, {"update", AirVerb::update},   {"next", AirVerb::next},
      {"out", AirVerb::out},   {"clear", AirVerb::clear},     {"panic", AirVerb::panic},
      {"hold", AirVerb::hold}, {"release", AirVerb::release}, {"ready", AirVerb::ready}};
  return kVerbs.at(name);
}

show::Command command_of(const Call& call) {
  const auto parts = parts_of(call.path);
  if (parts[0] == "air") return show::AirCommand{air_verb(parts[1]), call.body};
  if (parts[0] == "timers") return show::TimerCommand{parts[1], parts[2], call.body};
  if (parts[0] == "rounds" && parts[2] == "confirm") return show::ConfirmCommand{parts[1], call.body};
  if (parts[0] == "rounds" && parts[2] == "order") return show::OrderCommand{parts[1], call.body};
  if (parts[0] == "rounds") return show::RevealCommand{parts[1], call.body};
  return show::StageCommand{call.body};
}

}  // namespace

show::Command command_of(const std::vector<Entry>& entries, const Request& request) {
  if (const auto* call = std::get_if<Call>(&entries[request.first].what)) return command_of(*call);
  show::ApplyEvents events;
  for (std::size_t i = request.first; i < request.first + request.count; ++i) {
    events.events.push_back(std::get<contest::Event>(entries[i].what));
  }
  return events;
}

}  // namespace leitai::cli
