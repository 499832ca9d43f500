// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Lots that anybody can draw again from the seed: section "Running order" of docs/scoring.md.
namespace leitai::contest {

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next();

  /// 0 … count − 1, each as likely: numbers of the last, incomplete run of `count` are drawn again. `count` is not 0.
  std::uint64_t below(std::uint64_t count);

 private:
  std::uint64_t state_;
};

/// The names in the order of the draw. It hangs on the names and the seed alone, not on their order.
std::vector<std::string> drawn(std::vector<std::string> names, std::uint64_t seed);

}  // namespace leitai::contest
