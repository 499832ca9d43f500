// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <obs.h>

namespace leitai::plugin {

/// Holds the graphics context, which nests. Never make one while holding a lock of our own: the
/// graphics thread takes them the other way round.
class GraphicsScope {
 public:
  GraphicsScope() { obs_enter_graphics(); }
  ~GraphicsScope() { obs_leave_graphics(); }
  GraphicsScope(const GraphicsScope&) = delete;
  GraphicsScope& operator=(const GraphicsScope&) = delete;
};

}  // namespace leitai::plugin
