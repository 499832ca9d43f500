// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace leitai::bench {

/// Many event streams of one server on loopback, read by one thread with epoll. Their own addresses are spread over
/// 127.0.1.x, as one address has too few ports.
class Streams {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Streams(int port);
  ~Streams();
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  /// Opens streams until there are so many, and waits for their heads. False where one is refused or a minute is over.
  bool open(std::size_t count);
  /// Forgets what came so far: what comes from now on is counted.
  void begin();
  /// Reads until each stream has had an event other than a heartbeat since begin(); milliseconds from `start` to each,
  /// so many as came within `limit`.
  std::vector<double> read_until_all(Clock::time_point start, std::chrono::milliseconds limit);

  std::size_t size() const { return streams_.size(); }
  /// Streams that have ended, or were sent more than one event in one turn.
  std::size_t faults() const { return faults_; }
  /// The data of the last event.
  const std::string& last_data() const { return last_data_; }

 private:
  struct Stream {
    int fd = -1;
    bool open = false;  ///< its head has come
    bool had = false;   ///< its event of this turn has come
    bool in_data = false;
    std::string unread;
  };

  bool connect_one();
  void read(std::size_t which, Clock::time_point now);
  void take_event(Stream& stream, const std::string& event);
  int poll(std::chrono::milliseconds limit);

  const int port_;
  const int epoll_;
  std::vector<Stream> streams_;
  std::vector<double> arrivals_;
  Clock::time_point start_;
  std::size_t opened_ = 0;
  std::size_t faults_ = 0;
  std::string last_data_;
};

}  // namespace leitai::bench
