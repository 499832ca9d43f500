// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include <obs.h>

namespace leitai::bench {

/// Watches the program: when a token of the overlay was first drawn, and when the pixels of either
/// half of a raw output changed. Times are os_gettime_ns().
class ProgramProbe {
 public:
  enum class Half { left = 0, right = 1 };

  /// `overlay` is a leitai_overlay source.
  explicit ProgramProbe(obs_source_t* overlay);
  ~ProgramProbe();
  ProgramProbe(const ProgramProbe&) = delete;
  ProgramProbe& operator=(const ProgramProbe&) = delete;

  /// From now on every frame is also handed to a raw output.
  void start_output();

  /// When a picture at or after `token` was first drawn; nothing after two seconds.
  std::optional<std::uint64_t> wait_drawn(std::uint64_t token);

  /// Forgets how this half looks: the next frame is what changes are measured against.
  void settle(Half half);
  /// When a frame in which the half looks different was handed over; nothing after two seconds.
  std::optional<std::uint64_t> wait_changed(Half half);

 private:
  struct Watched {
    std::vector<std::uint8_t> look;
    bool settled = false;
    std::uint64_t changed_ns = 0;
  };

  static void on_tick(void* self, float seconds);
  static void on_frame(void* self, video_data* frame);
  void look_at(Watched& half, const video_data& frame, int x0, int x1);

  obs_source_t* overlay_;
  bool output_ = false;
  int width_ = 0;
  int height_ = 0;
  std::mutex mutex_;
  std::condition_variable news_;
  std::uint64_t token_ = 0;
  std::uint64_t drawn_ns_ = 0;
  Watched halves_[2];
};

}  // namespace leitai::bench
