// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/remote_thread.h"

#include <httplib.h>
#include <util/threading.h>

#include <algorithm>

namespace leitai::plugin {
namespace {

using std::chrono::milliseconds;

/// OBS may have to wait for so long when it ends.
constexpr milliseconds kConnect{1'000};
constexpr milliseconds kStopLook{20};
constexpr int kMostDoublings = 10;

}  // namespace

Backoff::Duration Backoff::next() {
  const Duration wait = std::min(longest_, first_ * (1 << failures_));
  failures_ = std::min(failures_ + 1, kMostDoublings);
  return Duration(std::uniform_int_distribution<Duration::rep>(wait.count() / 2, wait.count())(random_));
}

RemoteThread::RemoteThread(const Options& options)
    : name_(options.name), client_(std::make_unique<httplib::Client>(options.url)) {
  client_->set_connection_timeout(kConnect);
  client_->set_read_timeout(options.silence);
  client_->set_tcp_nodelay(true);
}

RemoteThread::~RemoteThread() {
  stop();
}

void RemoteThread::start(std::function<void()> work) {
  thread_ = std::thread([this, work = std::move(work)] {
    os_set_thread_name(name_);
    work();
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  });
}

void RemoteThread::stop() {
  if (!thread_.joinable()) {
    return;
  }
  stopping_ = true;
  std::unique_lock lock(mutex_);
  changed_.notify_all();
  // A request that begins just now is not ended by a stop that came before it.
  while (!changed_.wait_for(lock, kStopLook, [this] { return ended_; })) {
    client_->stop();
  }
  lock.unlock();
  thread_.join();
}

void RemoteThread::wait(milliseconds longest) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, longest, [this] { return stopping_.load() || woken_; });
  woken_ = false;
}

void RemoteThread::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

}  // namespace leitai::plugin
