// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace leitai::bench {

/// Viewers on plain sockets, read by one thread: their streams' revisions are noted as they come.
class Crowd {
 public:
  /// Connects them all to 127.0.0.1. Throws where one is refused.
  Crowd(int port, int viewers);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  using Clock = std::chrono::steady_clock;

  /// When the last viewer was told of that revision or a later one; nothing where that is not within ten seconds.
  std::optional<Clock::time_point> all_told(std::uint64_t revision);

 private:
  struct Viewer {
    int socket = -1;
    std::string pending;
    std::uint64_t revision = 0;
  };

  void read();
  void take(Viewer& viewer);
  std::uint64_t least() const;

  std::vector<Viewer> viewers_;
  std::atomic<bool> ended_ = false;
  std::mutex mutex_;
  std::condition_variable told_;
  std::map<std::uint64_t, Clock::time_point> all_;  ///< by the least revision of all viewers
  std::thread thread_;
};

}  // namespace leitai::bench
