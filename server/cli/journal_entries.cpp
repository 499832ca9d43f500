// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/journal_entries.h"

#include <algorithm>

#include "server/cli/air_calls.h"
#include "server/cli/facts.h"

namespace leitai::cli {

namespace {

using journal::Record;
using json::Json;

constexpr std::size_t kAtOnce = 2000;
/// What the program wrote may nest deeper than what clients may send.
constexpr json::Limits kStored{80};

/// A record with its texts read.
struct Fact {
  std::string type;
  std::string id;
  Json data;
  Json before;
  std::int64_t time_ms = 0;
  std::uint64_t token = 0;
};

/// The program's own: a file that is played gets its own.
bool is_start(const Fact& fact) {
  return fact.type == "show" || fact.type == "start" || fact.type == "theme";
}

std::int64_t number(const Json& object, const char* name) {
  return object.is_object() && object.contains(name) && object[name].is_number_integer()
             ? object[name].get<std::int64_t>()
             : 0;
}

/// A timer without what only commands write.
Json timer_settings(Json timer) {
  if (timer.is_object()) {
    for (const char* name : {"state", "anchor", "elapsed_ms"}) timer.erase(name);
  }
  return timer;
}

/// A resource as a client would have written it. Rules are held, for what they did stands there too, as calls.
Json settings_of(const Fact& fact) {
  if (fact.type == "timers") return timer_settings(fact.data);
  Json data = fact.data;
  if (fact.type == "rules" && data.is_object()) data["held"] = true;
  return data;
}

std::int64_t elapsed_at(const Json& timer, std::int64_t now_ms) {
  const auto anchor =
      text_in(timer, "state") == "running" ? contest::parse_time(text_in(timer, "anchor")) : std::nullopt;
  return number(timer, "elapsed_ms") + (anchor ? now_ms - *anchor : 0);
}

/// The call that took a timer from `before` to `data`.
Call timer_call(const Fact& fact) {
  const auto from = text_in(fact.before, "state"), to = text_in(fact.data, "state");
  const auto call = [&](const char* verb, Json body = Json::object()) {
    return Call{"timers/" + fact.id + "/" + verb, std::move(body)};
  };
  if (to == "running" && from != "running") return call(from == "paused" ? "resume" : "start");
  if (to == "paused" && from == "running") return call("pause");
  if (to != "running" && to != "paused" && number(fact.data, "elapsed_ms") == 0) return call("reset");
  const auto passed = elapsed_at(fact.data, fact.time_ms) - elapsed_at(fact.before, fact.time_ms);
  return call("add", {{"ms", text_in(fact.data, "mode") == "up" ? passed : -passed}});
}

Call stage_call(const Fact& fact) {
  if (!fact.data.is_object()) return {"stage", {{"clear", true}}};
  Json body = Json::object();
  for (const char* name : {"round", "contestant", "segment"}) {
    if (!text_in(fact.data, name).empty()) body[name] = text_in(fact.data, name);
  }
  return {"stage", body.empty() ? Json{{"clear", true}} : body};
}

Call reveal_call(const Fact& fact) {
  if (fact.data.is_null()) return {"rounds/" + text_in(fact.before, "round") + "/reveal", {{"back", true}}};
  return {"rounds/" + text_in(fact.data, "round") + "/reveal",
          {{"contestant", text_in(fact.data, "contestant")}, {"force", true}}};
}

bool is_timer_command(const Fact& fact) {
  return fact.type == "timers" && fact.data.is_object() && fact.before.is_object() &&
         timer_settings(fact.data) == timer_settings(fact.before);
}

using What = std::variant<contest::Event, Call>;

/// One request's facts, as what repeats them. An undo is repeated by what it did: whose command it was about, a file
/// does not know.
std::vector<What> repeated(const std::vector<Fact>& command) {
  const bool is_undo = command.front().type == "undo";
  const auto has = [&](auto&& predicate) { return std::find_if(command.begin(), command.end(), predicate); };
  const auto held =
      has([](const Fact& fact) { return fact.type == "automation" && text_in(fact.data, "state") == "held"; });
  if (held != command.end() && !is_undo) return {Call{"air/panic", Json::object()}};
  // The clock that a call to the stage readies comes with it.
  const auto stage = has([](const Fact& fact) { return fact.type == "stage"; });
  if (stage != command.end()) return {stage_call(*stage)};

  std::vector<What> entries;
  const bool reveals_only = std::all_of(command.begin() + (is_undo ? 1 : 0), command.end(),
                                        [](const Fact& f) { return f.type == "reveals"; });
  for (const auto& fact : command) {
    if (is_timer_command(fact)) {
      entries.push_back(timer_call(fact));
    } else if (fact.type == "air") {
      for (auto& call : air_calls(fact.id, fact.before, fact.data, fact.time_ms)) entries.push_back(std::move(call));
    } else if (fact.type == "automation" && text_in(fact.data, "state") != "held") {
      entries.push_back(Call{"air/release", {{"automation", "release"}}});
    } else if (fact.type == "confirms" && fact.data.is_object()) {
      entries.push_back(Call{"rounds/" + text_in(fact.data, "round") + "/confirm",
                             {{"contestant", text_in(fact.data, "contestant")}}});
    } else if (fact.type == "reveals" && reveals_only) {
      entries.push_back(reveal_call(fact));
    } else if (contest::is_writable_type(fact.type)) {
      entries.push_back(contest::Event{fact.type, fact.id, settings_of(fact)});
    }
  }
  return entries;
}

tl::expected<Fact, journal::Error> fact_of(const Record& record) {
  auto data = json::parse(record.data, kStored), before = json::parse(record.before, kStored);
  if (!data || !before) {
    return tl::unexpected(
        journal::Error{journal::Fault::unreadable, "record " + std::to_string(record.token) + " is damaged"});
  }
  return Fact{record.type, record.id, std::move(*data), std::move(*before), record.time_ms, record.token};
}

/// Calls `take` with each command's facts; false ends it.
tl::expected<void, journal::Error> for_each_command(const journal::Journal& journal,
                                                    const std::function<bool(const std::vector<Fact>&)>& take) {
  std::vector<Fact> command;
  journal::Token command_token = 0, at = 0;
  for (;;) {
    const auto records = journal.read(at, kAtOnce);
    if (!records) return tl::unexpected(records.error());
    if (records->empty()) break;
    for (const auto& record : *records) {
      at = record.token;
      if (record.command != command_token && !command.empty()) {
        if (!take(command)) return {};
        command.clear();
      }
      command_token = record.command;
      auto fact = fact_of(record);
      if (!fact) return tl::unexpected(fact.error());
      command.push_back(std::move(*fact));
    }
  }
  if (!command.empty()) take(command);
  return {};
}

bool is_program_start(const std::vector<Fact>& command) {
  return std::any_of(command.begin(), command.end(), is_start);
}

}  // namespace

tl::expected<void, journal::Error> repeat_journal(const journal::Journal& journal,
                                                  const std::function<bool(const Entry&)>& take) {
  std::optional<std::int64_t> first_ms;
  std::size_t line = 0;
  return for_each_command(journal, [&](const std::vector<Fact>& command) {
    if (is_program_start(command)) return true;
    const auto time_ms = command.front().time_ms;
    if (!first_ms) first_ms = time_ms;
    for (auto& what : repeated(command)) {
      if (!take(Entry{++line, time_ms - *first_ms, std::move(what)})) return false;
    }
    return true;
  });
}

tl::expected<std::optional<std::int64_t>, journal::Error> first_entry_ms(const journal::Journal& journal) {
  std::optional<std::int64_t> first_ms;
  const auto looked = for_each_command(journal, [&](const std::vector<Fact>& command) {
    if (!is_program_start(command)) first_ms = command.front().time_ms;
    return !first_ms;
  });
  if (!looked) return tl::unexpected(looked.error());
  return first_ms;
}

}  // namespace leitai::cli
