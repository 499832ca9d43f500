// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include <obs.h>

#include "overlays/json/json.h"

/// What a frame costs and does on the graphics thread. The program's own obs_register_source_s() and
/// gs_…() stand in front of libobs's: the overlay's tick and render are timed, and what is asked of
/// the card is counted, without a line in the product.
namespace leitai::bench {

/// What is asked of the card.
struct CardCalls {
  int draws = 0;
  int uploads = 0;  ///< to textures
  int targets = 0;  ///< drawn into before the program: a picture that is kept
  int sends = 0;    ///< of vertices
};

/// Pixels, of what the overlay draws in a frame.
struct Filled {
  std::int64_t drawn = 0;    ///< each as often as it is drawn
  std::int64_t visible = 0;  ///< once
  std::int64_t box = 0;      ///< of the smallest box that holds them
};

/// A frame, from one tick to the next.
struct Frame {
  CardCalls all, ours;
  /// Thread CPU of the overlay's tick and render, less what reading clocks takes: its own code (small
  /// calls of libobs that set a state included), and with the graphics API and the driver; and the
  /// latter by the wall's clock.
  std::int64_t own_ns = 0, whole_ns = 0, held_ns = 0;
  Filled filled;
  /// As the frame ended: the overlay's picture that was drawn last, and when that was first drawn, on
  /// OBS's clock.
  std::uint64_t token = 0, drawn_ns = 0;
};

/// Meters the frames from its making to its end. One at a time.
class FrameMeter {
 public:
  struct Options {
    bool calls_apart = false;         ///< own_ns without the graphics API: reads the thread's clock around each call
    bool pixels = false;              ///< counts them: slow
    obs_source_t* overlay = nullptr;  ///< whose tokens are noted
    /// Called on the graphics thread where a frame begins, which the last one ends.
    std::function<void(const Frame& ended)> between;
  };
  explicit FrameMeter(Options options);
  ~FrameMeter();
  FrameMeter(const FrameMeter&) = delete;
  FrameMeter& operator=(const FrameMeter&) = delete;

  /// The frames that ended since the last call. From any thread.
  std::vector<Frame> take();
  /// Waits for that many more frames; false where they do not come within ten seconds.
  bool wait(int frames);

  /// Seconds of CPU that the graphics thread used. After a frame.
  double graphics_cpu_s() const;

 private:
  static void on_tick(void* self, float seconds);
  void tick();

  Options options_;
  clockid_t clock_{};
  mutable std::mutex mutex_;
  std::condition_variable_any ended_;
  std::vector<Frame> frames_;
  int count_ = 0;
};

/// The overlay's times, ms at the median and the 99th percentile, and its draw calls.
json::Json times_of(const std::vector<Frame>& frames);

}  // namespace leitai::bench
