// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/transport.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <future>
#include <memory>
#include <utility>

#include "server/http/exchange.h"
#include "server/http/peer.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

/// Threads that only tell clients that the house is full.
constexpr std::size_t kDoorkeepers = 32;
/// When a spectator who found no place may ask again for one; meanwhile the page asks for the document.
constexpr int kViewersRetryS = 15;

/// The library hands its callbacks no context of ours; one connection is one thread's.
thread_local Exchange* current_exchange = nullptr;

/// The library's threads are not used: whoever comes goes to the lobby at once.
class AtOnce final : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override { task(); }
  void shutdown() override {}
};

/// No exception leaves a thread.
void guarded(const std::function<void()>& task) {
  try {
    task();
  } catch (const std::exception& error) {
    spdlog::error("[leitai] http: a connection ended by {}", error.what());
  }
}

/// Waits for a request, ready to be sent away in favour of somebody who has one.
Connection::Outcome wait_idle(Admission& admission, Connection& connection) {
  struct Idle {
    Admission& admission;
    Connection& connection;
    ~Idle() { admission.end_idle(connection); }
  };
  admission.begin_idle(connection);
  const Idle idle{admission, connection};
  return connection.wait_for_request();
}

/// The whole of an answer that is given without the library.
std::string as_text(const Response& response) {
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + ' ' + status_title(response.status) + "\r\n";
  for (const Field& field : response.headers) {
    text += field.name + ": " + field.value + "\r\n";
  }
  text += "Content-Type: " + response.content_type + "\r\nContent-Length: " + std::to_string(response.body.size()) +
          "\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n" + response.body;
  return text;
}

Response fault_of(Connection::Outcome outcome, const Limits& limits) {
  return outcome == Connection::Outcome::too_large
             ? problem(431, "the request's head is larger than " + std::to_string(limits.head_bytes) + " bytes")
             : problem(408, "the request's head did not come in time");
}

}  // namespace

Transport::Transport(Listener listener, const Limits& limits, Application application, TokenCheck has_token)
    : limits_(limits),
      application_(std::move(application)),
      has_token_(std::move(has_token)),
      admission_(limits_),
      // An idle client that gave its place up has its thread for another moment.
      workers_(2 * limits_.connections + limits_.kept_for_known + limits_.feeds + limits_.ballot_streams +
               kDoorkeepers),
      lobby_(limits_, stop_, [this](std::unique_ptr<Connection> connection, Connection::Outcome outcome) {
        let_in(std::move(connection), outcome);
      }) {
  svr_sock_ = listener.socket;
  std::promise<void> listening;
  new_task_queue = [&listening]() -> httplib::TaskQueue* {
    listening.set_value();
    return new AtOnce();
  };
  set_pre_routing_handler([this](const httplib::Request&, httplib::Response& answer) {
    respond(answer);
    return HandlerResponse::Handled;
  });
  set_post_routing_handler([this](const httplib::Request&, httplib::Response& answer) {
    if (current_exchange != nullptr) {
      current_exchange->finish_headers(answer);
    }
    count_answer(answer.status);
  });
  thread_ = std::thread([this] {
    if (!listen_after_bind() && !stop_.raised()) {
      spdlog::error("[leitai] http: no more connections are accepted");
    }
  });
  // stop() does nothing before the library says that it runs.
  listening.get_future().wait();
}

Transport::~Transport() {
  shut_down();
}

void Transport::begin_shut_down() {
  stop_.raise();
  stop();
}

void Transport::shut_down() {
  begin_shut_down();
  if (thread_.joinable()) {
    thread_.join();
  }
  lobby_.close();
  workers_.shutdown();
}

bool Transport::process_and_close_socket(socket_t socket) {
  lobby_.take(std::make_unique<Connection>(socket, stop_, limits_));
  return true;
}

bool Transport::is_known(const Connection& connection) const {
  tl::expected<Head, HeadFault> head = parse_head(connection.found_head());
  if (!head) {
    return false;
  }
  head->peer = connection.peer_address();
  return is_at_this_machine(*head) || has_token_(*head);
}

void Transport::let_in(std::unique_ptr<Connection> unique, Connection::Outcome outcome) {
  const std::shared_ptr<Connection> connection = std::move(unique);
  if (outcome != Connection::Outcome::done) {
    answer_at_door(connection, fault_of(outcome, limits_));
    return;
  }
  if (admission_.enter() || (is_known(*connection) && admission_.enter_kept_place())) {
    const bool started = workers_.start([this, connection] {
      guarded([&] { serve(*connection); });
      admission_.leave();
    });
    if (started) {
      return;
    }
    admission_.leave();
  }
  if (refused_connections_++ == 0) {
    spdlog::warn("[leitai] http: more than {} connections at once, clients are told to come back", limits_.connections);
  }
  answer_at_door(connection, overloaded("too many connections"));
}

void Transport::answer_at_door(const std::shared_ptr<Connection>& connection, Response response) {
  if (at_door_.fetch_add(1) < kDoorkeepers && workers_.start([this, connection, response] {
        guarded([&] { refuse(*connection, response); });
        --at_door_;
      })) {
    return;
  }
  --at_door_;
  // A new connection takes so little at once, and nobody waits for whether it is read.
  count_answer(response.status);
  connection->send_now(as_text(response));
}

