// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/audience/crowd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "server/platform/priority.h"

namespace leitai::bench {

namespace {

constexpr int kLookMs = 100;

int connected(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("a viewer cannot connect");
  return socket;
}

}  // namespace

Crowd::Crowd(int port, int viewers) : viewers_(static_cast<std::size_t>(viewers)) {
  const std::string request =
      "GET /api/v1/public/stream?since=0 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n\r\n";
  for (Viewer& viewer : viewers_) {
    viewer.socket = connected(port);
    if (::send(viewer.socket, request.data(), request.size(), MSG_NOSIGNAL) < 0)
      throw std::runtime_error("a viewer cannot ask");
  }
  thread_ = std::thread([this] { read(); });
}

Crowd::~Crowd() {
  ended_ = true;
  thread_.join();
  for (const Viewer& viewer : viewers_) ::close(viewer.socket);
}

std::optional<Crowd::Clock::time_point> Crowd::all_told(std::uint64_t revision) {
  std::unique_lock lock(mutex_);
  const auto is_told = [&] { return all_.lower_bound(revision) != all_.end(); };
  if (!told_.wait_for(lock, std::chrono::seconds(10), is_told)) return std::nullopt;
  return all_.lower_bound(revision)->second;
}

void Crowd::read() {
  // The viewers are other machines: they take no processor from who is measured.
  platform::give_way();
  std::vector<pollfd> handles;
  for (const Viewer& viewer : viewers_) handles.push_back({viewer.socket, POLLIN, 0});
  while (!ended_) {
    if (::poll(handles.data(), handles.size(), kLookMs) <= 0) continue;
    for (std::size_t i = 0; i < handles.size(); ++i)
      if (handles[i].revents != 0) take(viewers_[i]);
    const std::uint64_t told = least();
    const std::lock_guard lock(mutex_);
    if (all_.try_emplace(told, Clock::now()).second) told_.notify_all();
  }
}

void Crowd::take(Viewer& viewer) {
  std::array<char, 16 * 1024> bytes{};
  const ssize_t got = ::recv(viewer.socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (got <= 0) return;
  viewer.pending.append(bytes.data(), static_cast<std::size_t>(got));
  constexpr std::string_view kId = "\nid: ";
  std::size_t at = viewer.pending.find(kId);
  for (; at != std::string::npos; at = viewer.pending.find(kId, at)) {
    const std::size_t end = viewer.pending.find('\n', at += kId.size());
    if (end == std::string::npos) break;
    viewer.revision = std::stoull(viewer.pending.substr(at, end - at));
  }
  const std::size_t line = viewer.pending.rfind('\n');
  if (line != std::string::npos) viewer.pending.erase(0, line);
}

std::uint64_t Crowd::least() const {
  std::uint64_t least = UINT64_MAX;
  for (const Viewer& viewer : viewers_) least = std::min(least, viewer.revision);
  return least;
}

}  // namespace leitai::bench
