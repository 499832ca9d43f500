// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <httplib.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/limits.h"
#include "server/http/stop_signal.h"

namespace leitai::http {

/// One client's socket, buffered both ways, with a deadline for everything. It reads the head of
/// each request itself and shows the library only what reply_to() names, so that nothing a client
/// writes into a head meets the library's own reading of it.
class Connection final : public httplib::Stream {
 public:
  using Clock = std::chrono::steady_clock;

  /// Owns the socket.
  Connection(int socket, const StopSignal& stop, const Limits& limits);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  enum class Outcome { done, closed, timed_out, too_large, stopped };

  /// Reads what has come, waiting for nothing: `done` where it begins with the head of a request, `closed`,
  /// `too_large`, or nothing where more is to come.
  std::optional<Outcome> look_for_head();
  /// Nothing has come that would be a request's.
  bool is_silent() const { return buffered() == 0; }

  /// Waits for the first byte of a request; at once where one is buffered already (pipelining).
  Outcome wait_for_request();
  /// Up to and with the empty line.
  Outcome read_head(std::string& head);
  /// What look_for_head() has found, without taking it.
  std::string_view found_head() const { return std::string_view(in_).substr(in_used_, searched_); }
  /// Appends `size` bytes of the body, within the deadline of the request.
  Outcome read_body(std::string& body, std::size_t size);
  Outcome drain(std::uint64_t size);

  /// What the library will read as the next request.
  void reply_to(std::string_view method);

  /// Sends what is buffered. False: the client is gone, too slow, or the server stops.
  bool flush();
  bool send_now(std::string_view text);

  /// A smaller send buffer, so that a reader who has stopped reading is noticed early.
  void become_stream();
  /// True once the client has closed its side or the connection is broken.
  bool peer_gone() const;
  /// Ends an idle connection from another thread: its wait sees the end of the stream.
  void evict();
  /// Says that nothing more comes, and gives the client time to read what was sent. Closing with
  /// unread bytes would throw our last answer away (RFC 9112, section 9.6).
  void linger(std::uint64_t drain_bytes);

  /// The other end's address, in figures; empty where the socket does not tell.
  std::string peer_address() const;

  bool stopping() const { return stop_.raised(); }

  /// Gives the socket away, and whatever the library has written is not sent.
  int release();

  bool knows_token = false;  ///< the client has shown a valid one

  // httplib::Stream
  bool is_readable() const override { return true; }
  bool is_writable() const override { return !broken_; }
  ssize_t read(char* to, size_t size) override;
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  Outcome fill(Clock::time_point deadline);
  std::optional<Outcome> receive();
  std::optional<Outcome> find_head();
  Outcome wait(short events, Clock::time_point deadline) const;
  std::size_t buffered() const { return in_.size() - in_used_; }

  int socket_;
  const StopSignal& stop_;
  const Limits& limits_;
  std::string in_;
  std::size_t in_used_ = 0;
  std::size_t searched_ = 0;  ///< of what is buffered: the head, once its end is found
  std::string out_;
  std::string for_library_;
  std::size_t for_library_used_ = 0;
  Clock::time_point request_started_;
  bool broken_ = false;
};

}  // namespace leitai::http
