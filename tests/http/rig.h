// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "server/http/server.h"
#include "tests/http/client.h"

namespace leitai::http::test {

constexpr const char* kToken = "the-operators-token";

/// The real server over a real show on a journal in a folder of its own.
class Rig {
 public:
  /// `show_options`: its file is the rig's; none: a lower third, and the machine's clock.
  explicit Rig(Limits limits = {}, Hooks hooks = {}, Options options = {},
               std::optional<show::Options> show_options = {});
  ~Rig();
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  int port() const { return server_->port(); }
  Server& server() { return *server_; }
  show::Show& show() { return *show_; }
  std::filesystem::path file() const { return folder_ / "show.leitai"; }
  /// Ends the server and the show and starts both on the same file, on another port.
  void restart();

  Client connect() const { return Client(port()); }
  /// One request on a connection of its own, with the token; `headers` are further lines.
  Reply call(const std::string& method, const std::string& target, const std::string& body = {},
             const std::string& headers = {}) const;
  /// The same without a token.
  Reply stranger(const std::string& method, const std::string& target, const std::string& body = {},
                 const std::string& headers = {}) const;
  Reply get(const std::string& target, const std::string& headers = {}) const {
    return call("GET", target, {}, headers);
  }
  /// A call that must be accepted; its token.
  std::uint64_t ok(const std::string& method, const std::string& target, const std::string& body = "{}") const;
  /// A call that must be refused and change nothing.
  Reply refused(int status, const std::string& method, const std::string& target, const std::string& body,
                const std::string& headers = {}) const;

  std::uint64_t head() const { return show_->snapshot()->token; }

 private:
  void start();

  std::filesystem::path folder_;
  Limits limits_;
  Hooks hooks_;
  Options options_;
  show::Options show_options_;
  std::unique_ptr<show::Show> show_;
  std::unique_ptr<Server> server_;
};

/// The text of a request. A body brings its Content-Length and, unless `headers` name another, its
/// Content-Type.
std::string request(const std::string& method, const std::string& target, const std::string& body = {},
                    const std::string& headers = {});
std::string bearer(const std::string& token = kToken);

/// Two groups, three contestants, two judges, the live round "r" with the criterion "total" of 0 to
/// 10, and the timer "clock".
void seed(const Rig& rig);
/// The body of a score in "r".
std::string score(const std::string& contestant, const std::string& judge, const std::string& mark);

}  // namespace leitai::http::test
