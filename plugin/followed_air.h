// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "plugin/air_feed.h"
#include "plugin/followed_pictures.h"
#include "plugin/remote_thread.h"

namespace leitai::plugin {

/// The clock of a followed server, kept beside the own boot-time clock. What a server says of its time is late by
/// the way that it took: of the newest few it is the earliest arrival that counts.
class FollowedClock {
 public:
  FollowedClock();

  /// The server said `now_ns` (show time), and it was read at `boot_ns`. For one thread.
  void hear(std::int64_t now_ns, std::int64_t boot_ns);
  /// What was heard before is of no use any more: it may be another server.
  void forget() { heard_.clear(); }

  /// Before anything was heard, the machine's own time. From any thread.
  std::int64_t at(std::int64_t boot_ns) const { return boot_ns + offset_ns_.load(std::memory_order_relaxed); }

  /// Counts the clocks: one that is heard first after forget() and is far from the last is another. From any thread.
  std::uint64_t number() const { return number_.load(std::memory_order_relaxed); }

 private:
  std::deque<std::int64_t> heard_;
  std::atomic<std::int64_t> offset_ns_;
  std::atomic<std::uint64_t> number_{0};
};

/// What is on air on another Leitai, over its `GET /api/v1/air-feed`. While that cannot be reached the last that was
/// on air stays, and its clocks run on; it is tried again and again, at most every few seconds.
class FollowedAir final : public AirFeed {
 public:
  struct Options {
    std::string url;  ///< "http://10.0.0.5:5757"
    std::string token;
    std::function<std::string()> own_theme_hash;
    std::filesystem::path pictures;  ///< the folder that its uploaded pictures are fetched into
  };
  explicit FollowedAir(Options options);
  ~FollowedAir() override;
  FollowedAir(const FollowedAir&) = delete;
  FollowedAir& operator=(const FollowedAir&) = delete;

  std::shared_ptr<const overlays::Air> air() const override;
  int subscribe(std::function<void()> changed) override;
  void unsubscribe(int subscription) override;
  std::int64_t now_ns() const override;
  std::uint64_t clock_number() const override { return clock_.number(); }
  void report_first_frame(const show::FirstFrame& /*frame*/) override {}

  /// True while the feed is open.
  bool connected() const { return connected_.load(std::memory_order_relaxed); }

 private:
  void run();
  std::string follow_once();
  void take(std::string_view bytes);
  bool take_line(std::string_view line);
  bool take_channels(const json::Json& line, bool whole);
  void compare_themes(const json::Json& theme);
  void tell_cut_off(const std::string& why);
  void take_pictures(std::shared_ptr<const overlays::AirPictures> pictures);
  void publish(std::shared_ptr<const overlays::Air> air);

  const Options options_;
  FollowedClock clock_;
  std::atomic<bool> connected_{false};

  std::mutex change_mutex_;  ///< what is on air comes on one thread, its pictures on another
  std::shared_ptr<const overlays::AirPictures> pictures_;  ///< under `change_mutex_`
  mutable std::mutex air_mutex_;
  std::shared_ptr<const overlays::Air> air_;
  std::mutex listeners_mutex_;
  std::map<int, std::function<void()>> listeners_;
  int last_listener_ = 0;

  // The thread's own.
  std::string unread_;  ///< the beginning of a line
  bool fresh_ = true;   ///< the next line is the feed's first
  std::string fault_;   ///< what the feed said that cannot be
  std::string told_;    ///< why it was cut off, as the log has it
  std::string other_theme_;
  Backoff backoff_;

  FollowedPictures fetched_;
  RemoteThread thread_;  ///< the last: it uses the others
};

}  // namespace leitai::plugin
