// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "overlays/moving/picture_ring.h"

namespace leitai::overlays {

/// Decodes ahead for all moving pictures of the process, a picture of each in turn.
class DecodingThreads {
 public:
  /// The process's; they end when nobody holds them any more.
  static std::shared_ptr<DecodingThreads> get();
  ~DecodingThreads();
  DecodingThreads(const DecodingThreads&) = delete;
  DecodingThreads& operator=(const DecodingThreads&) = delete;

  void add(const std::shared_ptr<PictureRing>& ring);
  /// When it returns, nothing of the ring is in use here.
  void remove(const std::shared_ptr<PictureRing>& ring);

  /// There may be something to decode. Takes no lock.
  void wake();

 private:
  static constexpr std::size_t kThreads = 2;

  struct Work {
    std::shared_ptr<PictureRing> ring;
    bool is_taken = false;
  };

  DecodingThreads();
  void run();
  std::shared_ptr<PictureRing> take(std::size_t& turn);
  void give_back(const PictureRing& ring);

  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<Work> works_;  ///< under `mutex_`
  std::atomic<std::uint32_t> wakes_{0};
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace leitai::overlays
