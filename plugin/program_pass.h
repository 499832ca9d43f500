// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

namespace leitai::plugin {

/// Whether the program is being drawn just now, rather than a preview, a projector or a screenshot: with the global
/// overlay on, sources of the program channel leave their place in it to that one, which comes last. The graphics
/// thread's.
class ProgramPass {
 public:
  /// OBS begins to draw a view; the program's is the first of a frame.
  void begin(std::uint64_t frame_ns) { running_ = ended_frame_ns_ != frame_ns; }
  /// The global overlay is drawn.
  void end(std::uint64_t frame_ns) {
    running_ = false;
    ended_frame_ns_ = frame_ns;
  }
  bool running() const { return running_; }

 private:
  bool running_ = false;
  std::uint64_t ended_frame_ns_ = 0;
};

}  // namespace leitai::plugin
