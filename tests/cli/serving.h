// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <httplib.h>

#include <memory>
#include <string>

#include "overlays/json/json.h"
#include "tests/cli/program.h"

namespace leitai::test {

/// `leitai serve`, ready, with the token "secret", and a client of it.
class Serving {
 public:
  explicit Serving(const std::string& show, int port = 0, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"serve", "--show", show, "--port", std::to_string(port), "--token", "secret"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    program_ = std::make_unique<Program>(arguments);
    ready_ = parse_ready(program_->first_line());
    client_ = make_client();
  }

  bool is_ready() const { return ready_.port != 0; }
  int port() const { return ready_.port; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
  Program& program() { return *program_; }
  httplib::Client& client() { return *client_; }

  std::unique_ptr<httplib::Client> make_client() const {
    auto client = std::make_unique<httplib::Client>("127.0.0.1", port());
    client->set_tcp_nodelay(true);
    client->set_keep_alive(true);
    client->set_bearer_token_auth("secret");
    client->set_read_timeout(20);
    return client;
  }

  /// A document; null where the answer is not 200.
  json::Json get(const std::string& path) {
    const auto result = client_->Get("/api/v1/" + path);
    if (!result || result->status != 200) return nullptr;
    return json::parse(result->body).value_or(nullptr);
  }

  /// The answer's status; 0 where there is none.
  int post(const std::string& path, const json::Json& body) {
    const auto result = client_->Post("/api/v1/" + path, json::dump(body), "application/json");
    return result ? result->status : 0;
  }

 private:
  std::unique_ptr<Program> program_;
  Ready ready_;
  std::unique_ptr<httplib::Client> client_;
};

}  // namespace leitai::test
