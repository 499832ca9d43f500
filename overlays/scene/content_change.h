// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/scene/instance.h"

namespace leitai::overlays {

/// When and how content changes.
struct ContentMoment {
  std::int64_t time_ns = 0;
  int delay_ms = 0;  ///< holds back what enters
  bool was_alive = false;
  float scale = 1;  ///< canvas pixels per design pixel
  MotionLevel motion = MotionLevel::full;
};

/// Brings what a node shows to what was laid out: a number or a meter counts there, a text or picture
/// gives way by the node's `change` tracks, a clock is read anew at once, a ticker lets the texts run
/// out that have begun to show, and goes on with the new ones behind them.
void change_content(Instance& instance, const LaidOut& laid_out, const ContentMoment& moment);

}  // namespace leitai::overlays
