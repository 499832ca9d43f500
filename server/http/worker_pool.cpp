// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/worker_pool.h"

#include <system_error>
#include <utility>

namespace leitai::http {

bool WorkerPool::start(const std::function<void()>& task) {
  Threads finished;
  std::unique_lock lock(mutex_);
  finished.swap(finished_);
  lock.unlock();
  join(std::move(finished));
  lock.lock();
  if (running_.size() >= max_threads_) {
    return false;
  }
  const auto self = running_.emplace(running_.end());
  try {
    // The thread cannot reach for `self` before the lock is given back.
    *self = std::thread([this, task, self] {
      task();
      const std::lock_guard guard(mutex_);
      finished_.splice(finished_.end(), running_, self);
      idle_.notify_all();
    });
  } catch (const std::system_error&) {
    running_.erase(self);
    return false;
  }
  return true;
}

void WorkerPool::shutdown() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return running_.empty(); });
  Threads finished;
  finished.swap(finished_);
  lock.unlock();
  join(std::move(finished));
}

void WorkerPool::join(Threads threads) {
  for (std::thread& thread : threads) {
    thread.join();
  }
}

}  // namespace leitai::http
