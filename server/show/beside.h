// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace leitai::show {

/// A thread for one task at a time, beside the one that starts it.
class Beside {
 public:
  Beside();
  ~Beside();
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  /// A task that runs. It ends before this does.
  class Task {
   public:
    Task(Beside& beside, std::function<void()> work);
    ~Task();
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    /// Waits for its end. Throws what it threw.
    void finish();

   private:
    Beside& beside_;
  };

 private:
  void run();
  std::exception_ptr wait();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> work_;  ///< none: nothing runs
  std::exception_ptr failure_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace leitai::show
