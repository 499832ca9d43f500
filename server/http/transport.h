// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <httplib.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "server/http/admission.h"
#include "server/http/connection.h"
#include "server/http/limits.h"
#include "server/http/listener.h"
#include "server/http/lobby.h"
#include "server/http/message.h"
#include "server/http/stop_signal.h"
#include "server/http/worker_pool.h"

namespace leitai::http {

class Exchange;

/// Turns a request into an answer. Called on many threads; what it throws becomes a 500.
using Application = std::function<Response(const Head&, Body&)>;
/// Does the request show a valid token? Called on many threads.
using TokenCheck = std::function<bool(const Head&)>;

/// The library's server, with the connection handling replaced: see Connection.
class Transport final : public httplib::Server {
 public:
  /// Serves at once, on threads of its own, and owns the listener.
  Transport(Listener listener, const Limits& limits, Application application, TokenCheck has_token);
  ~Transport() override;

  /// Takes no more connections, and wakes the threads of those there are.
  void begin_shut_down();
  /// Ends every connection, streams included, and waits for it.
  void shut_down();

  struct Statistics {
    Admission::Counts now;
    std::map<int, std::uint64_t> answers;  ///< by status
    std::uint64_t refused_connections = 0;
  };
  Statistics statistics() const;

 private:
  bool process_and_close_socket(socket_t socket) override;
  /// Of a connection that the lobby has done with.
  void let_in(std::unique_ptr<Connection> connection, Connection::Outcome outcome);
  bool is_known(const Connection& connection) const;
  /// Answers somebody for whom there is no place, on a thread where there is one left for that.
  void answer_at_door(const std::shared_ptr<Connection>& connection, Response response);
  void serve(Connection& connection);
  bool serve_one(Connection& connection, bool last);
  bool answer_head(Connection& connection, const std::string& text, bool last);
  void give_away(Exchange& exchange, Response response, httplib::Response& answer);
  void refuse(Connection& connection, const Response& response);
  void respond(httplib::Response& answer);
  void stream(Exchange& exchange, Streaming streaming, const std::string& content_type, httplib::Response& answer);
  Response ask_application(Exchange& exchange);
  void count_answer(int status);

  const Limits limits_;
  const Application application_;
  const TokenCheck has_token_;
  StopSignal stop_;
  Admission admission_;
  WorkerPool workers_;
  std::atomic<std::size_t> at_door_ = 0;
  Lobby lobby_;
  std::thread thread_;
  mutable std::mutex statistics_mutex_;
  std::map<int, std::uint64_t> answers_;
  std::atomic<std::uint64_t> refused_connections_ = 0;
};

}  // namespace leitai::http
