// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/audience/streams.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace leitai::bench {
namespace {

constexpr std::size_t kPerAddress = 2'000;
/// Connections whose heads have not come: less than nginx lets wait.
constexpr std::size_t kAtOnce = 500;
constexpr std::chrono::minutes kOpening{1};
constexpr std::string_view kRequest =
    "GET /api/v1/public/stream?since=1 HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";

sockaddr_in loopback(std::uint32_t address, int port) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(address);
  place.sin_port = htons(static_cast<std::uint16_t>(port));
  return place;
}

}  // namespace

Streams::Streams(int port) : port_(port), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

Streams::~Streams() {
  for (const Stream& stream : streams_) ::close(stream.fd);
  ::close(epoll_);
}

bool Streams::connect_one() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const int yes = 1;
  ::setsockopt(fd, IPPROTO_IP, 24 /* IP_BIND_ADDRESS_NO_PORT */, &yes, sizeof yes);
  const auto from = loopback(0x7f000101U + static_cast<std::uint32_t>(streams_.size() / kPerAddress), 0);
  const auto to = loopback(0x7f000001U, port_);
  // A connection on loopback is there at once, or refused.
  const bool sent = ::bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0 &&
                    ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
                    ::send(fd, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(kRequest.size());
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = streams_.size();
  if (!sent || ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) {
    ::close(fd);
    return false;
  }
  streams_.push_back({fd, false, false, false, {}});
  return true;
}

bool Streams::open(std::size_t count) {
  const auto end = Clock::now() + kOpening;
  while (opened_ < count) {
    while (streams_.size() < count && streams_.size() - opened_ < kAtOnce)
      if (!connect_one()) return false;
    poll(std::chrono::milliseconds(100));
    if (faults_ > 0 || Clock::now() > end) return false;
  }
  return true;
}

void Streams::begin() {
  for (Stream& stream : streams_) stream.had = false;
  arrivals_.clear();
}

std::vector<double> Streams::read_until_all(Clock::time_point start, std::chrono::milliseconds limit) {
  start_ = start;
  const auto end = start + limit;
  while (arrivals_.size() + faults_ < streams_.size() && Clock::now() < end) poll(std::chrono::milliseconds(100));
  return arrivals_;
}

int Streams::poll(std::chrono::milliseconds limit) {
  std::array<epoll_event, 512> events{};
  const int count = ::epoll_wait(epoll_, events.data(), events.size(), static_cast<int>(limit.count()));
  for (int i = 0; i < count; ++i) read(events.at(static_cast<std::size_t>(i)).data.u64, Clock::now());
  return count;
}

void Streams::read(std::size_t which, Clock::time_point now) {
  Stream& stream = streams_[which];
  std::array<char, 65536> bytes{};
  const ssize_t size = ::recv(stream.fd, bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (size <= 0) {
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, stream.fd, nullptr);
    ++faults_;
    return;
  }
  stream.unread.append(bytes.data(), static_cast<std::size_t>(size));
  if (!stream.open) {
    const auto end = stream.unread.find("\r\n\r\n");
    if (end == std::string::npos) return;
    if (stream.unread.rfind("HTTP/1.1 200", 0) != 0) ++faults_;
    stream.open = true;
    ++opened_;
    stream.unread.erase(0, end + 4);
  }
  const bool had = stream.had;
  for (auto end = stream.unread.find("\n\n"); end != std::string::npos; end = stream.unread.find("\n\n")) {
    take_event(stream, stream.unread.substr(0, end));
    stream.unread.erase(0, end + 2);
  }
  stream.unread.shrink_to_fit();
  if (!had && stream.had) arrivals_.push_back(std::chrono::duration<double, std::milli>(now - start_).count());
}

void Streams::take_event(Stream& stream, const std::string& event) {
  const auto data = event.find("data: ");
  if (data == std::string::npos || event.find("event: heartbeat") != std::string::npos) return;
  if (stream.had) ++faults_;
  stream.had = true;
  if (&stream == &streams_.front()) last_data_ = event.substr(data + 6, event.find('\n', data) - data - 6);
}

}  // namespace leitai::bench
