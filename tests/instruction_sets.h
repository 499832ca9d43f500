// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <hwy/targets.h>

#include <cstdint>
#include <vector>

namespace leitai::testing {

/// Lets vector code run on one of the processor's instruction sets, until the object ends.
class InstructionSets {
 public:
  InstructionSets() = default;
  InstructionSets(const InstructionSets&) = delete;
  InstructionSets& operator=(const InstructionSets&) = delete;
  ~InstructionSets() { choose(kBest); }

  static constexpr std::int64_t kBest = 0;
  static void choose(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().DeInit();  // the next call chooses anew
  }

  /// Those that this machine can run, by their numbers in Highway; the plainest last.
  static std::vector<std::int64_t> here() {
    choose(kBest);
    std::vector<std::int64_t> found;
    for (const std::int64_t target : {HWY_AVX3, HWY_AVX2, HWY_SSE4}) {
      if ((hwy::SupportedTargets() & target) != 0) found.push_back(target);
    }
    found.insert(found.end(), {HWY_EMU128, HWY_SCALAR});
    return found;
  }
};

}  // namespace leitai::testing
