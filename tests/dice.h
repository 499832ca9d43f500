// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <random>

namespace leitai::test {

/// Random numbers that a seed repeats.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int below(int bound) { return static_cast<int>(engine_() % static_cast<unsigned>(bound)); }
  bool one_in(int number) { return below(number) == 0; }
  template <typename List>
  void shuffle(List& list) {
    std::shuffle(list.begin(), list.end(), engine_);
  }

 private:
  std::mt19937 engine_;
};

}  // namespace leitai::test
