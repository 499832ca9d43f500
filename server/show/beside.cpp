// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/beside.h"

#include <utility>

namespace leitai::show {

Beside::Beside() : thread_([this] { run(); }) {}

Beside::~Beside() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Beside::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return ending_ || work_; });
    if (!work_) return;
    lock.unlock();
    std::exception_ptr failure;
    try {
      work_();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    failure_ = std::move(failure);
    work_ = nullptr;
    changed_.notify_all();
  }
}

std::exception_ptr Beside::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !work_; });
  return std::exchange(failure_, nullptr);
}

Beside::Task::Task(Beside& beside, std::function<void()> work) : beside_(beside) {
  {
    const std::lock_guard lock(beside_.mutex_);
    beside_.work_ = std::move(work);
  }
  beside_.changed_.notify_all();
}

Beside::Task::~Task() {
  (void)beside_.wait();
}

void Beside::Task::finish() {
  if (const auto failure = beside_.wait()) std::rethrow_exception(failure);
}

}  // namespace leitai::show
