// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace leitai::test {

/// Counts what the module's own code does on the graphics thread: memory that it asks for, and locks
/// that it takes. The test program's malloc() and pthread_mutex_lock() stand in front of the C
/// library's; who called them is read from the stack: the innermost caller that is neither the C or
/// C++ library nor the test program itself. What libobs or the GL driver do, though the module
/// called them, is theirs.
class GraphicsWatch {
 public:
  struct Counts {
    std::uint64_t allocations = 0;
    std::uint64_t locks = 0;
    std::uint64_t others = 0;  ///< both, by libobs and the driver: shows that the watch is awake
  };

  /// Watches the thread that calls tick callbacks, from the next frame on. One at a time.
  GraphicsWatch();
  ~GraphicsWatch();
  GraphicsWatch(const GraphicsWatch&) = delete;
  GraphicsWatch& operator=(const GraphicsWatch&) = delete;

  /// Since the watch began, or the last call.
  Counts take();

  /// Counts what `work` does on this thread in the same way, as if `owner` (an address within a
  /// loaded library) were the module.
  static Counts count_on_this_thread(const void* owner, void (*work)());
};

}  // namespace leitai::test
