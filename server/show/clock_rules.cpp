// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/clock_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "server/show/binds/parts.h"

namespace leitai::show {

namespace {

std::int64_t number(const Json& object, const char* name) {
  const Json& value = field(object, name);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

bool waits_for_clock(const Json& rule) {
  return text(field(rule, "when"), "on") == "clock";
}

std::string timer_of(const Json& rule) {
  return text(field(rule, "when"), "timer");
}

/// When the timer comes to where the rule waits for it; none: it does not, as it stands.
std::optional<std::int64_t> comes_ms(const Store& store, const Json& rule) {
  const Json* timer = waits_for_clock(rule) ? resource(store, "timers", timer_of(rule)) : nullptr;
  if (timer == nullptr || text(*timer, "state") != "running") return std::nullopt;
  const auto anchor = contest::parse_time(text(*timer, "anchor"));
  const std::int64_t duration = number(*timer, "duration_ms");
  const std::int64_t remaining = number(field(rule, "when"), "remaining_ms");
  const bool stops_before = remaining < 0 && text(*timer, "overtime") == "stop";
  if (!anchor || duration <= 0 || remaining > duration || stops_before) return std::nullopt;
  return *anchor + duration - remaining - number(*timer, "elapsed_ms");
}

/// Those that have not been dealt with, and when.
template <typename Visit>
void for_each_coming(const Store& store, const Visit& visit) {
  for (const auto& [id, rule] : store.all("rules")) {
    const auto at = comes_ms(store, rule->data);
    if (at && resource(store, "firings", id) == nullptr) visit(id, *at);
  }
}

bool is_over(const Store& store, const Json* rule) {
  if (rule == nullptr || !waits_for_clock(*rule)) return true;
  const Json* timer = resource(store, "timers", timer_of(*rule));
  return timer == nullptr || text(*timer, "state") == "idle";
}

const Json& when_of(const Store& store, const std::string& rule) {
  static const Json kNone;
  const Json* found = resource(store, "rules", rule);
  return found == nullptr ? kNone : field(*found, "when");
}

}  // namespace

std::optional<std::int64_t> next_clock_ms(const Store& store) {
  std::optional<std::int64_t> next;
  for_each_coming(store, [&](const std::string&, std::int64_t at) { next = std::min(next.value_or(at), at); });
  return next;
}

std::vector<std::string> due_clocks(const Store& store, std::int64_t now_ms) {
  std::set<std::pair<std::int64_t, std::string>> due;
  for_each_coming(store, [&](const std::string& id, std::int64_t at) {
    if (at <= now_ms) due.emplace(at, id);
  });
  std::vector<std::string> rules;
  for (const auto& [at, id] : due) rules.push_back(id);
  return rules;
}

contest::Event dealt_with(const Store& store, const std::string& rule, std::int64_t now_ms, const char* outcome) {
  return {
      "firings", rule,
      Json{{"timer", text(when_of(store, rule), "timer")}, {"at", contest::format_time(now_ms)}, {"outcome", outcome}}};
}

std::vector<contest::Event> clocks_after(const Store& before, const Store& after, std::int64_t now_ms) {
  std::vector<contest::Event> events;
  std::set<std::string> rewritten;
  Store::Collection::visit_differences(before.all("rules"), after.all("rules"),
                                       [&](const std::string& id, const contest::Resource&) {
                                         if (when_of(before, id) != when_of(after, id)) rewritten.insert(id);
                                       });
  for (const auto& [id, firing] : after.all("firings")) {
    if (rewritten.contains(id) || is_over(after, resource(after, "rules", id)))
      events.push_back({"firings", id, nullptr});
  }
  for (const std::string& id : rewritten) {
    const Json* rule = resource(after, "rules", id);
    const auto at = rule == nullptr ? std::nullopt : comes_ms(after, *rule);
    if (!at || *at > now_ms) continue;
    std::erase_if(events, [&](const contest::Event& event) { return event.id == id; });
    events.push_back(dealt_with(after, id, now_ms, "passed"));
  }
  return events;
}

}  // namespace leitai::show
