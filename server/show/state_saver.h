// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "server/journal/journal.h"
#include "server/show/state.h"

namespace leitai::show {

/// Saves a show's state whenever the records since the last one would take a start long to fold, on a thread of its
/// own. No command waits for it.
class StateSaver {
 public:
  using Duration = std::chrono::steady_clock::duration;

  /// `records`: save after so many, however fast they fold.
  StateSaver(journal::Journal& journal, std::string maker, std::uint64_t records);
  ~StateSaver() { stop(); }
  StateSaver(const StateSaver&) = delete;
  StateSaver& operator=(const StateSaver&) = delete;

  /// Up to this record there is a saved state; before the first follow().
  void begin(journal::Token saved) { last_ = saved; }
  /// The state at the end of a command, and how long it took to fold what is new in it since the last call. By one
  /// thread. Returns at once.
  void follow(const State& state, Duration folding);

  /// Ends what it does: at once, but for a part that is just being written. Nothing is saved any more.
  void stop();

 private:
  void run();
  void save(const State& state);

  journal::Journal& journal_;
  const std::string maker_;
  const std::uint64_t records_;

  // Of the thread that calls follow().
  journal::Token last_ = 0;  ///< of the state that was saved or asked for last
  Duration folding_{};       ///< since then

  std::atomic<bool> stopped_ = false;
  std::atomic<bool> busy_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<State> next_;  ///< under `mutex_`
  std::thread thread_;
};

}  // namespace leitai::show
