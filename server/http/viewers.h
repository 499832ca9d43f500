// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/http/audience_news.h"
#include "server/http/limits.h"
#include "server/http/stop_signal.h"
#include "server/show/show.h"

namespace leitai::http {

/// A spectator's stream, whose request has been read and answered up to its first event.
struct Viewer {
  int socket = -1;             ///< owned; does not block
  bool chunked = true;         ///< false: a client of HTTP/1.0
  std::string head;            ///< what is still to be sent before the first event
  NewsFrom from;               ///< where it goes on
  std::function<void()> left;  ///< called once it has ended
};

/// All spectators' streams, served by one thread: five hundred of them cost no more threads than one, and each event is
/// made once. Who reads too slowly is dropped, and comes back to the newest document.
class Viewers {
 public:
  Viewers(show::Show& show, const Limits& limits);
  ~Viewers();
  Viewers(const Viewers&) = delete;
  Viewers& operator=(const Viewers&) = delete;

  /// The first one starts the thread. After stop() the viewer ends at once.
  void adopt(Viewer viewer);
  /// Ends every stream, and waits for the thread.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;

  struct Seat {
    Viewer viewer;
    std::deque<PiecePtr> waiting;
    std::size_t sent = 0;  ///< bytes of the first that waits
    Clock::time_point progress;
    bool gone = false;
  };

  void run();
  void wait();
  void seat_newcomers();
  void tell_all();
  void queue(Seat& seat, PiecePtr piece);
  void send(Seat& seat);
  static void close(const Viewer& viewer);

  show::Show& show_;
  const Limits& limits_;
  AudienceNews news_;
  StopSignal stop_;
  const int bell_;  ///< rung when there are newcomers, or a new document
  std::mutex mutex_;
  std::vector<Viewer> newcomers_;
  bool stopped_ = false;
  std::list<Seat> seats_;
  Clock::time_point next_heartbeat_;
  int subscription_;
  std::thread thread_;
};

}  // namespace leitai::http
