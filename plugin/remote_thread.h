// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>

namespace httplib {
class Client;
}

namespace leitai::plugin {

/// Longer and longer waits, never at the same moments as others who were cut off with us. For one thread.
class Backoff {
 public:
  using Duration = std::chrono::milliseconds;
  Backoff(Duration first, Duration longest) : first_(first), longest_(longest), random_(std::random_device()()) {}

  /// The next wait: twice as long as the one before, less up to a half of it.
  Duration next();
  /// It worked: the next one is the first again.
  void reset() { failures_ = 0; }

 private:
  Duration first_;
  Duration longest_;
  int failures_ = 0;
  std::minstd_rand random_;
};

/// A thread that asks another server over HTTP. It can be ended in the middle of a request.
class RemoteThread {
 public:
  struct Options {
    const char* name;                   ///< as a debugger shows it
    std::string url;                    ///< "http://10.0.0.5:5757"
    std::chrono::milliseconds silence;  ///< a server that says nothing for so long is gone
  };
  /// The thread begins with start().
  explicit RemoteThread(const Options& options);
  ~RemoteThread();
  RemoteThread(const RemoteThread&) = delete;
  RemoteThread& operator=(const RemoteThread&) = delete;

  /// Once. `work` returns soon after stopping() is true, and throws nothing.
  void start(std::function<void()> work);
  /// Ends the request that is on its way, and waits for `work`.
  void stop();
  bool stopping() const { return stopping_.load(); }

  /// For the thread itself.
  httplib::Client& client() { return *client_; }
  /// Until then, or somebody wakes it. A wake-up that came while it was busy counts.
  void wait(std::chrono::milliseconds longest);

  /// From any thread.
  void wake();

 private:
  const char* name_;
  std::unique_ptr<httplib::Client> client_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;  ///< under `mutex_`, as `ended_`
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace leitai::plugin
