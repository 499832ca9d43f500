// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "plugin/signal.h"

namespace leitai::plugin {

/// A thread for what may block (a command to the show, a picture's worker starting), so that the
/// threads of OBS never do. Tasks run in the order of post().
class TaskThread {
 public:
  using Task = std::function<void()>;

  TaskThread();
  /// Ends after the tasks that were posted before.
  ~TaskThread();
  TaskThread(const TaskThread&) = delete;
  TaskThread& operator=(const TaskThread&) = delete;

  /// From any thread; takes no lock. An exception of a task ends in the log.
  void post(Task task);

 private:
  struct Node {
    Task task;
    Node* next = nullptr;
  };

  void run();
  void run_posted();

  std::atomic<Node*> posted_{nullptr};  ///< newest first
  std::atomic<bool> stopping_{false};
  Signal signal_;
  std::thread thread_;
};

}  // namespace leitai::plugin
