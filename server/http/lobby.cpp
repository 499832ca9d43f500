// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/lobby.h"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

namespace leitai::http {

Lobby::Lobby(const Limits& limits, const StopSignal& stop, Leaves leaves)
    : limits_(limits),
      stop_(stop),
      leaves_(std::move(leaves)),
      bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { run(); }) {}

Lobby::~Lobby() {
  close();
  ::close(bell_);
}

void Lobby::take(std::unique_ptr<Connection> connection) {
  Guest guest{std::move(connection), {}, Clock::now() + limits_.head, true};
  guest.address = guest.connection->peer_address();
  {
    const std::lock_guard lock(mutex_);
    newcomers_.push_back(std::move(guest));
  }
  const std::uint64_t one = 1;
  // Only a full counter makes this fail, and a full counter is readable too.
  [[maybe_unused]] const ssize_t written = ::write(bell_, &one, sizeof one);
}

void Lobby::close() {
  if (thread_.joinable()) {
    thread_.join();
  }
  guests_.clear();
  const std::lock_guard lock(mutex_);
  newcomers_.clear();
}

void Lobby::run() {
  while (!stop_.raised()) {
    try {
      wait();
      seat_newcomers();
      for (auto guest = guests_.begin(); guest != guests_.end();) {
        guest = look_at(*guest) ? guests_.erase(guest) : std::next(guest);
      }
    } catch (const std::exception& error) {
      spdlog::error("[leitai] http: a connection was lost: {}", error.what());
    }
  }
}

/// Until somebody comes, says something, or has waited too long.
void Lobby::wait() {
  std::vector<pollfd> handles = {{stop_.handle(), POLLIN, 0}, {bell_, POLLIN, 0}};
  auto until = Clock::time_point::max();
  for (const Guest& guest : guests_) {
    handles.push_back({guest.connection->socket(), POLLIN, 0});
    until = std::min(until, guest.until);
  }
  int timeout = -1;
  if (until != Clock::time_point::max()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    timeout = static_cast<int>(std::max<std::int64_t>(0, left));
  }
  ::poll(handles.data(), handles.size(), timeout);
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = ::read(bell_, &count, sizeof count);
  auto handle = handles.begin() + 2;
  for (Guest& guest : guests_) {
    guest.has_news = (handle++)->revents != 0;
  }
}

void Lobby::seat_newcomers() {
  std::vector<Guest> newcomers;
  {
    const std::lock_guard lock(mutex_);
    newcomers.swap(newcomers_);
  }
  for (Guest& guest : newcomers) {
    // Most bring their request along, and need no place.
    if (!look_at(guest)) {
      guests_.push_back(std::move(guest));
      make_room();
    }
  }
}

void Lobby::make_room() {
  if (guests_.size() <= limits_.waiting) {
    return;
  }
  std::map<std::string_view, std::size_t> places;
  for (const Guest& guest : guests_) {
    ++places[guest.address];
  }
  const auto most = std::max_element(places.begin(), places.end(),
                                     [](const auto& one, const auto& other) { return one.second < other.second; });
  guests_.erase(std::find_if(guests_.begin(), guests_.end(),
                             [most](const Guest& guest) { return guest.address == most->first; }));
}

bool Lobby::look_at(Guest& guest) {
  const auto outcome = guest.has_news ? guest.connection->look_for_head() : std::nullopt;
  guest.has_news = false;
  if (!outcome && Clock::now() < guest.until) {
    return false;
  }
  const bool silent = !outcome && guest.connection->is_silent();
  if (outcome != Connection::Outcome::closed && !silent) {
    try {
      leaves_(std::move(guest.connection), outcome.value_or(Connection::Outcome::timed_out));
    } catch (const std::exception& error) {
      spdlog::error("[leitai] http: a connection was lost: {}", error.what());
    }
  }
  return true;
}

}  // namespace leitai::http