void Transport::serve(Connection& connection) {
  for (std::size_t left = limits_.requests_per_connection; left > 0; --left) {
    // Who has said something is not sent away for being idle.
    const auto waited = connection.is_silent() ? wait_idle(admission_, connection) : connection.wait_for_request();
    if (waited != Connection::Outcome::done || !serve_one(connection, left == 1)) {
      return;
    }
  }
}

bool Transport::serve_one(Connection& connection, bool last) {
  std::string text;
  const Connection::Outcome outcome = connection.read_head(text);
  if (outcome == Connection::Outcome::closed || outcome == Connection::Outcome::stopped) {
    return false;
  }
  if (outcome != Connection::Outcome::done) {
    refuse(connection, fault_of(outcome, limits_));
    return false;
  }
  return answer_head(connection, text, last);
}

bool Transport::answer_head(Connection& connection, const std::string& text, bool last) {
  tl::expected<Head, HeadFault> head = parse_head(text);
  if (!head) {
    refuse(connection, problem(head.error().status, head.error().detail));
    return false;
  }
  head->peer = connection.peer_address();
  // The library's own parser takes these methods and no others.
  static constexpr std::string_view kMethods[] = {"GET",     "HEAD",  "POST",  "PUT",    "DELETE",
                                                  "CONNECT", "TRACE", "PATCH", "OPTIONS"};
  if (std::find(std::begin(kMethods), std::end(kMethods), head->method) == std::end(kMethods)) {
    refuse(connection, problem(501, "the method is not known here"));
    return false;
  }

  connection.knows_token = connection.knows_token || has_token_(*head);
  Exchange exchange(connection, *head, limits_);
  exchange.close_after = head->wants_close || last;
  connection.reply_to(head->method);
  current_exchange = &exchange;
  bool unused = false;
  const bool written = process_request(connection, false, unused, nullptr);
  current_exchange = nullptr;
  if (exchange.hand_over) {
    return false;
  }
  const bool answered = written && connection.flush();
  if (exchange.close_after || !answered) {
    if (answered) {
      connection.linger(limits_.drain_bytes);
    }
    return false;
  }
  return true;
}

void Transport::refuse(Connection& connection, const Response& response) {
  count_answer(response.status);
  connection.send_now(as_text(response));
  connection.linger(limits_.drain_bytes);
}

Response Transport::ask_application(Exchange& exchange) {
  try {
    return application_(exchange.head(), exchange);
  } catch (const std::exception& error) {
    spdlog::error("[leitai] http: {} {}", exchange.head().method, error.what());
    return problem(500, "something went wrong here; the log says more");
  }
}

void Transport::respond(httplib::Response& answer) {
  Exchange& exchange = *current_exchange;
  Response response = ask_application(exchange);
  if (!exchange.drain_rest()) {
    exchange.close_after = true;
  }
  const bool head_only = exchange.head().method == "HEAD";
  const bool feeds = response.stream && response.stream->kind != StreamKind::none;
  if (feeds && !head_only && !admission_.begin_feed(response.stream->kind)) {
    response = overloaded("too many streams are open");
  } else if (response.hand_over && !head_only) {
    if (admission_.begin_viewer()) {
      give_away(exchange, std::move(response), answer);
      return;
    }
    response = overloaded("too many of the audience's streams are open", kViewersRetryS);
  }
  answer.status = response.status;
  for (const Field& field : response.headers) {
    answer.set_header(field.name, field.value);
  }
  if (response.stream) {
    stream(exchange, std::move(*response.stream), response.content_type, answer);
  } else if (!response.content_type.empty()) {
    answer.set_content(response.body, response.content_type);
  }
}

void Transport::give_away(Exchange& exchange, Response response, httplib::Response& answer) {
  const bool chunked = !exchange.head().http_1_0;
  std::string head = "HTTP/1.1 200 OK\r\nContent-Type: " + response.content_type + "\r\n";
  for (const Field& field : response.headers) {
    head += field.name + ": " + field.value + "\r\n";
  }
  head += "X-Content-Type-Options: nosniff\r\nConnection: close\r\n";
  head += chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n";
  exchange.connection().become_stream();
  exchange.hand_over = std::move(response.hand_over);
  answer.status = response.status;
  exchange.hand_over({exchange.connection().release(), chunked, std::move(head), [this] { admission_.end_viewer(); }});
}

void Transport::stream(Exchange& exchange, Streaming streaming, const std::string& content_type,
                       httplib::Response& answer) {
  const bool holds_place = streaming.kind != StreamKind::none && exchange.head().method != "HEAD";
  if (holds_place) {
    exchange.close_after = true;
    exchange.connection().become_stream();
  }
  const auto provide = [run = std::move(streaming.run), &exchange](std::size_t, httplib::DataSink& sink) {
    SinkWriter writer(exchange.connection(), sink);
    if (!run(writer)) {
      exchange.close_after = true;
      return false;
    }
    sink.done();
    return true;
  };
  const auto release = [this, holds_place, kind = streaming.kind](bool) {
    if (holds_place) {
      admission_.end_feed(kind);
    }
  };
  if (exchange.head().http_1_0) {
    answer.set_content_provider(content_type, provide, release);
  } else {
    answer.set_chunked_content_provider(content_type, provide, release);
  }
}

void Transport::count_answer(int status) {
  const std::lock_guard lock(statistics_mutex_);
  ++answers_[status];
}

Transport::Statistics Transport::statistics() const {
  const std::lock_guard lock(statistics_mutex_);
  return {admission_.counts(), answers_, refused_connections_.load()};
}

}  // namespace leitai::http
