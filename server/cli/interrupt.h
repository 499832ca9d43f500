// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace leitai::cli {

/// Ctrl-C, and the wish of a system to end this program, are noted instead of ending it there and then: long work looks
/// at interrupted() and leaves no half-written file. While it lives.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

 private:
  void (*interrupt_before_)(int);
  void (*terminate_before_)(int);
};

/// Any thread may ask.
bool interrupted();

}  // namespace leitai::cli
