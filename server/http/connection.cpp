// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/connection.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace leitai::http {
namespace {

constexpr std::size_t kReadSize = 16 * 1024;
constexpr std::size_t kWriteBuffer = 64 * 1024;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

int milliseconds_until(Connection::Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Connection::Clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

}  // namespace

Connection::Connection(int socket, const StopSignal& stop, const Limits& limits)
    : socket_(socket), stop_(stop), limits_(limits), request_started_(Clock::now()) {
  // A child of the host program (OBS starts a muxer) must not keep the connection open.
  ::fcntl(socket_, F_SETFD, FD_CLOEXEC);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Connection::~Connection() {
  if (socket_ < 0) {
    return;
  }
  ::shutdown(socket_, SHUT_RDWR);
  ::close(socket_);
}

Connection::Outcome Connection::wait(short events, Clock::time_point deadline) const {
  while (true) {
    std::array<pollfd, 2> handles = {pollfd{socket_, events, 0}, pollfd{stop_.handle(), POLLIN, 0}};
    const int ready = ::poll(handles.data(), handles.size(), milliseconds_until(deadline));
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (stop_.raised()) {
      return Outcome::stopped;
    }
    if (ready == 0) {
      return Outcome::timed_out;
    }
    return ready < 0 ? Outcome::closed : Outcome::done;
  }
}

/// Nothing: there is nothing to be read now.
std::optional<Connection::Outcome> Connection::receive() {
  if (in_used_ > 0) {
    in_.erase(0, in_used_);
    in_used_ = 0;
  }
  const std::size_t before = in_.size();
  in_.resize(before + kReadSize);
  const ssize_t got = ::recv(socket_, in_.data() + before, kReadSize, MSG_DONTWAIT);
  const int error = errno;
  in_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got > 0) {
    return Outcome::done;
  }
  const bool later = got < 0 && (error == EAGAIN || error == EWOULDBLOCK || error == EINTR);
  return later ? std::nullopt : std::optional(Outcome::closed);
}

Connection::Outcome Connection::fill(Clock::time_point deadline) {
  while (true) {
    if (const auto received = receive()) {
      return *received;
    }
    if (const Outcome waited = wait(POLLIN, deadline); waited != Outcome::done) {
      return waited;
    }
  }
}

std::optional<Connection::Outcome> Connection::look_for_head() {
  const auto received = receive();
  if (const auto found = find_head()) {
    return found;
  }
  return received == Outcome::closed ? received : std::nullopt;
}

/// Nothing: more of it is to come.
std::optional<Connection::Outcome> Connection::find_head() {
  // An empty line before a request is to be ignored (RFC 9112, section 2.2).
  while (std::string_view(in_).substr(in_used_).starts_with("\r\n")) {
    in_used_ += 2;
    searched_ = 0;
  }
  const std::size_t begun = searched_ < kHeadEnd.size() ? 0 : searched_ - kHeadEnd.size();
  const std::size_t end = in_.find(kHeadEnd, in_used_ + begun);
  searched_ = end == std::string::npos ? buffered() : end + kHeadEnd.size() - in_used_;
  if (searched_ > limits_.head_bytes) {
    return Outcome::too_large;
  }
  return end == std::string::npos ? std::nullopt : std::optional(Outcome::done);
}

Connection::Outcome Connection::wait_for_request() {
  const Outcome outcome = buffered() > 0 ? Outcome::done : fill(Clock::now() + limits_.idle);
  request_started_ = Clock::now();
  return outcome;
}

Connection::Outcome Connection::read_head(std::string& head) {
  const auto deadline = request_started_ + limits_.head;
  while (true) {
    if (const auto found = find_head()) {
      if (*found == Outcome::done) {
        head.assign(in_, in_used_, searched_);
        in_used_ += std::exchange(searched_, 0);
      }
      return *found;
    }
    // Also checked here: a sender of one byte at a time never lets a wait run out.
    if (Clock::now() >= deadline) {
      return Outcome::timed_out;
    }
    if (const Outcome filled = fill(deadline); filled != Outcome::done) {
      return filled;
    }
  }
}

Connection::Outcome Connection::read_body(std::string& body, std::size_t size) {
  const auto deadline = request_started_ + limits_.request;
  body.reserve(body.size() + size);
  while (size > 0) {
    if (buffered() == 0) {
      if (Clock::now() >= deadline) {
        return Outcome::timed_out;
      }
      if (const Outcome filled = fill(deadline); filled != Outcome::done) {
        return filled;
      }
    }
    const std::size_t part = std::min(size, buffered());
    body.append(in_, in_used_, part);
    in_used_ += part;
    size -= part;
  }
  return Outcome::done;
}

Connection::Outcome Connection::drain(std::uint64_t size) {
  std::string thrown_away;
  while (size > 0) {
    thrown_away.clear();
    const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(size, kReadSize));
    if (const Outcome outcome = read_body(thrown_away, part); outcome != Outcome::done) {
      return outcome;
    }
    size -= part;
  }
  return Outcome::done;
}

void Connection::reply_to(std::string_view method) {
  for_library_ = std::string(method) + " / HTTP/1.1\r\n\r\n";
  for_library_used_ = 0;
}

ssize_t Connection::read(char* to, size_t size) {
  const std::size_t part = std::min(size, for_library_.size() - for_library_used_);
  std::copy_n(for_library_.data() + for_library_used_, part, to);
  for_library_used_ += part;
  return static_cast<ssize_t>(part);
}

ssize_t Connection::write(const char* data, size_t size) {
  out_.append(data, size);
  if (broken_ || (out_.size() >= kWriteBuffer && !flush())) {
    return -1;
  }
  return static_cast<ssize_t>(size);
}

bool Connection::send_now(std::string_view text) {
  return write(text.data(), text.size()) >= 0 && flush();
}

bool Connection::flush() {
  const auto last_moment = Clock::now() + limits_.answer;
  std::size_t sent = 0;
  while (!broken_ && sent < out_.size()) {
    const ssize_t part = ::send(socket_, out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (part >= 0) {
      sent += static_cast<std::size_t>(part);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      broken_ = wait(POLLOUT, std::min(last_moment, Clock::now() + limits_.write)) != Outcome::done;
    } else {
      broken_ = errno != EINTR;
    }
  }
  out_.clear();
  return !broken_;
}

void Connection::become_stream() {
  const int bytes = 64 * 1024;
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

bool Connection::peer_gone() const {
  pollfd handle = {socket_, POLLRDHUP, 0};
  return broken_ || (::poll(&handle, 1, 0) > 0 && (handle.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0);
}

int Connection::release() {
  out_.clear();
  broken_ = true;
  return std::exchange(socket_, -1);
}

void Connection::evict() {
  ::shutdown(socket_, SHUT_RD);
}

void Connection::linger(std::uint64_t drain_bytes) {
  if (!flush()) {
    return;
  }
  ::shutdown(socket_, SHUT_WR);
  const auto deadline = Clock::now() + limits_.linger;
  std::uint64_t drained = buffered();
  while (drained <= drain_bytes && Clock::now() < deadline) {
    in_.clear();
    in_used_ = 0;
    if (fill(deadline) != Outcome::done) {
      return;
    }
    drained += in_.size();
  }
}

std::string Connection::peer_address() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  std::array<char, NI_MAXHOST> text{};
  if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      ::getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
    return {};
  }
  return text.data();
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

}  // namespace leitai::http
