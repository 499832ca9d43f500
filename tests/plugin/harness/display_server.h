// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include <sys/types.h>

namespace leitai::test {

/// An Xvfb of this program's own, on a display number that the server finds free; it ends with the
/// program, however that ends.
class DisplayServer {
 public:
  /// Started at the first call. Throws std::runtime_error where there is none.
  static DisplayServer& instance();

  /// Xlib's Display*.
  void* display() const { return display_; }

  ~DisplayServer();
  DisplayServer(const DisplayServer&) = delete;
  DisplayServer& operator=(const DisplayServer&) = delete;

 private:
  DisplayServer();
  pid_t pid_ = -1;
  void* display_ = nullptr;
};

}  // namespace leitai::test
