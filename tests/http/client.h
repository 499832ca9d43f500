// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "overlays/json/json.h"

namespace leitai::http::test {

namespace json = leitai::json;
using json::Json;

/// An answer as it came over the wire, chunks put together.
struct Reply {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;

  std::string header(std::string_view name) const;  ///< empty where it is missing
  std::size_t count(std::string_view name) const;
  Json json() const;
  /// The pointers of a problem document's errors.
  std::vector<std::string> pointers() const;
};

/// The text of a gzip body; the test fails where it is none.
std::string gunzipped(const std::string& compressed);

/// A plain socket, so that tests can write what no library would. Each wait ends after 20 s, far
/// above anything that is waited for, so that a mistake fails instead of hanging.
class Client {
 public:
  /// `from`: the address that the server sees; none: any of this machine.
  explicit Client(int port, int receive_buffer = 0, const char* from = nullptr);
  ~Client();
  Client(Client&& other) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// False where the server has closed.
  bool send(std::string_view text);
  /// One byte, false where the connection's end or an error came instead.
  bool read_byte(char& byte);
  /// Up to "\n", without it; nothing at the end of the connection.
  std::optional<std::string> read_line();
  /// `head`: the answer to a HEAD, which has no body.
  std::optional<Reply> read_reply(bool head = false);
  /// The head of an answer whose body goes on: a stream.
  std::optional<Reply> read_head();
  /// The next line of a chunked body.
  std::optional<std::string> read_stream_line();
  /// True once the server has closed, with everything read thrown away.
  bool closed_by_server();
  /// Has the server said anything yet, or within that time?
  bool answered_within(std::chrono::milliseconds time) const;
  /// Sends no more, reads on.
  void finish_sending();

 private:
  bool fill_chunk();

  int socket_;
  std::string in_;
  std::string chunk_;
};

}  // namespace leitai::http::test
