// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/exchange.h"

#include "server/http/problem.h"

namespace leitai::http {

tl::expected<std::string, Response> Exchange::read(std::uint64_t most_bytes) {
  if (unread_ > most_bytes) {
    return tl::unexpected(problem(413, "the body is larger than " + std::to_string(most_bytes / 1024) + " KiB"));
  }
  if (head_.waits_for_100 && !connection_.send_now("HTTP/1.1 100 Continue\r\n\r\n")) {
    return tl::unexpected(problem(408, "the client is gone"));
  }
  std::string body;
  const Connection::Outcome outcome = connection_.read_body(body, static_cast<std::size_t>(unread_));
  unread_ -= body.size();
  if (outcome != Connection::Outcome::done) {
    cut_off_ = true;
    return tl::unexpected(problem(408, "the body did not come in time"));
  }
  return body;
}

bool Exchange::drain_rest() {
  if (unread_ == 0) {
    return true;
  }
  // A client that waits to be told to go on has sent nothing, and may never.
  if (cut_off_ || head_.waits_for_100 || unread_ > limits_.drain_bytes) {
    return false;
  }
  if (connection_.drain(unread_) != Connection::Outcome::done) {
    return false;
  }
  unread_ = 0;
  return true;
}

void Exchange::finish_headers(httplib::Response& answer) const {
  // Its own limits stand in Keep-Alive, not ours.
  for (const char* name : {"Connection", "Keep-Alive", "Accept-Ranges"}) {
    answer.headers.erase(name);
  }
  answer.headers.emplace("X-Content-Type-Options", "nosniff");
  if (close_after) {
    answer.headers.emplace("Connection", "close");
  }
  if (answer.status == 304 || answer.status == 204) {
    answer.headers.erase("Content-Length");
  }
}

}  // namespace leitai::http
