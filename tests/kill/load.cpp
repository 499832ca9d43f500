// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/kill/load.h"

namespace leitai::test {

std::pair<std::string, json::Json> Writer::request(int number) const {
  const auto id = "w" + name_ + "-" + std::to_string(number);
  switch (kind_) {
    case Kind::message:
      return {"events", json::Json::array({{{"type", "messages"}, {"id", id}, {"data", {{"text", id}}}}})};
    case Kind::timer:
      return {"timers/load-" + name_ + "/add", {{"ms", 1}}};
    case Kind::air:
      return {"air/take", {{"template", "lower-third"}, {"channel", "side"}, {"data", {{"title", id}}}}};
  }
  return {};
}

bool Writer::run(const Serving& serving) {
  const auto client = serving.make_client();
  for (;;) {
    // The one that was under way when the server went comes first.
    const int number = acknowledged_;
    sent_ = number + 1;
    const auto [path, body] = request(number);
    const httplib::Headers headers{{"Idempotency-Key", name_ + "-" + std::to_string(number)}};
    const auto result = client->Post("/api/v1/" + path, headers, json::dump(body), "application/json");
    if (!result) return true;
    const auto answer = json::parse(result->body);
    if (result->status != 200 || !answer || !answer->contains("token")) {
      refusal_ = std::to_string(result->status) + " " + result->body;
      return false;
    }
    tokens_[number] = (*answer)["token"];
    ++acknowledged_;
  }
}

Load::Load(const Serving& serving, std::vector<std::unique_ptr<Writer>>& writers) {
  for (auto& writer : writers) {
    threads_.emplace_back([&serving, raw = writer.get()] { raw->run(serving); });
  }
}

void Load::join() {
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace leitai::test
