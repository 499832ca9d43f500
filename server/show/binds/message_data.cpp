// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <limits>
#include <set>

#include "server/show/bind_data.h"
#include "server/show/binds/parts.h"

namespace leitai::show {

namespace {

/// As many as a ticker runs.
constexpr std::size_t kMostMessages = 64;

struct Message {
  std::int64_t priority = 0;
  std::string id;
  std::string words;
  std::int64_t until_ms = std::numeric_limits<std::int64_t>::max();
};

/// The most important first; of equal ones by their ids.
std::vector<Message> messages_of(const Store& store, std::int64_t now_ms) {
  std::vector<Message> messages;
  for (const auto& [id, resource] : store.all("messages")) {
    Message message;
    message.id = id;
    message.words = text(resource->data, "text");
    const Json priority = field(resource->data, "priority");
    if (priority.is_number_integer()) message.priority = priority.get<std::int64_t>();
    if (const auto until = contest::parse_time(text(resource->data, "until"))) message.until_ms = *until;
    if (!message.words.empty() && message.until_ms > now_ms) messages.push_back(std::move(message));
  }
  std::stable_sort(messages.begin(), messages.end(),
                   [](const Message& a, const Message& b) { return a.priority > b.priority; });
  return messages;
}

Json fields_at(const std::vector<Message>& messages, std::int64_t time_ms) {
  Json list = Json::array();
  for (const Message& message : messages) {
    if (list.size() >= kMostMessages) break;
    if (message.until_ms > time_ms) list.push_back({{"id", message.id}, {"text", message.words}});
  }
  return {{"label", ""}, {"messages", std::move(list)}};
}

}  // namespace

BoundData message_fields(const Store& store, std::int64_t now_ms) {
  const std::vector<Message> messages = messages_of(store, now_ms);
  std::set<std::int64_t> ends;
  for (const Message& message : messages) ends.insert(message.until_ms);
  ends.erase(std::numeric_limits<std::int64_t>::max());
  BoundData bound{fields_at(messages, now_ms), {}};
  for (const std::int64_t end : ends) {
    if (bound.ahead.size() >= kMostAhead) break;
    Json after = fields_at(messages, end);
    const Json& last = bound.ahead.empty() ? bound.data : *bound.ahead.back().data;
    if (after != last) bound.ahead.push_back({end, std::make_shared<const Json>(std::move(after))});
  }
  return bound;
}

}  // namespace leitai::show
