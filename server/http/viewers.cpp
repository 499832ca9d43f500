// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/viewers.h"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <utility>

#include "server/platform/priority.h"

namespace leitai::http {
namespace {

/// Who is this many events behind does not keep up.
constexpr std::size_t kMostWaiting = 64;

void ring(int bell) {
  const std::uint64_t one = 1;
  // Only a full counter makes this fail, and a full counter is readable too.
  [[maybe_unused]] const ssize_t written = ::write(bell, &one, sizeof one);
}

void silence(int bell) {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = ::read(bell, &count, sizeof count);
}

}  // namespace

Viewers::Viewers(show::Show& show, const Limits& limits)
    : show_(show),
      limits_(limits),
      bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      next_heartbeat_(Clock::now()),
      subscription_(show.subscribe([this, revision = std::uint64_t{0}](const show::SnapshotPtr& snapshot) mutable {
        if (std::exchange(revision, snapshot->public_revision) != snapshot->public_revision) {
          ring(bell_);
        }
      })) {}

Viewers::~Viewers() {
  stop();
  show_.unsubscribe(subscription_);
  ::close(bell_);
}

void Viewers::adopt(Viewer viewer) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      newcomers_.push_back(std::move(viewer));
      if (!thread_.joinable()) {
        thread_ = std::thread([this] { run(); });
      }
      ring(bell_);
      return;
    }
  }
  close(viewer);
}

void Viewers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stop_.raise();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Viewers::close(const Viewer& viewer) {
  ::shutdown(viewer.socket, SHUT_RDWR);
  ::close(viewer.socket);
  viewer.left();
}

void Viewers::run() {
  // Five hundred letters at a moment: the operator goes first.
  platform::give_way();
  while (!stop_.raised()) {
    try {
      wait();
      tell_all();
      seat_newcomers();
      for (Seat& seat : seats_) {
        send(seat);
      }
    } catch (const std::exception& error) {
      spdlog::error("[leitai] http: an event for the audience was lost: {}", error.what());
    }
    seats_.remove_if([](const Seat& seat) {
      if (seat.gone) {
        close(seat.viewer);
      }
      return seat.gone;
    });
  }
  seat_newcomers();
  for (const Seat& seat : seats_) {
    close(seat.viewer);
  }
  seats_.clear();
}

/// Until there is something to do for somebody.
void Viewers::wait() {
  std::vector<pollfd> handles = {{stop_.handle(), POLLIN, 0}, {bell_, POLLIN, 0}};
  auto until = behind_ ? std::min(next_news_, next_heartbeat_) : next_heartbeat_;
  for (const Seat& seat : seats_) {
    const bool stuck = !seat.waiting.empty();
    handles.push_back({seat.viewer.socket, static_cast<short>(stuck ? POLLOUT | POLLRDHUP : POLLRDHUP), 0});
    if (stuck) {
      until = std::min(until, seat.progress + limits_.write);
    }
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
  const int ready = ::poll(handles.data(), handles.size(), static_cast<int>(std::max<std::int64_t>(0, left)));
  silence(bell_);
  if (ready < 0) {
    return;
  }
  auto handle = handles.begin() + 2;
  for (Seat& seat : seats_) {
    seat.gone = seat.gone || (handle->revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
    ++handle;
  }
}

void Viewers::seat_newcomers() {
  std::vector<Viewer> newcomers;
  {
    const std::lock_guard lock(mutex_);
    newcomers.swap(newcomers_);
  }
  if (seats_.empty() && !newcomers.empty()) {
    news_.follow(*show_.snapshot());
  }
  for (Viewer& viewer : newcomers) {
    Seat& seat = seats_.emplace_back(Seat{std::move(viewer), {}, 0, Clock::now(), false});
    for (PiecePtr& piece : news_.first(seat.viewer.from)) {
      queue(seat, std::move(piece));
    }
    queue(seat, news_.heartbeat(seat.viewer.from.whole, show_.now_ms()));
  }
}

/// Nothing is made where nobody listens.
void Viewers::tell_all() {
  if (seats_.empty()) {
    behind_ = false;
    next_heartbeat_ = Clock::now() + limits_.heartbeat;
    return;
  }
  const show::SnapshotPtr snapshot = show_.snapshot();
  behind_ = snapshot->public_revision > news_.revision() && Clock::now() < next_news_;
  if (!behind_ && news_.follow(*snapshot)) {
    next_news_ = Clock::now() + limits_.public_pause;
    for (Seat& seat : seats_) {
      queue(seat, news_.newest(seat.viewer.from.whole));
    }
  }
  if (Clock::now() < next_heartbeat_) {
    return;
  }
  next_heartbeat_ = Clock::now() + limits_.heartbeat;
  const PiecePtr whole = news_.heartbeat(true, show_.now_ms());
  const PiecePtr changes = news_.heartbeat(false, show_.now_ms());
  for (Seat& seat : seats_) {
    queue(seat, seat.viewer.from.whole ? whole : changes);
  }
}

void Viewers::queue(Seat& seat, PiecePtr piece) {
  if (seat.waiting.empty()) {
    seat.progress = Clock::now();
  }
  seat.waiting.push_back(std::move(piece));
  seat.gone = seat.gone || seat.waiting.size() > kMostWaiting;
}

void Viewers::send(Seat& seat) {
  while (!seat.gone && (!seat.viewer.head.empty() || !seat.waiting.empty())) {
    const std::string_view all = seat.viewer.head.empty()
                                     ? seat.waiting.front()->bytes(seat.viewer.chunked).substr(seat.sent)
                                     : std::string_view(seat.viewer.head).substr(seat.sent);
    const ssize_t part = ::send(seat.viewer.socket, all.data(), all.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (part < 0) {
      const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
      seat.gone = full ? Clock::now() >= seat.progress + limits_.write : errno != EINTR;
      if (full) {
        return;
      }
      continue;
    }
    seat.progress = Clock::now();
    seat.sent += static_cast<std::size_t>(part);
    if (static_cast<std::size_t>(part) < all.size()) {
      continue;
    }
    seat.sent = 0;
    seat.viewer.head.empty() ? seat.waiting.pop_front() : seat.viewer.head.clear();
  }
}

}  // namespace leitai::http
