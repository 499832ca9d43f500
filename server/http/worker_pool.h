// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace leitai::http {

/// A thread for each connection, up to a number, in place of the library's few threads and endless
/// queue, in which eight idle clients starve a ninth.
class WorkerPool final : public httplib::TaskQueue {
 public:
  explicit WorkerPool(std::size_t max_threads) : max_threads_(max_threads) {}
  ~WorkerPool() override { shutdown(); }

  /// Past the number, `task` runs on the calling thread: it is told by that, and must be short.
  void enqueue(std::function<void()> task) override;

  /// Waits for all tasks.
  void shutdown() override;

 private:
  using Threads = std::list<std::thread>;
  bool start(const std::function<void()>& task);
  void join(Threads threads);

  const std::size_t max_threads_;
  std::mutex mutex_;
  std::condition_variable idle_;
  Threads running_;
  Threads finished_;
};

}  // namespace leitai::http
