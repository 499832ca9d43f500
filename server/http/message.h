// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/http/head.h"
#include "server/http/identity.h"

namespace leitai::http {

/// Where a handler writes an answer that has no end known in advance.
class StreamWriter {
 public:
  virtual ~StreamWriter() = default;
  /// Sends at once. False: stop, the client is gone or the server stops.
  virtual bool write(std::string_view text) = 0;
  /// True: nobody listens any more.
  virtual bool gone() const = 0;
};

/// Streams of different users must not take each other's places.
enum class StreamKind { none, feed, ballot };

struct Streaming {
  StreamKind kind = StreamKind::none;  ///< none: ends by itself soon, counts as a plain answer
  /// Returns true where the answer is complete, false where it was cut off.
  std::function<bool(StreamWriter&)> run;
};

/// The answer's body goes on elsewhere, without this thread.
struct HandOver {
  int socket = -1;             ///< the taker's from now on
  bool chunked = true;         ///< each piece is to be sent as a chunk
  std::string head;            ///< of the answer, to be sent first
  std::function<void()> left;  ///< to be called once, when the socket is closed
};

struct Response {
  int status = 200;
  std::string content_type;  ///< empty: no body
  std::string body;
  std::vector<Field> headers;
  std::optional<Streaming> stream;  ///< in place of `body`
  /// In place of `body`: one of the audience's streams, within their limit.
  std::function<void(HandOver)> hand_over = nullptr;
};

/// A request's body, not read yet.
class Body {
 public:
  virtual ~Body() = default;
  virtual std::uint64_t size() const = 0;
  /// The whole body, of at most so many bytes; the error is the answer to give.
  virtual tl::expected<std::string, Response> read(std::uint64_t most_bytes) = 0;
};

/// What a handler is told.
struct Request {
  const Head& head;
  std::string path;                                          ///< percent-decoded
  std::map<std::string, std::string, std::less<>> captures;  ///< of the route's pattern, decoded
  std::map<std::string, std::string, std::less<>> query;     ///< decoded
  std::string body;
  std::optional<Identity> who;  ///< none: without a token

  const std::string& capture(std::string_view name) const { return captures.find(name)->second; }
  std::optional<std::string> query_value(std::string_view name) const {
    const auto at = query.find(name);
    return at == query.end() ? std::nullopt : std::optional(at->second);
  }
};

}  // namespace leitai::http
