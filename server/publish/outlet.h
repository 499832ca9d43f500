// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>

#include "server/publish/courier.h"
#include "server/publish/publish.h"
#include "server/show/public_change.h"

namespace leitai::publish {

/// One target and the thread that keeps it current: the snapshot first, then the change, so that whoever misses a
/// change finds a snapshot that has it; then the pages.
class Outlet {
 public:
  Outlet(Target target, show::Show& show);
  ~Outlet();
  Outlet(const Outlet&) = delete;
  Outlet& operator=(const Outlet&) = delete;

  void start(const http::Server& server);
  void stop();
  /// There may be a newer document. Returns at once.
  void ring();
  http::PublishState state() const;

 private:
  using Clock = std::chrono::steady_clock;
  using Done = tl::expected<void, std::string>;

  /// An event that nginx may or may not have got: it is sent again as it is before anything newer.
  struct Pending {
    std::string text;
    show::Edition edition;
  };

  void run(const http::Server& server);
  Done step(const http::Server& server);
  Done tell_change(const show::SnapshotPtr& snapshot);
  Done send_pending();
  Done tell_heartbeat();
  Done put_everything(const http::Server& server);
  Done put_pages(const http::Server& server);
  Done put_changed(const std::map<std::string, std::string>& files);
  show::Edition edition_of(const show::SnapshotPtr& snapshot) const;
  void note(const Channel& channel);
  void succeed();
  void fail(const std::string& why);
  void wait();

  const Target target_;
  show::Show& show_;
  Courier courier_;
  std::mt19937 random_;

  std::optional<show::Edition> told_;  ///< the newest that the stream has been told of
  std::optional<Pending> pending_;
  std::map<std::string, std::string> sent_files_;  ///< what lies there, by name
  bool everything_ = true;                         ///< what lies there is not known
  std::uint64_t paged_ = 0;                        ///< the revision that the pages show
  std::uint64_t posts_ = 0;                        ///< since everything was sent
  std::chrono::milliseconds backoff_;
  Clock::time_point next_heartbeat_;
  Clock::time_point next_pages_;
  Clock::time_point retry_at_;

  mutable std::mutex mutex_;
  std::condition_variable woken_;
  bool rung_ = false;
  bool ended_ = true;
  std::atomic<bool> stopping_ = false;
  http::PublishState state_;
  std::thread thread_;
};

}  // namespace leitai::publish
