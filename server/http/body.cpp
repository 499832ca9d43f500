// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/body.h"

#include <algorithm>
#include <iterator>

#include "server/http/problem.h"

namespace leitai::http {
namespace {

using contest::Event;
using contest::FieldError;
using contest::Json;

Response not_taken(const json::ParseError& error, const std::string& prefix) {
  const bool refused = error.fault == json::Fault::nesting || error.fault == json::Fault::number_range;
  const std::string place =
      prefix.empty()
          ? "line " + std::to_string(error.position.line) + ", column " + std::to_string(error.position.column)
          : "event " + prefix.substr(1) + ", column " + std::to_string(error.position.column);
  return problem(refused ? 422 : 400, refused ? "the JSON is refused" : "the body is not JSON",
                 {{prefix + error.pointer, error.detail + " (" + place + ")"}});
}

tl::expected<Json, Response> json_of(std::string_view text, const std::string& prefix = "") {
  return json::parse(text).map_error([&](const json::ParseError& error) { return not_taken(error, prefix); });
}

/// Appends what is wrong with the shape of event `index`, or the event.
void read_event(Json& value, std::size_t index, std::vector<Event>& events, std::vector<FieldError>& errors) {
  const std::string at = '/' + std::to_string(index);
  if (!value.is_object()) {
    errors.push_back({at, "an event is an object {type, id, data}"});
    return;
  }
  const std::size_t before = errors.size();
  for (const char* name : {"type", "id"}) {
    const auto member = value.find(name);
    if (member == value.end() || !member->is_string()) {
      errors.push_back({at + '/' + name, member == value.end() ? "is missing" : "is not a string"});
    }
  }
  const auto data = value.find("data");
  if (data == value.end()) {
    errors.push_back({at + "/data", "is missing (null deletes)"});
  } else if (!data->is_object() && !data->is_null()) {
    errors.push_back({at + "/data", "is neither an object nor null"});
  }
  if (errors.size() == before) {
    events.push_back({value["type"].get<std::string>(), value["id"].get<std::string>(), std::move(*data)});
  }
}

/// One value for each line that is not empty.
tl::expected<Json, Response> lines_of(std::string_view text, std::size_t max_events) {
  Json list = Json::array();
  while (!text.empty() && list.size() <= max_events) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    tl::expected<Json, Response> value = json_of(line, '/' + std::to_string(list.size()));
    if (!value) {
      return value;
    }
    list.push_back(std::move(*value));
  }
  return list;
}

}  // namespace

MediaType media_type(const Head& head) {
  const std::optional<std::string_view> field = head.find("Content-Type");
  if (!field) {
    return MediaType::none;
  }
  const std::size_t semicolon = field->find(';');
  const std::string_view type = trimmed(field->substr(0, semicolon));
  if (same_word(type, "text/csv") || same_word(type, "text/tab-separated-values")) {
    return MediaType::csv;
  }
  constexpr std::string_view kPictures[] = {"image/png", "image/jpeg", "image/webp", "image/avif", "image/gif"};
  if (std::any_of(std::begin(kPictures), std::end(kPictures), [type](auto known) { return same_word(type, known); })) {
    return MediaType::picture;
  }
  const std::string_view parameter = semicolon == std::string_view::npos ? "" : trimmed(field->substr(semicolon + 1));
  if (!parameter.empty() && !same_word(parameter, "charset=utf-8") && !same_word(parameter, "charset=\"utf-8\"")) {
    return MediaType::other;
  }
  if (same_word(type, "application/json")) {
    return MediaType::json;
  }
  if (same_word(type, "application/x-ndjson") || same_word(type, "application/ndjson")) {
    return MediaType::ndjson;
  }
  return same_word(type, "application/merge-patch+json") ? MediaType::merge_patch : MediaType::other;
}

std::string charset_of(const Head& head) {
  constexpr std::string_view kName = "charset=";
  std::string_view rest = head.find("Content-Type").value_or("");
  while (rest.find(';') != std::string_view::npos) {
    rest.remove_prefix(rest.find(';') + 1);
    std::string_view parameter = trimmed(rest.substr(0, rest.find(';')));
    if (parameter.size() <= kName.size() || !same_word(parameter.substr(0, kName.size()), kName)) {
      continue;
    }
    parameter.remove_prefix(kName.size());
    const bool quoted = parameter.size() > 1 && parameter.front() == '"' && parameter.back() == '"';
    return std::string(quoted ? parameter.substr(1, parameter.size() - 2) : parameter);
  }
  return {};
}

tl::expected<Json, Response> json_object(const Request& request) {
  return json_of(request.body).and_then([](Json&& value) -> tl::expected<Json, Response> {
    if (!value.is_object()) {
      return tl::unexpected(problem(422, "the body is not a JSON object", {{"", "is not an object"}}));
    }
    return std::move(value);
  });
}

tl::expected<Json, Response> json_object_or_empty(const Request& request) {
  return request.body.empty() ? tl::expected<Json, Response>(Json::object()) : json_object(request);
}

tl::expected<std::vector<Event>, Response> events_of(const Request& request, std::size_t max_events) {
  tl::expected<Json, Response> list =
      media_type(request.head) == MediaType::ndjson ? lines_of(request.body, max_events) : json_of(request.body);
  if (!list) {
    return tl::unexpected(list.error());
  }
  if (!list->is_array()) {
    return tl::unexpected(problem(422, "the body is not an array of events", {{"", "is not an array"}}));
  }
  if (list->size() > max_events) {
    const std::string limit = std::to_string(max_events);
    return tl::unexpected(problem(422, "more than " + limit + " events", {{'/' + limit, "is one too many"}}));
  }
  std::vector<Event> events;
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < list->size(); ++i) {
    read_event((*list)[i], i, events, errors);
  }
  if (!errors.empty()) {
    return tl::unexpected(problem(422, "an event has the wrong shape", errors));
  }
  return events;
}

}  // namespace leitai::http
