// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/http/connection.h"
#include "server/http/message.h"

namespace leitai::http {

/// One request and its answer on a connection.
class Exchange final : public Body {
 public:
  Exchange(Connection& connection, const Head& head, const Limits& limits)
      : connection_(connection), head_(head), limits_(limits), unread_(head.content_length) {}

  const Head& head() const { return head_; }
  Connection& connection() { return connection_; }

  std::uint64_t size() const override { return head_.content_length; }
  tl::expected<std::string, Response> read(std::uint64_t most_bytes) override;

  /// Takes what is left of a body that nobody asked for off the wire. False: it was too much, or
  /// the client has not sent it; the connection is then of no more use.
  bool drain_rest();

  /// Puts right what the library writes of its own accord.
  void finish_headers(httplib::Response& answer) const;

  bool close_after = false;
  std::function<void(HandOver)> hand_over;  ///< the answer is given by this

 private:
  Connection& connection_;
  const Head& head_;
  const Limits& limits_;
  std::uint64_t unread_;
  bool cut_off_ = false;
};

/// Sends each piece of a streamed answer at once.
class SinkWriter final : public StreamWriter {
 public:
  SinkWriter(Connection& connection, httplib::DataSink& sink) : connection_(connection), sink_(sink) {}
  bool write(std::string_view text) override {
    return (text.empty() || sink_.write(text.data(), text.size())) && connection_.flush() && !connection_.stopping();
  }
  bool gone() const override { return connection_.stopping() || connection_.peer_gone(); }

 private:
  Connection& connection_;
  httplib::DataSink& sink_;
};

}  // namespace leitai::http
