// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "tests/bench/overlay/frame_meter.h"

/// Between the frame meter and the functions that stand in front of libobs's.
namespace leitai::bench {

/// The state of the thread that ticks. Others' calls are not counted.
struct CardWatch {
  bool on = false;           ///< this is the graphics thread, and it is metered
  bool calls_apart = false;  ///< FrameMeter::Options
  bool pixels = false;
  bool in_overlay = false;  ///< within its tick or render
  int depth = 0;            ///< of calls into the graphics API
  std::int64_t calls_ns = 0;
  std::int64_t clock_ns = 0;  ///< what reading the thread's clock once takes
  int clock_readings = 0;     ///< around calls, within a tick or a render
  Frame frame;
};

CardWatch& card_watch();

std::int64_t thread_cpu_ns();
/// What that takes itself.
std::int64_t cost_of_thread_cpu_ns();

/// Reads and forgets the pixels that were drawn.
Filled take_filled();

}  // namespace leitai::bench
