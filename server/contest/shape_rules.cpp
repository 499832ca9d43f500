// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/shape_rules.h"

#include <algorithm>
#include <array>

#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// What a trigger must say, and may say, besides `on`.
struct Trigger {
  std::string_view on;
  std::vector<std::string_view> needs;
  std::vector<std::string_view> takes;
};

const std::vector<Trigger>& triggers() {
  static const std::vector<Trigger> kTriggers = {{"called", {}, {"round", "segment", "speaker"}},
                                                 {"clock", {"timer", "remaining_ms"}, {}},
                                                 {"marks", {}, {"round", "who"}},
                                                 {"revealed", {}, {"round"}},
                                                 {"scene", {"scene"}, {}},
                                                 {"recording", {"state"}, {}},
                                                 {"streaming", {"state"}, {}}};
  return kTriggers;
}

bool has(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_when(const Json& when, std::vector<FieldError>& errors) {
  const std::string_view on = text_or(when, "on", "");
  const auto trigger =
      std::find_if(triggers().begin(), triggers().end(), [&](const Trigger& candidate) { return candidate.on == on; });
  if (trigger == triggers().end()) return;
  for (const std::string_view name : trigger->needs)
    if (!member(when, name)) errors.push_back({"/when/" + std::string(name), "is required"});
  for (const auto& [name, value] : when.items())
    if (name != "on" && !has(trigger->needs, name) && !has(trigger->takes, name))
      errors.push_back({"/when/" + name, "says nothing about \"" + std::string(on) + "\""});
}

void check_take(const Json& take, std::vector<FieldError>& errors) {
  if (!member(take, "template") && !member(take, "cue") && !flag(take, "next"))
    errors.push_back({"/do/take", "must say a template, a cue or \"next\": true"});
  for (const char* name : {"bind", "data"})
    if (const Json* value = member(take, name); value && !value->is_object())
      errors.push_back({"/do/take/" + std::string(name), "must be an object"});
}

}  // namespace

void check_rule(const Json& rule, std::vector<FieldError>& errors) {
  if (const Json* when = member(rule, "when")) check_when(*when, errors);
  const Json* action = member(rule, "do");
  if (!action) return;
  constexpr std::array kActions = {"take", "cue", "ready", "out"};
  const auto said =
      std::count_if(kActions.begin(), kActions.end(), [&](const char* name) { return member(*action, name); });
  if (said != 1) errors.push_back({"/do", "must say exactly one of take, cue, ready and out"});
  if (const Json* take = member(*action, "take")) check_take(*take, errors);
}

}  // namespace leitai::contest
