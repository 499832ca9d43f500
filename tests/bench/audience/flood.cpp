// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/audience/flood.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <deque>
#include <string_view>

namespace leitai::bench {
namespace {

constexpr std::size_t kThreads = 2;
/// Connections that a thread leaves open behind it.
constexpr std::size_t kHeld = 200;
/// More than nginx allows one address, and yet so few that the machine has time for others: the limits are measured
/// here, not the processor.
constexpr std::chrono::milliseconds kPause{1};

constexpr std::array<std::string_view, 6> kRequests = {
    "GET /api/v1/public/results HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /api/v1/public/stream?last_event_id=1:[ HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n",
    "GET /results HTTP/1.1\r\nHost: localhost\r\nX: ",
    "POST /results HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n{",
    "\x16\x03\x01\x02\x01\x01",
    "GET /../../control HTTP/1.1\r\nHost: localhost\r\nOrigin: https://elsewhere.example\r\n\r\n",
};

}  // namespace

Flood::Flood(int port) : port_(port) {
  for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { run(); });
}

Flood::~Flood() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
}

void Flood::run() {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  place.sin_port = htons(static_cast<std::uint16_t>(port_));
  std::deque<int> held;
  for (std::size_t i = 0; !stopping_; ++i) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0) {
      const std::string_view request = kRequests.at(i % kRequests.size());
      ::send(fd, request.data(), request.size(), MSG_NOSIGNAL);
      ++connections_;
    }
    held.push_back(fd);
    if (held.size() > kHeld) {
      ::close(held.front());
      held.pop_front();
    }
    std::this_thread::sleep_for(kPause);
  }
  for (const int fd : held) ::close(fd);
}

}  // namespace leitai::bench
