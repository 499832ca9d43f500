// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace leitai::bench {

/// Hostile clients of nginx: requests past the limit, broken ones, message ids that are none, heads that do not end.
class Flood {
 public:
  explicit Flood(int port);
  ~Flood();
  Flood(const Flood&) = delete;
  Flood& operator=(const Flood&) = delete;

  /// Connections made so far.
  std::uint64_t connections() const { return connections_; }

 private:
  void run();

  const int port_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> connections_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace leitai::bench
