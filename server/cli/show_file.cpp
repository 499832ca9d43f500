// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/show_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>

#include "server/cli/expectation.h"
#include "server/cli/show_file_check.h"

namespace leitai::cli {

namespace {

using json::Json;
using json::Position;

constexpr std::int64_t kMaxAtMs = 1000LL * 86'400'000;

/// A line while it is read: collects what is wrong with it.
struct Line {
  std::size_t number = 0;
  json::Located located;
  std::vector<FileProblem>& problems;

  void problem(const std::string& pointer, const std::string& message) {
    problems.push_back({{number, place_of(located.positions, pointer).column}, message});
  }
};

std::optional<std::int64_t> read_at(Line& line, std::int64_t before) {
  const auto found = line.located.value.find("at_ms");
  if (found == line.located.value.end()) return before;
  if (!found->is_number_integer() || *found < 0 || *found > kMaxAtMs) {
    line.problem("/at_ms", "at_ms must be a whole number of milliseconds from the file's start");
    return std::nullopt;
  }
  const auto at = found->get<std::int64_t>();
  if (at < before) {
    line.problem("/at_ms", "at_ms goes back: the line before has " + std::to_string(before));
    return std::nullopt;
  }
  return at;
}

bool known_members_only(Line& line, std::initializer_list<std::string_view> known) {
  bool all_known = true;
  for (const auto& [name, value] : line.located.value.items()) {
    if (name == "at_ms" || name == "expect" || std::find(known.begin(), known.end(), name) != known.end()) continue;
    line.problem("/" + json::escape_token(name), "unknown member \"" + name + "\"");
    all_known = false;
  }
  return all_known;
}

std::optional<Call> read_call(Line& line) {
  const auto& value = line.located.value;
  if (!known_members_only(line, {"call", "body"})) return std::nullopt;
  const auto& path = value["call"];
  if (!path.is_string() || !is_call(path.get_ref<const std::string&>())) {
    line.problem("/call", "there is no call " + json::dump(path));
    return std::nullopt;
  }
  Json body = value.value("body", Json::object());
  if (!body.is_object()) {
    line.problem("/body", "body must be an object");
    return std::nullopt;
  }
  return Call{path.get<std::string>(), std::move(body)};
}

std::optional<contest::Event> read_event(Line& line) {
  const auto& value = line.located.value;
  if (!known_members_only(line, {"type", "id", "data"})) return std::nullopt;
  for (const char* name : {"type", "id"}) {
    if (value.contains(name) && value[name].is_string()) continue;
    line.problem(std::string("/") + name, std::string(name) + " must be a text");
    return std::nullopt;
  }
  if (!value.contains("data")) {
    line.problem("", "data is missing");
    return std::nullopt;
  }
  return contest::Event{value["type"].get<std::string>(), value["id"].get<std::string>(), value["data"]};
}

std::optional<Entry> read_line(Line& line, std::int64_t before) {
  if (!line.located.value.is_object()) {
    line.problem("", "a line must be an object: {at_ms, type, id, data} or {at_ms, call, body}");
    return std::nullopt;
  }
  const auto at = read_at(line, before);
  if (!at) return std::nullopt;
  if (line.located.value.contains("call")) {
    auto call = read_call(line);
    if (!call) return std::nullopt;
    return Entry{line.number, *at, std::move(*call)};
  }
  auto event = read_event(line);
  if (!event) return std::nullopt;
  return Entry{line.number, *at, std::move(*event)};
}

/// Only the last line may say what the whole comes to.
void take_expectation(Line& line, ShowFile& file) {
  if (!file.expect.is_null()) {
    line.problems.push_back({{file.expect_line, 1}, "only the last line may have \"expect\""});
    file.expect = nullptr;
  }
  const auto found = line.located.value.find("expect");
  if (!line.located.value.is_object() || found == line.located.value.end()) return;
  for (const auto& fault : expect_faults(*found)) line.problem(fault.pointer, fault.message);
  file.expect = *found;
  file.expect_line = line.number;
}

}  // namespace

bool is_call(std::string_view path) {
  static const std::regex kCalls(
      "air/(take|update|next|out|clear|panic|hold|release|ready)"
      "|stage"
      "|timers/[A-Za-z0-9][A-Za-z0-9_.-]{0,63}/(start|pause|resume|reset|add)"
      "|rounds/[A-Za-z0-9][A-Za-z0-9_.-]{0,63}/(reveal|confirm|order)");
  return path.size() < 200 && std::regex_match(path.begin(), path.end(), kCalls);
}

std::string FileProblem::to_string(const std::string& file) const {
  return file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column) +
         (severity == Severity::error ? ": error: " : ": warning: ") + message;
}

Position place_of(const std::map<std::string, Position>& positions, std::string pointer) {
  for (;;) {
    if (const auto found = positions.find(pointer); found != positions.end()) return found->second;
    if (pointer.empty()) return {};
    pointer.erase(pointer.rfind('/'));
  }
}

ShowFile read_show_file(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  ShowFile file;
  ShapeCheck check(file.problems);
  std::int64_t at_ms = 0;
  for (std::size_t number = 1, begin = 0; begin < text.size(); ++number) {
    const auto end = std::min(text.find('\n', begin), text.size());
    auto content = text.substr(begin, end - begin);
    begin = end + 1;
    if (content.ends_with('\r')) content.remove_suffix(1);
    if (content.find_first_not_of(" \t") == std::string_view::npos) continue;
    auto located = json::parse_located(content);
    if (!located) {
      file.problems.push_back({{number, located.error().position.column}, located.error().detail});
      continue;
    }
    Line line{number, std::move(*located), file.problems};
    take_expectation(line, file);
    auto entry = read_line(line, at_ms);
    if (!entry) continue;
    at_ms = entry->at_ms;
    check.add(*entry, std::move(line.located.positions));
    file.entries.push_back(std::move(*entry));
  }
  check.finish();
  std::stable_sort(file.problems.begin(), file.problems.end(),
                   [](const FileProblem& a, const FileProblem& b) { return a.position.line < b.position.line; });
  return file;
}

std::vector<Request> requests_of(const std::vector<Entry>& entries) {
  std::vector<Request> requests;
  const auto is_event = [](const Entry& entry) { return std::holds_alternative<contest::Event>(entry.what); };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool joins = i > 0 && is_event(entries[i]) && is_event(entries[i - 1]) &&
                       entries[i].at_ms == entries[i - 1].at_ms && requests.back().count < kMaxEventsInRequest;
    if (joins) {
      ++requests.back().count;
    } else {
      requests.push_back({i, 1});
    }
  }
  return requests;
}

}  // namespace leitai::cli
