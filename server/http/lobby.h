// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/http/connection.h"

namespace leitai::http {

/// Where connections wait until the head of their first request is there. One thread waits with all of them, so that
/// those who say nothing, or little by little, take nothing of those who ask for something.
///
/// Where it is full, the address with most of the places gives up the one that it has had longest.
class Lobby {
 public:
  /// Called on the lobby's thread with a connection that is done waiting, and must not wait for anybody: `done` where a
  /// head has come, `too_large`, or `timed_out` where there was only a part of one.
  using Leaves = std::function<void(std::unique_ptr<Connection>, Connection::Outcome)>;

  /// Waits until `stop` is raised.
  Lobby(const Limits& limits, const StopSignal& stop, Leaves leaves);
  ~Lobby();
  Lobby(const Lobby&) = delete;
  Lobby& operator=(const Lobby&) = delete;

  /// From any thread, at once. Closed without a word where it stays silent.
  void take(std::unique_ptr<Connection> connection);
  /// Waits for the thread's end and closes whoever waits; to be called after `stop` was raised.
  void close();

 private:
  using Clock = std::chrono::steady_clock;

  struct Guest {
    std::unique_ptr<Connection> connection;
    std::string address;
    Clock::time_point until;
    bool has_news = true;  ///< something has come, or it is to be looked at for the first time
  };

  void run();
  void wait();
  void seat_newcomers();
  void make_room();
  /// True: it waits no more.
  bool look_at(Guest& guest);

  const Limits& limits_;
  const StopSignal& stop_;
  const Leaves leaves_;
  const int bell_;
  std::list<Guest> guests_;  ///< of the thread; who came first stands first
  std::mutex mutex_;
  std::vector<Guest> newcomers_;
  std::thread thread_;
};

}  // namespace leitai::http
