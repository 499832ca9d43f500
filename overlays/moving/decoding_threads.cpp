// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/decoding_threads.h"

#include <algorithm>

namespace leitai::overlays {

std::shared_ptr<DecodingThreads> DecodingThreads::get() {
  static std::mutex mutex;
  static std::weak_ptr<DecodingThreads> known;
  const std::lock_guard lock(mutex);
  std::shared_ptr<DecodingThreads> threads = known.lock();
  if (threads == nullptr) known = threads = std::shared_ptr<DecodingThreads>(new DecodingThreads);
  return threads;
}

DecodingThreads::DecodingThreads() {
  for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { run(); });
}

DecodingThreads::~DecodingThreads() {
  stopping_ = true;
  wake();
  for (std::thread& thread : threads_) thread.join();
}

void DecodingThreads::add(const std::shared_ptr<PictureRing>& ring) {
  {
    const std::lock_guard lock(mutex_);
    works_.push_back({ring, false});
  }
  wake();
}

void DecodingThreads::remove(const std::shared_ptr<PictureRing>& ring) {
  {
    std::unique_lock lock(mutex_);
    const auto is_it = [&](const Work& work) { return work.ring == ring; };
    given_back_.wait(lock, [&] {
      const auto work = std::find_if(works_.begin(), works_.end(), is_it);
      return work == works_.end() || !work->is_taken;
    });
    std::erase_if(works_, is_it);
  }
  // Who goes through the rings just now passes over the one that took this one's place.
  wake();
}

void DecodingThreads::wake() {
  wakes_.fetch_add(1, std::memory_order_release);
  wakes_.notify_all();
}

/// The next that nobody decodes for at the moment; null where each had its turn.
std::shared_ptr<PictureRing> DecodingThreads::take(std::size_t& turn) {
  const std::lock_guard lock(mutex_);
  for (; turn < works_.size(); ++turn) {
    if (works_[turn].is_taken) continue;
    works_[turn].is_taken = true;
    return works_[turn++].ring;
  }
  return nullptr;
}

void DecodingThreads::give_back(const PictureRing& ring) {
  {
    const std::lock_guard lock(mutex_);
    for (Work& work : works_) {
      if (work.ring.get() == &ring) work.is_taken = false;
    }
  }
  given_back_.notify_all();
}

void DecodingThreads::run() {
  while (true) {
    // Before anything is looked at: a wake-up for what changes after that look, the end too, is then not slept through.
    const std::uint32_t seen = wakes_.load(std::memory_order_acquire);
    if (stopping_) return;
    bool worked = false;
    std::size_t turn = 0;
    while (const auto ring = take(turn)) {
      worked = ring->decode_one() || worked;
      give_back(*ring);
      if (stopping_) return;
    }
    if (!worked) wakes_.wait(seen, std::memory_order_acquire);
  }
}

}  // namespace leitai::overlays
