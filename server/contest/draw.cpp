// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/draw.h"

#include <algorithm>
#include <utility>

namespace leitai::contest {

std::uint64_t SplitMix::next() {
  state_ += 0x9E37'79B9'7F4A'7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBU;
  return z ^ (z >> 31U);
}

std::uint64_t SplitMix::below(std::uint64_t count) {
  const std::uint64_t whole_runs = UINT64_MAX - UINT64_MAX % count;
  std::uint64_t number = next();
  while (number >= whole_runs) number = next();
  return number % count;
}

std::vector<std::string> drawn(std::vector<std::string> names, std::uint64_t seed) {
  std::sort(names.begin(), names.end());
  SplitMix lots(seed);
  for (std::size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[lots.below(i)]);
  return names;
}

}  // namespace leitai::contest
