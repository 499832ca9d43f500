// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace leitai::http {

/// A thread for each task, up to a number.
class WorkerPool {
 public:
  explicit WorkerPool(std::size_t max_threads) : max_threads_(max_threads) {}
  ~WorkerPool() { shutdown(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False where there is no thread for it.
  bool start(const std::function<void()>& task);

  /// Waits for all tasks.
  void shutdown();

 private:
  using Threads = std::list<std::thread>;
  void join(Threads threads);

  const std::size_t max_threads_;
  std::mutex mutex_;
  std::condition_variable idle_;
  Threads running_;
  Threads finished_;
};

}  // namespace leitai::http
