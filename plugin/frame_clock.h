// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <cstdlib>

namespace leitai::plugin {

/// Show time of video frames. OBS tells a frame's nominal time on its own clock: evenly spaced, so
/// that what moves moves evenly, though the thread wakes unevenly. This keeps the difference of the
/// two clocks. Arithmetic only: made for the graphics thread.
class FrameClock {
 public:
  /// All in nanoseconds: the frame's nominal time and now on OBS's clock, and now in show time.
  /// Returns the frame's show time, never less than an earlier one.
  std::int64_t show_time(std::int64_t frame_ns, std::int64_t obs_now_ns, std::int64_t show_now_ns) {
    const std::int64_t offset = show_now_ns - obs_now_ns;
    // The thread may have been interrupted between the two readings: the difference is then wrong
    // by that long. It really changes only when the machine was asleep.
    if (!known_ || std::llabs(offset - offset_ns_) > kJumpNs) {
      offset_ns_ = offset;
      known_ = true;
    }
    const std::int64_t time = frame_ns + offset_ns_;
    last_ns_ = time > last_ns_ ? time : last_ns_;
    return last_ns_;
  }

 private:
  static constexpr std::int64_t kJumpNs = 250'000'000;

  std::int64_t offset_ns_ = 0;
  std::int64_t last_ns_ = 0;
  bool known_ = false;
};

}  // namespace leitai::plugin
