// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/contest/contest_of.h"

#include <catch2/catch.hpp>

namespace leitai::contest::test {

namespace {

void put_all(Store& store, const std::vector<Event>& events, std::uint64_t& token) {
  for (const Event& event : events) {
    if (event.data.is_null())
      store.erase(event.type, event.id);
    else
      store.put(event.type, event.id, event.data, ++token);
  }
}

}  // namespace

std::vector<std::string> Contest::refused(const std::vector<Event>& events) {
  std::vector<std::string> errors;
  Store after = store;
  std::vector<std::pair<std::string, std::string>> changed;
  for (const Event& event : events) {
    const std::string name = event.type + "/" + event.id;
    changed.emplace_back(event.type, event.id);
    if (event.data.is_null()) {
      after.erase(event.type, event.id);
      continue;
    }
    const Resource* before = after.find(event.type, event.id);
    auto data = normalise(event.type, event.id, event.data, before ? &before->data : nullptr);
    if (data)
      after.put(event.type, event.id, std::move(*data), ++token);
    else
      for (const FieldError& error : data.error()) errors.push_back(name + " " + error.pointer);
  }
  if (!errors.empty()) return errors;
  for (const ResourceError& error : check(after, changed))
    errors.push_back(error.type + "/" + error.id + " " + error.error.pointer);
  if (!errors.empty()) return errors;
  put_all(after, consequences(store, after, now_ms), token);
  store = std::move(after);
  return errors;
}

void Contest::apply(const std::vector<Event>& events) {
  const auto errors = refused(events);
  CAPTURE(errors);
  REQUIRE(errors.empty());
}

void Contest::put(const std::string& type, const std::string& id, const char* json) {
  auto data = json::parse(json);
  CAPTURE(json);
  REQUIRE(data.has_value());
  apply({{type, id, std::move(*data)}});
}

void Contest::remove(const std::string& type, const std::string& id) {
  apply({{type, id, nullptr}});
}

void Contest::command(const tl::expected<std::vector<Event>, Refusal>& events) {
  if (!events) FAIL(events.error().detail);
  const Store before = store;
  Store after = store;
  put_all(after, *events, token);
  put_all(after, consequences(before, after, now_ms), token);
  store = std::move(after);
}

void Contest::mark(const std::string& round, const std::string& contestant, const std::string& judge,
                   const std::string& criterion, const std::string& value) {
  const std::string id = round + "-" + contestant + "-" + judge;
  const Resource* old = store.find("scores", id);
  Json data = old ? old->data : Json{{"round", round}, {"contestant", contestant}, {"judge", judge}};
  data["marks"][criterion] = value;
  apply({{"scores", id, std::move(data)}});
}

Json Contest::standings(const std::string& round, Audience audience, const std::string& group) {
  auto document = contest::standings(store, round, group, audience);
  if (!document) FAIL(document.error().detail);
  return *document;
}

Json row_of(const Json& standings, const std::string& contestant) {
  for (const Json& row : standings.at("rows"))
    if (row.at("contestant") == contestant) return row;
  return nullptr;
}

std::string ranks_of(const Json& standings) {
  std::string text;
  for (const Json& row : standings.at("rows")) {
    if (!text.empty()) text += ", ";
    text += row.at("contestant").get<std::string>() + " ";
    text += row.at("rank").is_null() ? "-" : std::to_string(row.at("rank").get<int>());
  }
  return text;
}

}  // namespace leitai::contest::test
