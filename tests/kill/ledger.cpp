// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/kill/ledger.h"

#include <sstream>

namespace leitai::test {

void Ledger::fault(const std::string& sentence) {
  if (faults_.size() < 20) faults_.push_back(sentence);
}

void Ledger::read(Serving& serving) {
  const auto path = "/api/v1/event-feed?since_token=" + std::to_string(head_) + "&stream=false";
  const auto result = serving.client().Get(path.c_str());
  if (!result || result->status != 200) return fault("the feed cannot be read");
  std::istringstream in(result->body);
  for (std::string line; std::getline(in, line);) {
    const auto record = json::parse(line, {80});
    if (!record) return fault("the feed holds: " + line);
    if (record->contains("type")) take(*record);  // a heartbeat has none
  }
}

void Ledger::take(const json::Json& record) {
  const std::uint64_t token = record["token"];
  if (token != head_ + 1) fault("token " + std::to_string(token) + " follows " + std::to_string(head_));
  head_ = token;
  const std::string time = record["time"], type = record["type"], id = record["id"];
  if (time < time_) fault("time goes back at token " + std::to_string(token));
  time_ = time;

  if (type == "messages") {
    ++once_[id];
    written_[token] = id;
  } else if (type == "timers" && id.rfind("load-", 0) == 0 && !record["before"].is_null()) {
    ++adds_[id.substr(5)];
    written_[token] = id;
  } else if (type == "air" && record["data"].is_object() && id.rfind("side.", 0) == 0) {
    const std::string title = record["data"]["current"]["data"]["title"];
    ++once_[title];
    written_[token] = title;
  }
}

void Ledger::check(const std::vector<std::unique_ptr<Writer>>& writers) {
  for (const auto& [id, count] : once_) {
    if (count != 1) fault(id + " was written " + std::to_string(count) + " times");
  }
  for (const auto& writer : writers) {
    const auto& name = writer->name();
    if (!writer->refusal().empty()) fault("writer " + name + " was refused: " + writer->refusal());
    const bool is_timer = writer->kind() == Writer::Kind::timer;
    for (int number = checked_[name]; number < writer->acknowledged(); ++number) {
      const auto token = writer->tokens().at(number);
      const auto expected = is_timer ? "load-" + name : "w" + name + "-" + std::to_string(number);
      const auto found = written_.find(token);
      if (found == written_.end() || found->second != expected) {
        fault(expected + " was acknowledged at token " + std::to_string(token) + ", and is not there");
      }
    }
    checked_[name] = writer->acknowledged();
    if (is_timer && (adds_[name] < writer->acknowledged() || adds_[name] > writer->sent())) {
      fault("writer " + name + ": " + std::to_string(writer->acknowledged()) + " acknowledged, " +
            std::to_string(adds_[name]) + " written, " + std::to_string(writer->sent()) + " sent");
    }
  }
}

}  // namespace leitai::test
